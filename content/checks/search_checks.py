"""Checks of what search engines show of a page: title, description, and URL."""

import re
from collections.abc import Iterator

from content.checks.advice import DESCRIPTION_LEAST, LONGEST_SLUG, finding
from content.checks.context import CheckContext, normal
from content.models import ClinicPage, HomePage, RegionPage
from content.panels.findings import Finding
from content.seo.meta import TITLE_LIMIT
from content.seo.search_result import DESKTOP, description_pixels, title_pixels

COPY_NUMBER = re.compile(r"-\d{1,2}$")
SAYS_NOTHING = re.compile(r"(?:(?:untitled|new|page|test|copy|draft|temp|of|a|the|\d+|[0-9a-f]{8,})(?:-|$))+")


def search_result(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    """Check title and description as search engines show them."""
    if not page.indexable:
        return
    title, description = page.seo_title or page.title, page.search_description
    if title_pixels(title) > DESKTOP.title_room or len(title) > TITLE_LIMIT:
        yield finding("long-title", f"The title for search engines is too long ({len(title)} characters)")
    if context.titles.get(normal(title), set()) - {page.pk}:
        yield finding("same-title", "Another page has the same title for search engines")
    if not description:
        yield finding("no-description", "No description for search engines")
    elif description_pixels(description) > DESKTOP.description_room:
        yield finding(
            "description-length", f"The description for search engines is too long ({len(description)} characters)"
        )
    elif len(description) < DESCRIPTION_LEAST:
        yield finding(
            "description-length", f"The description for search engines has only {len(description)} characters"
        )
    if description and context.descriptions.get(normal(description), set()) - {page.pk}:
        yield finding("same-description", "Another page has the same description for search engines")


def address(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    """Check the page's slug. A region's slug names a place on the drawing."""
    slug = page.slug
    if not slug or isinstance(page, HomePage | RegionPage):
        return
    if len(slug) > LONGEST_SLUG:
        yield finding("slug", f"The address is long: its last part has {len(slug)} characters")
    elif SAYS_NOTHING.fullmatch(slug.lower()):
        yield finding("slug", f"The address says nothing about the page: “{slug}”")
    elif (number := COPY_NUMBER.search(slug)) and number[0][1:] not in re.findall(r"\d+", page.title):
        yield finding("slug", f"The address ends in a number, as that of a copy does: “{slug}”")
    elif "_" in slug or slug != slug.lower() or not slug.isascii():
        yield finding("slug", f"The address is hard to type: “{slug}”")
