"""A page's `<head>`: title, description, canonical URL, sharing, robots, JSON-LD."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from content.caching.version import per_version
from content.models import (
    ArticlePage,
    ClinicPage,
    ConditionPage,
    GuidePage,
    HomePage,
    MusclePage,
    PractitionerPage,
    RegionPage,
)
from content.seo.address import absolute, base_url, page_path, picture_url
from content.seo.schema import as_script, graph
from content.seo.social_card import HEIGHT, WIDTH, card_path, card_text
from content.site_context.clinic import the_clinic
from content.site_context.context import current_market, current_site_context
from content.text.directory import directory
from content.text.plain import shortened

TITLE_LIMIT = 60
DESCRIPTION_LIMIT = 160
READ = (ArticlePage, ConditionPage, GuidePage, MusclePage, RegionPage)  # articles to whoever links to them


@dataclass(frozen=True)
class Head:
    """Everything `components/seo.html` prints; plain data, so that it can be cached."""

    title: str
    description: str = ""
    canonical: str = ""
    indexed: bool = False
    properties: list[tuple[str, str]] = field(default_factory=list)  # Open Graph
    feed: str = ""
    json_ld: str = ""


def head_for(page: ClinicPage, request: HttpRequest, context: dict[str, Any]) -> Head:
    """Return a page's head, cached per content version, except for previews."""
    number = getattr(context.get("listing"), "number", 1) if not context.get("topic") else 1

    def build() -> Head:
        return build_head(page, request, context, number)

    if getattr(request, "is_preview", False) or page.pk is None:
        return build()
    return per_version(f"head-{page.pk}-{number}-{base_url(request)}-{settings.SEO_INDEX}", build)


def build_head(page: ClinicPage, request: HttpRequest, context: dict[str, Any], number: int) -> Head:
    base = base_url(request)
    source = page.alias_of if page.alias_of_id in directory() else None  # a copy that always shows the other's text
    path = page_path(source or page, request)
    address = f"{base}{path}"
    canonical = address if number == 1 else f"{address}?page={number}"
    description = description_of(page)
    image, alt = social_image(page, base)
    feed = current_site_context().links.get("articleindexpage", "")
    return Head(
        title=full_title(page, number),
        description=description,
        canonical=canonical,
        indexed=settings.SEO_INDEX and page.indexable,
        properties=open_graph(page, context, base, canonical, description, image, alt),
        feed=f"{feed}feed/" if feed else "",
        json_ld=as_script(graph(page, context, base, path, image)),
    )


def full_title(page: ClinicPage, number: int = 1) -> str:
    """Return the page's search title, with the clinic's name if both fit into 60 characters."""
    title = page.seo_title or page.title
    if number > 1:
        title = f"{title}, page {number}"
    name = the_clinic().name
    if name.lower() in title.lower():
        return str(title)
    full = f"{title} · {name}"
    return full if len(full) <= TITLE_LIMIT else str(title)


def description_of(page: ClinicPage) -> str:
    """Return the search description, else the summary, else the clinic's description of itself."""
    text = page.search_description or page.summary or getattr(page, "hero_text", "") or the_clinic().tagline
    return shortened(text, max(DESCRIPTION_LIMIT, len(page.search_description)))


def social_image(page: ClinicPage, base: str) -> tuple[str, str]:
    """Return (URL, alt text) of the image shown when the page is shared."""
    url, words = chosen_picture(page, base)
    if url:
        return url, words
    card = card_text(page)
    return f"{base}{card_path(page.pk, card)}", f"{card.title}, {card.clinic}"


def chosen_picture(page: ClinicPage, base: str) -> tuple[str, str]:
    """Return (URL, alt text) of the image that staff chose for the page or the site; empty if none or missing."""
    for image in (page.social_image, the_clinic().social_image):
        if image and (url := picture_url(image, f"fill-{WIDTH}x{HEIGHT}|format-jpeg", base)):
            return url, image.default_alt_text or page.title
    return "", ""


def open_graph(
    page: ClinicPage,
    context: dict[str, Any],
    base: str,
    canonical: str,
    description: str,
    image: str,
    alt: str,
) -> list[tuple[str, str]]:
    kind = {PractitionerPage: "profile", **dict.fromkeys(READ, "article")}.get(type(page), "website")
    title = page.hero_heading if isinstance(page, HomePage) else page.seo_title or page.title
    found = [
        ("og:type", kind),
        ("og:title", title),
        ("og:description", description),
        ("og:url", canonical),
        ("og:site_name", the_clinic().name),
        ("og:locale", current_market().locale),
        ("og:image", image),
        ("og:image:width", str(WIDTH)),
        ("og:image:height", str(HEIGHT)),
        ("og:image:alt", alt),
    ]
    if isinstance(page, ArticlePage):
        found.append(("article:published_time", page.date.isoformat()))
        if page.changed_at:
            found.append(("article:modified_time", page.changed_at.isoformat(timespec="seconds")))
        author = context.get("author")
        if author:
            found.append(("article:author", absolute(author.url, base)))
        found += [("article:tag", topic.name) for topic in context.get("topics", [])]
    return found
