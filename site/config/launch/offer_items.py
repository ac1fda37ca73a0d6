"""The launch list's items about people and prices."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail.models import Page

from config.launch.item import Group, Item, Viewer
from content.caching.routing import readable
from content.caching.version import per_version
from content.models import PractitionerIndexPage, PractitionerPage, SessionType

PRICE_RIGHT = "content.change_sessiontype"


@dataclass(frozen=True)
class Offer:
    """The site's people and sessions, as plain data."""

    people: int  # published and real
    sample_people: tuple[tuple[int, str], ...]
    index: int | None  # the parent page of people's pages
    sessions: int
    sample_sessions: tuple[tuple[int, str], ...]


def offer() -> Offer:
    """Return the site's offer, cached until the content changes."""
    return per_version("launch-offer", find_offer, seconds=3600)


def find_offer() -> Offer:
    people = list(readable(PractitionerPage.objects).order_by("path"))
    index = PractitionerIndexPage.objects.order_by("path").first()
    sessions = list(SessionType.objects.all())
    return Offer(
        sum(not person.is_sample for person in people),
        tuple((person.pk, person.title) for person in people if person.is_sample),
        index.pk if index else None,
        len(sessions),
        tuple((one.pk, one.name) for one in sessions if one.is_sample),
    )


def offer_items(viewer: Viewer) -> Iterator[Item]:
    found = offer()
    if found.index and may_edit(viewer.user, found.index):
        names = ", ".join(name for _, name in found.sample_people)
        yield Item(
            "people",
            Group.OFFER,
            "Practitioners",
            bool(found.people) and not found.sample_people,
            "People choose someone to see, and a sample can’t treat anyone.",
            reverse("wagtailadmin_explore", args=[found.index]),
            (
                *((f"Still samples: {names}.",) if names else ()),
                *(() if found.people else ("No real person’s page is published.",)),
            ),
        )
    if viewer.may(PRICE_RIGHT):
        names = ", ".join(name for _, name in found.sample_sessions)
        first = found.sample_sessions[0][0] if len(found.sample_sessions) == 1 else None
        name = "wagtailsnippets_content_sessiontype:" + ("edit" if first else "list")
        yield Item(
            "prices",
            Group.OFFER,
            "Sessions and prices",
            bool(found.sessions) and not found.sample_sessions,
            "A sample price is a promise that you never made.",
            reverse(name, args=[first] if first else []),
            (f"Still samples: {names}.",) if names else (),
        )


def may_edit(user: Any, pk: int) -> bool:
    """Return whether the user may change a page or add pages below it."""
    if user.is_superuser:
        return True
    page = Page.objects.filter(pk=pk).first()
    rights = page.permissions_for_user(user) if page else None
    return bool(rights and (rights.can_edit() or rights.can_add_subpage()))
