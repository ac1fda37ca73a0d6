"""The starter's pages, and the state of each: read, rewritten, unpublished, or still to be read."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import models
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.permissions import policy_registry

from config.launch.leftovers import published_text
from content.caching.version import per_version
from content.models import StarterRecord
from content.models.review import State as ReviewState
from content.models.review import same_text
from content.reviews.states import REVIEW_ACTIONS, all_states

READ = "content.read_starter_page"


class PageState(StrEnum):
    OPEN = "to be read"
    READ = "read, and right for us"
    REVIEWED = "reviewed"
    REWRITTEN = "rewritten"
    UNPUBLISHED = "unpublished"


@dataclass(frozen=True)
class StarterPage:
    pk: int
    title: str
    kind: str
    state: PageState
    reader: str = ""
    read_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        return self.state != PageState.OPEN


def starter_pages() -> list[StarterPage]:
    """Return all starter pages in tree order, cached until the content changes."""
    return per_version("launch-starter-pages", find_starter_pages, seconds=3600)


def starter_pages_of(user: Any) -> list[StarterPage]:
    mine = editable_page_keys(user)
    return [page for page in starter_pages() if mine is None or page.pk in mine]


def editable_page_keys(user: Any) -> set[int] | None:
    """Return the keys of pages that the user may edit or publish; None for an owner, who may edit all."""
    if user.is_superuser:
        return None
    policy = policy_registry.get_by_type(Page)
    return set(policy.instances_user_has_any_permission_for(user, REVIEW_ACTIONS).values_list("pk", flat=True))


def by_kind(pages: list[StarterPage]) -> dict[str, list[StarterPage]]:
    groups: dict[str, list[StarterPage]] = defaultdict(list)
    for page in pages:
        groups[page.kind].append(page)
    return dict(groups)


def find_starter_pages() -> list[StarterPage]:
    keys = StarterRecord.objects.exclude(page=None).values("page")
    pages = list(Page.objects.filter(pk__in=keys).select_related("live_revision", "content_type").order_by("path"))
    changed, read, reviews = rewritten(pages), read_marks(pages), all_states()
    return [
        StarterPage(
            page.pk,
            page.title,
            getattr(page.specific_class, "kind_label", "Page"),
            page_state(page, changed, read, reviews),
            *read.get(page.pk, ()),
        )
        for page in pages
    ]


def page_state(page: Page, changed: set[int], read: Any, reviews: dict[int, tuple[ReviewState, ...]]) -> PageState:
    if not page.live:
        return PageState.UNPUBLISHED
    if page.pk in changed:
        return PageState.REWRITTEN
    if ReviewState.MISSING not in reviews.get(page.pk, (ReviewState.MISSING,)):
        return PageState.REVIEWED
    return PageState.READ if page.pk in read else PageState.OPEN


def rewritten(pages: list[Page]) -> set[int]:
    """Return the keys of live pages whose text differs from the starter's, which is their first revision."""
    versions = Revision.page_revisions.filter(object_id__in=[str(page.pk) for page in pages])
    first = {int(row["object_id"]): row["pk"] for row in versions.values("object_id").annotate(pk=models.Min("pk"))}
    moved_on = [page for page in pages if page.live and page.pk in first and page.live_revision_id != first[page.pk]]
    began = Revision.objects.in_bulk([first[page.pk] for page in moved_on])
    return {page.pk for page in moved_on if not same_text(began[first[page.pk]].content, published_text(page))}


def read_marks(pages: list[Page]) -> dict[int, tuple[str, datetime]]:
    """Return, by page, who marked it as read and correct, and when."""
    entries = PageLogEntry.objects.filter(action=READ, page__in=[page.pk for page in pages]).select_related("user")
    return {entry.page_id: (entry.user_display_name, entry.timestamp) for entry in entries.order_by("timestamp", "pk")}


def next_open(user: Any, after: int = 0) -> StarterPage | None:
    """Return the next page after that one that has to be read, wrapping around to the top."""
    pages = starter_pages_of(user)
    places = [number for number, page in enumerate(pages) if page.pk == after]
    start = places[0] + 1 if places else 0
    return next((page for page in [*pages[start:], *pages[:start]] if not page.is_done and page.pk != after), None)
