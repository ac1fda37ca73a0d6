"""The checks' context: other pages, the clinic's market and rules, and accepted findings."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from content.checks.accepted import Acceptance, Key, acceptances
from content.links.inside import Readable
from content.models import ClinicSettings, GuidePage, HomePage


@dataclass(frozen=True)
class CheckContext:
    """What checks need besides the page: market, date, other pages' titles and links, acceptances."""

    market: str = "US"
    publishes_unreviewed: bool = True
    today: date = field(default_factory=timezone.localdate)
    titles: dict[str, set[int]] = field(default_factory=dict)
    descriptions: dict[str, set[int]] = field(default_factory=dict)
    accepted: dict[Key, Acceptance] = field(default_factory=dict)
    readable: Readable = field(default_factory=Readable)
    linked: frozenset[int] = frozenset()  # keys of the pages that another one links to
    unlisting: frozenset[str] = frozenset()  # paths of the pages that don't list their children


def check_context() -> CheckContext:
    titles, descriptions = defaultdict(set), defaultdict(set)
    pages = Page.objects.live().filter(depth__gte=2, alias_of=None)
    for pk, title, seo_title, description in pages.values_list("pk", "title", "seo_title", "search_description"):
        titles[normal(seo_title or title)].add(pk)
        if description:
            descriptions[normal(description)].add(pk)
    clinic = ClinicSettings.default()
    readable = Readable()
    return CheckContext(
        clinic.market,
        clinic.publishes_unreviewed,
        titles=dict(titles),
        descriptions=dict(descriptions),
        accepted=acceptances(),
        readable=readable,
        linked=linked_pages(readable.pages),
        unlisting=frozenset(Page.objects.type(HomePage, GuidePage).values_list("path", flat=True)),
    )


def normal(text: str) -> str:
    return " ".join(text.lower().split())


def linked_pages(open_pages: frozenset[int]) -> frozenset[int]:
    """Return the pages that another page that visitors can read links to."""
    page_type = ContentType.objects.get_for_model(Page).pk
    links = ReferenceIndex.objects.filter(base_content_type=page_type, to_content_type=page_type)
    return frozenset(
        int(target)
        for target, source in links.values_list("to_object_id", "object_id")
        if source != target and int(source) in open_pages
    )
