"""The launch list: what a site needs before it goes live, with its current state."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Site

from config.launch.clinic_items import clinic_items
from config.launch.item import Item, Viewer
from config.launch.offer_items import offer_items
from config.launch.other_items import inquiry_items, safety_items, word_items
from content.models import ClinicSettings

SECTIONS = {
    "Your clinic": clinic_items,
    "Inquiries and email": inquiry_items,
    "People and prices": offer_items,
    "What visitors read": word_items,
    "Safety, and opening": safety_items,
}


@dataclass(frozen=True)
class LaunchSection:
    name: str
    items: list[Item]

    @property
    def done(self) -> list[Item]:
        return [item for item in self.items if item.is_done]

    @property
    def open(self) -> list[Item]:
        return [item for item in self.items if not item.is_done]


def viewer_of(request: HttpRequest) -> Viewer | None:
    """Return the viewer, for the clinic of this site; None if there is no site."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    url = reverse("wagtailsettings:edit", args=["content", "clinicsettings", site.pk])
    return Viewer(request.user, ClinicSettings.for_site(site), url)


def launch_list(viewer: Viewer) -> list[LaunchSection]:
    """Return all items that the viewer can do something about."""
    sections = [LaunchSection(name, list(items(viewer))) for name, items in SECTIONS.items()]
    return [section for section in sections if section.items]
