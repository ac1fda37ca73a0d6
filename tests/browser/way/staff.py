"""The clinic's staff in the browser: an account for each role, each signed in once, and checks of what they see."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group
from django.db import connections
from playwright.sync_api import Browser, Locator, Page, StorageState, expect

from tests.browser.conftest import OWNER_PASSWORD, RunningSite, assert_accessible, sign_in

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PICTURES = os.environ.get("SCREENS")  # a folder to store every screen in, light and dark
# Problems that axe finds in Wagtail's own markup, in an editor and its dialogs.
WAGTAILS_OWN = (
    ("region", "data-tippy-root"),  # a tooltip is added at the end of the body
    ("aria-dialog-name", 'class="modal'),  # a chooser's window is a dialog without a name
    ("aria-input-field-name", "public-DraftEditor-content"),  # the text editor isn't associated with its label
    ("label", "ui-autocomplete-input"),  # nor is an image's tag field
)
# Finds what extends past the window's edge. Exceptions: Wagtail's breadcrumb scrolls by itself, the editor's minimap
# waits outside the window, and its anchors and comment buttons appear when pointed at.
SIDEWAYS = """() => [...document.querySelectorAll("main *")].filter(one => {
    const box = one.getBoundingClientRect()
    return box.right > innerWidth + 1 && box.width > 1 && box.height > 1
        && one.checkVisibility({visibilityProperty: true})
        && !one.closest(".w-breadcrumbs, .w-minimap, .w-panel__anchor, .w-field__comment-button")
}).map(one => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 30)}`).slice(0, 5)"""


@dataclass(frozen=True)
class Colleague:
    username: str
    first_name: str
    last_name: str
    group: str  # empty for an owner
    host: str = "example.org"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


FRONT_DESK = Colleague("fay", "Fay", "Front", "Front desk")
EDITOR = Colleague("ed", "Ed", "Itor", "Editors")
CLINICIAN = Colleague("anna", "Anna", "Smith", "Clinician reviewer")
INES = Colleague("ines", "Ines", "Park", "", "parkclinic.org")  # an owner
COLLEAGUES = (FRONT_DESK, EDITOR, CLINICIAN, INES)


@contextmanager
def database_of(site: RunningSite) -> Iterator[str]:
    """The alias under which Django's models use the running site's own database."""
    alias, file = "running_site", str(site.data_dir / "db.sqlite3")
    connections.databases[alias] = {
        **connections["default"].settings_dict,
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
    }
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias], connections.databases[alias]


def make_accounts(site: RunningSite) -> None:
    hasher = PBKDF2PasswordHasher()  # the site can read it; tests in this process use a faster one
    with database_of(site) as alias:
        for one in COLLEAGUES:
            user = (
                get_user_model()
                .objects.using(alias)
                .create(
                    username=one.username,
                    email=f"{one.username}@{one.host}",
                    is_superuser=not one.group,
                    password=hasher.encode(OWNER_PASSWORD, hasher.salt(), iterations=1000),
                    first_name=one.first_name,
                    last_name=one.last_name,
                )
            )
            user.groups.set(Group.objects.using(alias).filter(name=one.group))


def today(site: RunningSite) -> date:
    """Today's date at the clinic."""
    [(zone,)] = site.rows("SELECT time_zone FROM content_clinicsettings")
    return datetime.now(ZoneInfo(zone)).date()


class Staff:
    """One signed-in browser for each member of staff."""

    def __init__(self, browser: Browser, base_url: str, owner: StorageState) -> None:
        self.browser, self.base_url = browser, base_url
        self.remembered: dict[str, StorageState] = {"owner": owner}

    def at(self, path: str, who: Colleague | None = None) -> Page:
        """A page of the admin as a colleague sees it, or the owner by default."""
        name = who.username if who else "owner"
        if name not in self.remembered:
            page = self.browser.new_page(base_url=self.base_url)
            sign_in(page, name)
            self.remembered[name] = page.context.storage_state()
            page.context.close()
        context = self.browser.new_context(
            base_url=self.base_url, viewport=DESK, storage_state=self.remembered[name], reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(path)
        return page


def look_at(page: Page, name: str) -> None:
    """The screen is usable by everyone and needs no sideways scrolling, on desktop and phone."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        expect(page.locator("main")).to_be_visible()
        take_pictures(page, f"{name}-{size['width']}")
        assert_accessible(page, WAGTAILS_OWN)
        assert_fits(page)


def assert_fits(page: Page) -> None:
    wide = page.evaluate(SIDEWAYS)
    assert not wide, f"{page.url} has to be scrolled sideways: {wide}"


def take_pictures(page: Page, name: str) -> None:
    if PICTURES:
        size = page.viewport_size or DESK
        page.set_viewport_size({"width": size["width"], "height": 2400})  # Wagtail's pages scroll inside the window
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}.png", animations="disabled")
        page.set_viewport_size(size)


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """By keyboard alone: Tab until the target has the focus, then press the key."""
    for _ in range(120):
        if target.evaluate("element => element === document.activeElement"):
            page.keyboard.press(key)
            return
        page.keyboard.press("Tab")
    raise AssertionError("can't be reached by keyboard")


def answered(page: Page, act: Callable[[], None], words: str) -> None:
    """Check that the act is followed by a message with these words."""
    act()
    expect(page.locator(".messages")).to_contain_text(words)
