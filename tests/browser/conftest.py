"""A real browser against real servers: site, worker and mail of the one-command start, in a temporary folder."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserType, Page, StorageState, expect

from tests.browser.mail_server import mail_server
from tests.browser.prerequisites import CHROMIUM, HEADLESS, refusal
from tests.prepared import copy_to

ROOT = Path(__file__).resolve().parents[2]
OWNER, OWNER_PASSWORD = "owner@clinic.example", "browser-tests-only-1"
START_SECONDS = 120
PATIENCE_SECONDS = 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = refusal()
    for item in items:
        if "browser" in Path(item.path).parts:
            item.add_marker(pytest.mark.e2e)
            if reason:
                item.add_marker(pytest.mark.skip(reason=reason))


@dataclass(frozen=True)
class RunningSite:
    """The site as one command starts it, on a server with a mail service, and open to search engines."""

    url: str
    data_dir: Path
    environment: dict[str, str]

    def manage(self, *words: str) -> None:
        """Run a management command, as whoever runs the server would."""
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, check=True)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Read the database through a separate connection."""
        with sqlite3.connect(self.data_dir / "db.sqlite3", timeout=20) as connection:
            return connection.execute(sql).fetchall()

    def mails(self, count: int, address: str = "") -> list[EmailMessage]:
        """The mails to an address, or with it as Reply-To, once there are `count` of them."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            files = sorted((self.data_dir / "mail").glob("*.eml"))
            mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
            found = [mail for mail in mails if address in f"{mail['To']} {mail['Reply-To']}"]
            if len(found) >= count or time.monotonic() > until:
                return found  # type: ignore[return-value]
            time.sleep(0.2)


# Text that is fading in has too little contrast; Wagtail's messages fade in once its scripts are ready.
READY = "() => !document.querySelector('[data-w-init-ready-class]:not(.ready)')"
COME_TO_REST = """() => {
    const still = new CSSStyleSheet()
    still.replaceSync('*, ::before, ::after { transition: none !important }')
    document.adoptedStyleSheets.push(still)  // a tooltip may only now begin to appear
    document.getAnimations().forEach((one) => {
        if (one.effect?.getComputedTiming().endTime !== Infinity) one.finish()
    })
}"""
MOVE_AGAIN = "() => document.adoptedStyleSheets.pop()"
# No window is drawn, and nothing is fetched from outside.
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def running_site(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[RunningSite]:
    """The site on a copy of the test database; it adds the rest of a first start itself."""
    data_dir, port = tmp_path_factory.mktemp("site"), free_port()
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            copy_to(data_dir / "db.sqlite3")
        shutil.copytree(settings.MEDIA_ROOT, data_dir / "media", dirs_exist_ok=True)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TEST_")},
        "DATA_DIR": str(data_dir),
        "DJANGO_SETTINGS_MODULE": "tests.browser.site_settings",
        "OWNER_EMAIL": OWNER,
        "OWNER_PASSWORD": OWNER_PASSWORD,
        "SEO_INDEX": "1",
    }
    for name in ("DATABASE_URL", "CACHE_URL"):
        environment.pop(name, None)
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1"]
    with mail_server(data_dir / "mail") as mail_url, (data_dir / "output.txt").open("wb") as log:
        environment["EMAIL_URL"] = mail_url
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
        site = RunningSite(f"http://127.0.0.1:{port}", data_dir, environment)
        try:
            wait_for(site, process)
            yield site
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def wait_for(site: RunningSite, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(site.url, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
        else:
            return
    raise RuntimeError("The site did not start:\n" + (site.data_dir / "output.txt").read_text()[-3000:])


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": HEADLESS, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture
def browser_with_windows(browser_type: BrowserType) -> Iterator[Browser]:
    """The full browser, including what it does around a page, such as filling in forms."""
    browser = browser_type.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def base_url(running_site: RunningSite) -> str:
    return running_site.url


@pytest.fixture(scope="session")
def signed_in(browser: Browser, base_url: str) -> StorageState:
    """The owner's browser storage after signing in."""
    page = browser.new_page(base_url=base_url)
    sign_in(page, OWNER)
    state = page.context.storage_state()
    page.context.close()
    return state


def sign_in(page: Page, name: str) -> None:
    page.goto("/admin/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(OWNER_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("#wagtail-sidebar")).to_be_attached()


@pytest.fixture
def admin(new_context: Any, signed_in: StorageState) -> Page:
    """The admin's first page, in a browser where the owner is signed in."""
    page: Page = new_context(viewport={"width": 1366, "height": 900}, storage_state=signed_in).new_page()
    page.goto("/admin/")
    return page


def assert_accessible(page: Page, known: Sequence[tuple[str, str]] = ()) -> None:
    """Check that axe finds no violation on the page once it has come to rest.

    `known` violations are ignored: each is a rule and part of the markup of the elements that break it.
    """
    page.wait_for_function(READY)
    page.evaluate(COME_TO_REST)
    if not page.evaluate("'axeOfTests' in window"):  # once per page; Wagtail's own axe has rules of its own
        page.evaluate(Axe().axe_script)
        page.evaluate("() => { window.axeOfTests = window.axe }")
    found = [
        f"{one['id']}: {node['html'][:160]}"
        for one in page.evaluate("axeOfTests.run({resultTypes: ['violations']})")["violations"]
        for node in one["nodes"]
        if not any(rule == one["id"] and markup in node["html"] for rule, markup in known)
    ]
    page.evaluate(MOVE_AGAIN)
    assert not found, f"{page.url}: {found[:5]}"
