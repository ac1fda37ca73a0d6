"""The review states of all published health pages."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.models import Page, get_page_models
from wagtail.permissions import policy_registry

from content.caching.version import per_version
from content.models import ClinicPage
from content.models.review import State, standings

REVIEW_ACTIONS = ["change", "publish"]  # either lets a user manage a page's reviews
TO_READ = (State.MISSING, State.OVERDUE, State.CHANGED, State.DUE)


def health_pages() -> models.QuerySet[Page]:
    """Return all published ones in tree order, including private ones, which need reviews just as much."""
    types = [model for model in get_page_models() if issubclass(model, ClinicPage) and model.gives_health_advice()]
    found: models.QuerySet[Page] = Page.objects.live().filter(alias_of=None).type(*types).order_by("path")
    return found


def pages_of(user: Any) -> models.QuerySet[Page]:
    """Return those that the user may edit or publish."""
    policy = policy_registry.get_by_type(Page)
    mine = policy.instances_user_has_any_permission_for(user, REVIEW_ACTIONS)
    return health_pages().filter(pk__in=mine.values("pk"))


def all_states() -> dict[int, tuple[State, ...]]:
    """Return the states by page; cached until the content or the date changes."""
    today = timezone.localdate()

    def find() -> dict[int, tuple[State, ...]]:
        return {pk: standing.states(today) for pk, standing in standings(health_pages()).items()}

    return per_version(f"review-states-{today}", find)


def counts(pages: Iterable[int]) -> Counter[State]:
    """Count the pages in each state; one that is both overdue and changed counts in both."""
    states = all_states()
    return Counter(state for pk in pages for state in states.get(pk, ()))


def next_to_read(user: Any, after: int = 0) -> Page | None:
    """Return the next page after `after` in tree order that is due for review."""
    wanted = [pk for pk, states in all_states().items() if set(states) & set(TO_READ)]
    path = Page.objects.filter(pk=after).values_list("path", flat=True).first() or ""
    found: Page | None = pages_of(user).filter(pk__in=wanted, path__gt=path).first()
    return found
