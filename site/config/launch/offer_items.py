"""The launch list's items about people and prices."""

from collections.abc import Iterator

from django.urls import reverse

from config.launch.item import Item, Viewer
from content.models import PractitionerIndexPage, SessionType
from content.text.directory import of_type

PRICE_RIGHT = "content.change_sessiontype"


def offer_items(viewer: Viewer) -> Iterator[Item]:
    index = PractitionerIndexPage.objects.order_by("path").first()
    rights = index.permissions_for_user(viewer.user) if index else None
    if index and rights and (rights.can_edit() or rights.can_add_subpage()):
        people = of_type("practitionerpage")
        samples = [person.title for person in people if person.is_sample]
        is_anybody_real = len(samples) < len(people)
        yield Item(
            "people",
            "Practitioners",
            is_anybody_real and not samples,
            "People choose someone to see, and a sample can’t treat anyone.",
            reverse("wagtailadmin_explore", args=[index.pk]),
            (
                *((f"Still samples: {', '.join(samples)}.",) if samples else ()),
                *(() if is_anybody_real else ("No real person’s page is published.",)),
            ),
        )
    if viewer.may(PRICE_RIGHT):
        sessions = list(SessionType.objects.all())
        made_up = [session for session in sessions if session.is_sample]
        name, args = ("edit", [made_up[0].pk]) if len(made_up) == 1 else ("list", [])
        yield Item(
            "prices",
            "Sessions and prices",
            bool(sessions) and not made_up,
            "A sample price is a promise that you never made.",
            reverse(f"wagtailsnippets_content_sessiontype:{name}", args=args),
            (f"Still samples: {', '.join(session.name for session in made_up)}.",) if made_up else (),
        )
