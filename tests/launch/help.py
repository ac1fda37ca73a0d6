"""The launch list as staff see it on the dashboard."""

from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Site

from config.launch.facts import Fact
from config.launch.launch_list import launch_list
from content.caching.version import invalidate
from content.models import ClinicSettings


@dataclass(frozen=True)
class Shown:
    """One item: whether it is done, what it says, and where it leads."""

    done: bool
    text: str
    url: str


def panel(client: Client) -> Any:
    """The dashboard's panel, or None once nothing is left to do."""
    return BeautifulSoup(client.get("/admin/").content, "html.parser").select_one(".launch")


def items(client: Client) -> dict[str, Shown]:
    found = panel(client)
    return {
        item["id"].removeprefix("launch-"): Shown(
            item.select_one("svg.icon-check") is not None,
            " ".join(item.get_text(" ").split()),
            item.h4.a["href"] if item.h4.a else "",
        )
        for item in (found.select(".launch-item") if found else ())
    }


def facts(user: Any, clinic: ClinicSettings | None = None) -> dict[str, Fact]:
    """What is known about each item, without rendering it."""
    sections = launch_list(user, clinic or ClinicSettings.default())
    return {item.words["key"]: item.fact for section in sections for item in section.items}


def clinic(**changes: Any) -> ClinicSettings:
    """The settings, saved with these changes."""
    found = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
    for name, value in changes.items():
        setattr(found, name, value)
    found.save()
    invalidate()
    return found
