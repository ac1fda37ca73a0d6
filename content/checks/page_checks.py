"""The checks of every page before it is published."""

from collections.abc import Callable, Iterator

from django.db.models import Model

from content.checks.accepted import with_acceptance
from content.checks.advice import THIN_BELOW, finding
from content.checks.claims import claims_in
from content.checks.context import CheckContext
from content.checks.page_content import (
    has_block,
    has_links,
    has_own_text,
    needs_a_link,
    pictures_of,
    small_pictures,
)
from content.checks.search_checks import address, search_result
from content.checks.text import passages
from content.checks.words_of_page import hard_to_read, second_heading
from content.links.inside import broken_in
from content.models import ClinicPage, ConditionPage, HomePage, LegalPage, MusclePage, RegionPage
from content.models.review import State
from content.panels.findings import Finding, Level, worst_first


def findings_for(page: ClinicPage, context: CheckContext) -> list[Finding]:
    """Return every check's findings on a page, worst first."""
    found = [finding for check in CHECKS for finding in check(page, context)]
    return worst_first([with_acceptance(finding, page, context.accepted) for finding in found])


# Single checks -------------------------------------------------------------------------------------


def red_flags(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    is_missing = isinstance(page, ConditionPage) and not has_block(page, "red_flags")
    if is_missing or (isinstance(page, RegionPage) and not page.red_flags.all()):
        path = "body" if is_missing else "red_flags"
        yield finding("no-red-flags", "The page does not say when to see a doctor instead", Level.ERROR, path=path)


def muscle_pattern(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    if isinstance(page, MusclePage) and not any(one.strength == "primary" for one in page.referrals.all()):
        yield finding("no-pattern", "The muscle has no place marked “Often”, so no one will find it", Level.ERROR)


def summary(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    if not page.summary.strip() and not isinstance(page, HomePage) and page.indexable:
        yield finding("no-summary", "No summary")


def review(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    """Check a health page's review and sources. Unreviewed text can't be published, unless the clinic allows it."""
    if not page.gives_health_advice():
        return
    states = page.draft_standing().states(context.today)
    prevents = not context.publishes_unreviewed
    level = Level.ERROR if prevents else Level.WARNING
    if State.MISSING in states:
        yield finding("no-review", "No practitioner has reviewed this page", level, prevents=prevents)
    if State.CHANGED in states:
        yield finding("changed-since-review", "The text has changed since its review", level, prevents=prevents)
    if State.OVERDUE in states:
        yield finding("review-due", "The review is overdue")
    if not page.page_sources.all():
        yield finding("no-sources", "No sources")


def pictures(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    for picture in pictures_of(page):
        if not picture.is_described:
            message = f"The picture “{picture.image.title}” is not described"
            yield finding("no-alt", message, where=picture.where, path=picture.path)
    for picture, (width, height) in small_pictures(page):
        image, size = picture.image, f"{width} × {height}" if height else f"{width} pixels wide"
        message = f"“{image.title}” is too small: {image.width} × {image.height} pixels instead of {size} or more"
        yield finding("small-picture", message, where=picture.where, path=picture.path)


def links(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    """Check the page's links, broken links, and links to it."""
    if has_own_text(page) and not isinstance(page, LegalPage) and not has_links(page):
        yield finding("no-links", "No link to another page of this site")
    yield from link_findings(page, context)
    if page.pk not in context.linked and needs_a_link(page, context.unlisting):
        yield finding("no-links-in", "No other page links to this one", path="show_in_menus")


def link_findings(owner: Model, context: CheckContext) -> Iterator[Finding]:
    """Check the links of a page, a source, the settings, or whatever else visitors see links of."""
    for link in broken_in(owner, context.readable):
        yield finding(link.code, link.message, where=link.where, path=link.path)


def wording(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    """Check for claims, hard sentences, and too little text."""
    said = list(passages(page))
    for passage in said:
        yield from claims_in(passage.text, context.market, passage.where, passage.path)
    yield from hard_to_read(said)
    yield from second_heading(page)
    count = sum(len(passage.text.split()) for passage in said)
    if has_own_text(page) and page.gives_health_advice() and count < THIN_BELOW:
        yield finding("thin", f"Only {count} words")


CHECKS: tuple[Callable[[ClinicPage, CheckContext], Iterator[Finding]], ...] = (
    red_flags,
    muscle_pattern,
    search_result,
    address,
    summary,
    review,
    pictures,
    links,
    wording,
)
