"""Holds the starter's muscles and regions to each other and to the figure: `python -m content.starter.validate`."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from content.anatomy.figure import Figure, load_figure
from content.starter.required import ONE_MUSCLE, missing_causes, missing_signs
from content.text.plain_yaml import load_yaml

STARTER = Path(__file__).resolve().parent
STRENGTHS = {"primary", "spillover"}
LEVELS = {"emergency", "urgent", "soon"}
MUSCLE_TEXTS = ["title", "latin_name", "summary", "where_it_is", "what_it_does", "session_note", "evidence"]
MUSCLE_LISTS = ["overload", "signs", "self_care", "other_causes", "sources"]
REGION_TEXTS = ["title", "anatomical_name", "summary", "what_people_notice"]
PEOPLE = ["author", "reviewed_by"]
TEXTBOOK = "donnelly-2019"
# Journals, their indexes, public health services and the law itself; no blogs, decks of cards or clinics.
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
    """The starter's files of a folder by their slug."""
    return {file.stem: load_yaml(file.read_text()) for file in sorted((STARTER / folder).glob("*.yaml"))}


def problems(muscles: Entries, regions: Entries, sources: Mapping[str, Any], figure: Figure) -> list[str]:
    """Everything that does not fit, in words; empty when all is well."""
    return [
        *path_problems(set(regions), figure),
        *muscle_problems(muscles, regions, sources, figure),
        *region_problems(muscles, regions, sources),
        *source_problems(sources),
    ]


def path_problems(slugs: set[str], figure: Figure) -> Iterator[str]:
    """Regions without a path and paths without a region."""
    yield from (f"region {slug} has no path in the figure" for slug in sorted(slugs - figure.slugs()))
    yield from (f"the figure draws {slug}, which is no region" for slug in sorted(figure.slugs() - slugs))


def muscle_problems(muscles: Entries, regions: Entries, sources: Mapping[str, Any], figure: Figure) -> Iterator[str]:
    for slug, muscle in muscles.items():
        referrals = muscle.get("referrals") or []
        yield from missing(f"muscle {slug}", muscle, [*MUSCLE_TEXTS, *MUSCLE_LISTS, *PEOPLE])
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
        point = muscle.get("point") or {}
        right = range(figure.width // 2, figure.width) if point.get("view") == "back" else range(figure.width // 2)
        if int(point.get("x", -1)) not in right or not 0 < point.get("y", -1) < figure.height:
            yield f"muscle {slug} has its point off the right-hand side of the figure"


def region_problems(muscles: Entries, regions: Entries, sources: Mapping[str, Any]) -> Iterator[str]:
    for slug, region in regions.items():
        yield from missing(f"region {slug}", region, [*REGION_TEXTS, *PEOPLE, "other_causes", "red_flags", "sources"])
        yield from unknown_sources(f"region {slug}", region, sources)
        yield from missing_signs(slug, region)
        yield from missing_causes(f"region {slug}", slug, region)
        referring = [m for m in muscles.values() if any(row["region"] == slug for row in m.get("referrals") or [])]
        if len(referring) < (1 if slug in ONE_MUSCLE else 2):
            yield f"region {slug} has too few muscles"
        if any(flag["level"] not in LEVELS or not flag["signs"] for flag in region.get("red_flags") or []):
            yield f"region {slug} has a red flag without a level or signs"


def source_problems(sources: Mapping[str, Any]) -> Iterator[str]:
    """Sources that link elsewhere than to who published them."""
    for key, source in sources.items():
        if source.get("url") and urlsplit(source["url"]).hostname not in PUBLISHERS:
            yield f"source {key} links to {source['url']}, which is no publisher known here"


def missing(who: str, entry: Mapping[str, Any], names: list[str]) -> Iterator[str]:
    """Empty fields, and texts for search engines that are too short or too long."""
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


def main() -> int:
    """Print what does not fit; 0 when all is well."""
    sources = load_yaml((STARTER / "sources.yaml").read_text())
    muscles, regions = read_entries("muscles"), read_entries("regions")
    found = problems(muscles, regions, sources, load_figure())
    sys.stdout.write(
        "".join(f"{line}\n" for line in found) or f"{len(muscles)} muscles, {len(regions)} regions: fine\n"
    )
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main())
