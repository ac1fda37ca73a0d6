"""One item of the launch list."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from content.models import ClinicSettings


class Group(StrEnum):
    CLINIC = "Your clinic"
    INQUIRIES = "Inquiries and email"
    OFFER = "People and prices"
    WORDS = "What visitors read"
    SAFETY = "Safety, and opening"


@dataclass(frozen=True)
class Button:
    """Something that is done from the list itself."""

    label: str
    url_name: str


@dataclass(frozen=True)
class Item:
    """A fact that a site needs before it goes live."""

    key: str
    group: Group
    label: str
    is_done: bool
    why: str  # it matters, in one sentence
    url: str = ""  # the place where it is settled; empty where the admin has none
    now: tuple[str, ...] = ()  # how it stands, in words
    buttons: tuple[Button, ...] = ()
    outside: str = ""  # who can settle it, and with what


@dataclass(frozen=True)
class Viewer:
    """Who looks at the list, and at which clinic."""

    user: Any
    clinic: ClinicSettings
    settings_url: str

    def may(self, right: str) -> bool:
        return bool(self.user.has_perm(right))
