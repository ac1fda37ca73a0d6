"""The launch list: what a site needs before it goes live, with its current state."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Site

from config.launch.clinic_items import clinic_items
from config.launch.item import Group, Item, Viewer
from config.launch.offer_items import offer_items
from config.launch.other_items import inquiry_items, safety_items, word_items
from content.models import ClinicSettings

SOURCES: tuple[Callable[[Viewer], Iterator[Item]], ...] = (
    clinic_items,
    inquiry_items,
    offer_items,
    word_items,
    safety_items,
)


@dataclass(frozen=True)
class LaunchSection:
    """The items of one group."""

    name: str
    open: list[Item]
    done: list[Item]

    @property
    def count(self) -> int:
        return len(self.open) + len(self.done)


@dataclass(frozen=True)
class LaunchList:
    """All items that someone can do something about."""

    items: list[Item]

    @property
    def done(self) -> int:
        return sum(item.is_done for item in self.items)

    @property
    def is_done(self) -> bool:
        return self.done == len(self.items)

    @property
    def sections(self) -> list[LaunchSection]:
        made = [
            LaunchSection(
                group.value,
                [item for item in self.items if item.group == group and not item.is_done],
                [item for item in self.items if item.group == group and item.is_done],
            )
            for group in Group
        ]
        return [section for section in made if section.count]


def viewer_of(request: HttpRequest) -> Viewer | None:
    """Return the viewer, for the clinic of this site; None if there is no site."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    url = reverse("wagtailsettings:edit", args=["content", "clinicsettings", site.pk])
    return Viewer(request.user, ClinicSettings.for_site(site), url)


def launch_list(viewer: Viewer) -> LaunchList:
    return LaunchList([item for source in SOURCES for item in source(viewer)])
