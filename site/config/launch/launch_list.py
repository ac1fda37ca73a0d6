"""The launch list: what a site needs before it goes live, with its current state."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse

from config.launch.facts import Fact, Facts
from content.models import ClinicSettings
from content.text.plain_yaml import load_yaml


@dataclass(frozen=True)
class Item:
    """An item of `items.yaml`, with what is known about it."""

    words: dict[str, Any]
    fact: Fact
    settings_url: str

    @property
    def url(self) -> str:
        """Where it is done; empty if that is outside of the admin."""
        if "tab" in self.words:
            return f"{self.settings_url}#tab-{self.words['tab']}" if self.words["tab"] else self.settings_url
        return reverse(self.words["view"]) if "view" in self.words else self.fact.url

    @property
    def outside(self) -> str:
        how = self.fact.outside or self.words.get("outside", "")
        return f"Ask whoever runs the server {how}" if how and not self.fact.is_done else ""


@dataclass(frozen=True)
class LaunchSection:
    name: str
    items: list[Item]

    @property
    def done(self) -> list[Item]:
        return [item for item in self.items if item.fact.is_done]

    @property
    def open(self) -> list[Item]:
        return [item for item in self.items if not item.fact.is_done]


def settings_url(clinic: ClinicSettings) -> str:
    return reverse("wagtailsettings:edit", args=["content", "clinicsettings", clinic.site_id])


@cache
def item_table() -> list[dict[str, Any]]:
    return list(load_yaml((Path(__file__).parent / "items.yaml").read_bytes()))


def launch_list(user: Any, clinic: ClinicSettings) -> list[LaunchSection]:
    """Return all items that the user can do something about."""
    facts = Facts(user, clinic)
    sections = []
    for section in item_table():
        items = []
        for words in section["items"]:
            right = words.get("may") or section.get("may")
            fact = getattr(facts, words["key"])() if right is None or user.has_perm(right) else None
            if fact:
                items.append(Item(words, fact, settings_url(clinic)))
        sections.append(LaunchSection(section["section"], items))
    return [section for section in sections if section.items]
