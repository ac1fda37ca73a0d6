"""What every page is checked for before it is published."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from wagtail.models import Page, Site

from content.caching.routing import readable
from content.checks.accepted import Acceptance, Key, acceptances, with_acceptance
from content.checks.claims import claims_in
from content.checks.page_content import has_block, has_links, has_own_text, pages_shown, pictures_of, small_pictures
from content.checks.text import passages
from content.models import ClinicPage, ClinicSettings, ConditionPage, HomePage, LegalPage, MusclePage, RegionPage
from content.models.review import State
from content.panels.findings import Finding, Level, worst_first
from content.seo.meta import DESCRIPTION_LIMIT, TITLE_LIMIT

DESCRIPTION_LEAST = 50
THIN_BELOW = 150  # words
# code: where, why, what to do
ADVICE = {
    "no-red-flags": (
        "Red flags",
        "Someone with a serious illness may land on this page first.",
        "Add “Red flags” with the signs that need a doctor.",
    ),
    "no-pattern": (
        "Where its pain is felt",
        "The pain map shows a muscle only where it is felt.",
        "Add a referral with “Often” and its source.",
    ),
    "long-title": (
        "Title tag",
        "Search results cut off longer titles.",
        f"Write a title tag of at most {TITLE_LIMIT} characters.",
    ),
    "same-title": (
        "Title tag",
        "No one can tell the two apart in search results.",
        "Say what is special about this page.",
    ),
    "no-description": (
        "Meta description",
        "Search engines will show the summary or any other text from the page.",
        "One or two sentences that say what the reader finds here.",
    ),
    "description-length": (
        "Meta description",
        "Search results cut off longer descriptions, and a short one wastes space.",
        f"Write between {DESCRIPTION_LEAST} and {DESCRIPTION_LIMIT} characters.",
    ),
    "same-description": (
        "Meta description",
        "No one can tell the two apart in search results.",
        "Describe this page.",
    ),
    "no-summary": ("Summary", "It comes first on the page and on cards that link here.", "Two plain sentences."),
    "no-review": (
        "Review",
        "Readers and search engines want to know who stands behind health advice.",
        "Save it, have a practitioner read it, and record that under “Review”.",
    ),
    "changed-since-review": (
        "Review",
        "The reviewer stands by the text they read, not by this one.",
        "Save it, have a practitioner read it again, and record that under “Review”.",
    ),
    "review-due": (
        "Review",
        "What is known about health changes.",
        "Have a practitioner read it again, and record that under “Review”.",
    ),
    "no-sources": (
        "Sources",
        "Statements about health need to name their sources.",
        "Add the publications that this page uses.",
    ),
    "no-alt": (
        "Picture",
        "A screen reader would say nothing, or read out the file name.",
        "Say what the picture shows, or mark it as decorative.",
    ),
    "small-picture": (
        "Picture",
        "It is enlarged to fill its place, and looks blurred there.",
        "Upload the original, as large as the camera or phone made it.",
    ),
    "no-links": (
        "Body",
        "Readers hit a dead end, and search engines can’t see which pages belong together.",
        "Link words to the pages that explain them.",
    ),
    "dead-link": (
        "Body",
        "Visitors see plain words instead of a link, or nothing at all.",
        "Publish that page, or link to another one.",
    ),
    "thin": (
        "Body",
        "Too little to answer a visitor’s question.",
        "Add more, or move the text to another page and unpublish this one.",
    ),
}


@dataclass(frozen=True)
class CheckContext:
    """What checks need besides the page: market, day, other pages' titles, acceptances."""

    market: str = "US"
    publishes_unreviewed: bool = True
    today: date = field(default_factory=timezone.localdate)
    titles: dict[str, set[int]] = field(default_factory=dict)
    descriptions: dict[str, set[int]] = field(default_factory=dict)
    accepted: dict[Key, Acceptance] = field(default_factory=dict)
    readable: frozenset[int] = frozenset()  # keys of the pages that every visitor may read


