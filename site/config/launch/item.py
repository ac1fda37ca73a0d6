"""One item of the launch list."""

from dataclasses import dataclass
from typing import Any

from content.models import ClinicSettings


@dataclass(frozen=True)
class Button:
    """An action that is done from the list itself."""

    label: str
    url_name: str


@dataclass(frozen=True)
class Item:
    """Something that a site needs before it goes live."""

    key: str
    label: str
    is_done: bool
    why: str  # why it matters, in one sentence
    url: str = ""  # where it is done; empty if not in the admin
    now: tuple[str, ...] = ()  # the current state, in words
    buttons: tuple[Button, ...] = ()
    outside: str = ""  # who can do it outside the admin, and how


@dataclass(frozen=True)
class Viewer:
    """Who is viewing the list, and of which clinic."""

    user: Any
    clinic: ClinicSettings
    settings_url: str

    def may(self, right: str) -> bool:
        return bool(self.user.has_perm(right))
