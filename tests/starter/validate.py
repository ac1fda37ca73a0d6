"""Checks the starter's muscles and regions against each other and against the figure."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from content.anatomy.figure import VIEWS, Figure
from content.anatomy.geometry import Box
from content.anatomy.shapes import DrawnMuscle, load_bones, load_muscles
from content.starter.files import FOLDER as STARTER
from content.text.plain_yaml import load_yaml
from tests.starter.required import ONE_MUSCLE, missing_causes, missing_signs

STRENGTHS = {"primary", "spillover"}
LEVELS = {"emergency", "urgent", "soon"}
MUSCLE_TEXTS = ["title", "latin_name", "summary", "where_it_is", "what_it_does", "session_note", "evidence"]
MUSCLE_LISTS = ["overload", "signs", "self_care", "other_causes", "sources"]
REGION_TEXTS = ["title", "anatomical_name", "summary", "what_people_notice"]
TEXTBOOK = "donnelly-2019"
# Journals, their indexes, public health services and legislation; no blogs, flashcards or clinics.
PUBLISHERS = {
    "pubmed.ncbi.nlm.nih.gov",
    "pmc.ncbi.nlm.nih.gov",
    "www.ncbi.nlm.nih.gov",
    "doi.org",
    "www.annfammed.org",
    "www.mdpi.com",
    "www.nhs.uk",
    "frimley-healthiertogether.nhs.uk",
    "rightdecisions.scot.nhs.uk",
    "www2.hse.ie",
    "app.leg.wa.gov",
}

Entries = Mapping[str, Mapping[str, Any]]


def read_entries(folder: str) -> dict[str, dict[str, Any]]:
    return {file.stem: load_yaml(file.read_text()) for file in sorted((STARTER / folder).glob("*.yaml"))}


def problems(muscles: Entries, regions: Entries, sources: Mapping[str, Any], figure: Figure) -> list[str]:
    """Everything that doesn't fit, in words; empty if nothing is wrong."""
    return [
        *path_problems(set(regions), figure),
        *muscle_problems(muscles, regions, sources),
        *drawing_problems(set(muscles), load_muscles()),
        *region_problems(muscles, regions, sources),
        *source_problems(sources),
    ]


def path_problems(slugs: set[str], figure: Figure) -> Iterator[str]:
    yield from (f"region {slug} has no path in the figure" for slug in sorted(slugs - figure.slugs()))
    yield from (f"the figure draws {slug}, which is no region" for slug in sorted(figure.slugs() - slugs))


def drawing_problems(slugs: set[str], drawn: Mapping[str, DrawnMuscle]) -> Iterator[str]:
    """Yield muscles without a drawing, and errors in drawings, which may be of muscles that a clinic adds."""
    yield from (f"muscle {slug} is not drawn" for slug in sorted(slugs - drawn.keys()))
    for slug, muscle in drawn.items():
        if not (muscle.origin and muscle.insertion):
            yield f"muscle {slug} is drawn without its origin or insertion"
        if not any(view in VIEWS for view in muscle.views):
            yield f"muscle {slug} is drawn in no view of the whole body"
        for view, shape in muscle.views.items():
            if not shape.covers(*shape.point):
                yield f"muscle {slug} has its point off the muscle, seen from the {view}"
            if not any(Box.around(part.edge).area for part in shape.parts):
                yield f"muscle {slug} has no surface, seen from the {view}"
            known = {other for other in drawn if view in drawn[other].views} | load_bones()[view].keys()
            yield from (f"{name}, which lies over {slug}, is not drawn" for name in shape.under if name not in known)


def muscle_problems(muscles: Entries, regions: Entries, sources: Mapping[str, Any]) -> Iterator[str]:
    for slug, muscle in muscles.items():
        referrals = muscle.get("referrals") or []
        yield from missing(f"muscle {slug}", muscle, [*MUSCLE_TEXTS, *MUSCLE_LISTS])
        yield from unknown_sources(f"muscle {slug}", muscle, sources)
        yield from missing_causes(f"muscle {slug}", slug, muscle)
        if not any(row["strength"] == "primary" for row in referrals):
            yield f"muscle {slug} has no primary region"
        if len({row["region"] for row in referrals}) != len(referrals):
            yield f"muscle {slug} names a region twice"
        for row in referrals:
            if row["region"] not in regions or row["strength"] not in STRENGTHS:
                yield f"muscle {slug} has a referral that fits nowhere: {row}"
            if row.get("source") not in sources:
                yield f"muscle {slug} does not say where its pattern in {row['region']} comes from"
            elif row["source"] not in (muscle.get("sources") or []):
                yield f"muscle {slug} leaves {row['source']}, which describes its pattern, out of its sources"


def region_problems(muscles: Entries, regions: Entries, sources: Mapping[str, Any]) -> Iterator[str]:
    for slug, region in regions.items():
        yield from missing(f"region {slug}", region, [*REGION_TEXTS, "other_causes", "red_flags", "sources"])
        yield from unknown_sources(f"region {slug}", region, sources)
        yield from missing_signs(slug, region)
        yield from missing_causes(f"region {slug}", slug, region)
        referring = [m for m in muscles.values() if any(row["region"] == slug for row in m.get("referrals") or [])]
        if len(referring) < (1 if slug in ONE_MUSCLE else 2):
            yield f"region {slug} has too few muscles"
        if any(flag["level"] not in LEVELS or not flag["signs"] for flag in region.get("red_flags") or []):
            yield f"region {slug} has a red flag without a level or signs"


def source_problems(sources: Mapping[str, Any]) -> Iterator[str]:
    """Sources that link to somebody other than their publisher."""
    for key, source in sources.items():
        if source.get("url") and urlsplit(source["url"]).hostname not in PUBLISHERS:
            yield f"source {key} links to {source['url']}, which is no publisher known here"


def missing(who: str, entry: Mapping[str, Any], names: list[str]) -> Iterator[str]:
    """Empty fields, and search engine texts that are too short or too long."""
    yield from (f"{who} has no {name}" for name in names if not entry.get(name))
    if not 0 < len(entry.get("seo_title", "")) <= 60:
        yield f"{who} needs a seo_title of at most 60 characters"
    if not 110 <= len(entry.get("search_description", "")) <= 155:
        yield f"{who} needs a search_description of 110 to 155 characters"
    if len(entry.get("summary", "")) > 320:
        yield f"{who} has a summary of more than 320 characters"


def unknown_sources(who: str, entry: Mapping[str, Any], sources: Mapping[str, Any]) -> Iterator[str]:
    if TEXTBOOK not in (entry.get("sources") or []):
        yield f"{who} does not cite {TEXTBOOK}, which the patterns come from"
    yield from (f"{who} cites {key}, which is no source" for key in entry.get("sources") or [] if key not in sources)