def check_context(site: Site | None) -> CheckContext:
    titles, descriptions = defaultdict(set), defaultdict(set)
    rows = Page.objects.live().filter(depth__gte=2).values_list("pk", "title", "seo_title", "search_description")
    for pk, title, seo_title, description in rows:
        titles[normal(seo_title or title)].add(pk)
        if description:
            descriptions[normal(description)].add(pk)
    clinic = ClinicSettings.for_site(site) if site else ClinicSettings(publishes_unreviewed=True)
    return CheckContext(
        clinic.market,
        clinic.publishes_unreviewed,
        titles=dict(titles),
        descriptions=dict(descriptions),
        accepted=acceptances(),
        readable=frozenset(readable(Page.objects).values_list("pk", flat=True)),
    )


def normal(text: str) -> str:
    return " ".join(text.lower().split())


def findings_for(page: ClinicPage, context: CheckContext) -> list[Finding]:
    """Every check's findings on a page, worst first."""
    found = [finding for check in CHECKS for finding in check(page, context)]
    return worst_first([with_acceptance(finding, page, context.accepted) for finding in found])


def findings_on(page: ClinicPage) -> list[Finding]:
    """The findings on a single page."""
    return findings_for(page, check_context(page.get_site()))


# Single checks -------------------------------------------------------------------------------------


def finding(
    code: str, message: str, level: Level = Level.WARNING, where: str = "", *, prevents: bool = False
) -> Finding:
    place, why, instead = ADVICE[code]
    return Finding(level, code, message, why, instead, where or place, prevents_publishing=prevents)


def red_flags(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    is_missing = isinstance(page, ConditionPage) and not has_block(page, "red_flags")
    if is_missing or (isinstance(page, RegionPage) and not page.red_flags.all()):
        yield finding("no-red-flags", "The page does not say when to see a doctor instead", Level.ERROR)


def pattern(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    if isinstance(page, MusclePage) and not any(one.strength == "primary" for one in page.referrals.all()):
        yield finding("no-pattern", "The muscle has no place marked “Often”, so no one will find it", Level.ERROR)


def search_result(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    """Title and description as search engines show them."""
    if not page.indexable:
        return
    title, description = page.seo_title or page.title, page.search_description
    if len(title) > TITLE_LIMIT:
        yield finding("long-title", f"The title for search engines has {len(title)} characters")
    if context.titles.get(normal(title), set()) - {page.pk}:
        yield finding("same-title", "Another page has the same title for search engines")
    if not description:
        yield finding("no-description", "No description for search engines")
    elif not DESCRIPTION_LEAST <= len(description) <= DESCRIPTION_LIMIT:
        yield finding("description-length", f"The description for search engines has {len(description)} characters")
    if description and context.descriptions.get(normal(description), set()) - {page.pk}:
        yield finding("same-description", "Another page has the same description for search engines")


def summary(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    if not page.summary.strip() and not isinstance(page, HomePage) and page.indexable:
        yield finding("no-summary", "No summary")


def review(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    """Review and sources of a health page. Unreviewed text can't be published, unless the clinic allows it."""
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
    for where, image, is_described in pictures_of(page):
        if not is_described:
            yield finding("no-alt", f"The picture “{image.title}” is not described", where=where)
    for where, image, (width, height) in small_pictures(page):
        size = f"{width} × {height}" if height else f"{width} pixels wide"
        message = f"“{image.title}” is too small: {image.width} × {image.height} pixels instead of {size} or more"
        yield finding("small-picture", message, where=where)


def links(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    if has_own_text(page) and not isinstance(page, LegalPage) and not has_links(page):
        yield finding("no-links", "No link to another page of this site")
    for where, shown in pages_shown(page).items():
        gone = shown - context.readable if context.readable else set()
        if gone:
            titles = Page.objects.filter(pk__in=gone).order_by("path").values_list("title", flat=True)
            named = ", ".join(f"“{title}”" for title in titles) or "a page that was deleted"
            yield finding("dead-link", f"Links to something visitors can’t see: {named}", where=where)


def wording(page: ClinicPage, context: CheckContext) -> Iterator[Finding]:
    """Claims, and pages that are too short."""
    said = list(passages(page))
    for passage in said:
        yield from claims_in(passage.text, context.market, passage.where)
    count = sum(len(passage.text.split()) for passage in said)
    if has_own_text(page) and page.gives_health_advice() and count < THIN_BELOW:
        yield finding("thin", f"Only {count} words")


CHECKS: tuple[Callable[[ClinicPage, CheckContext], Iterator[Finding]], ...] = (
    red_flags,
    pattern,
    search_result,
    summary,
    review,
    pictures,
    links,
    wording,
)
