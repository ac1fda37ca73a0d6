"""How a visitor found the site comes from the tab's own history, and nothing is stored for it."""

from typing import Any
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_asking import fill
from tests.browser.test_inbox import find

STORED = "() => [document.cookie, localStorage.length, sessionStorage.length]"


def send(page: Page) -> str:
    """Fill in and send the form on the page; returns the email address that identifies the inquiry."""
    email = f"{uuid4().hex[:10]}@example.org"
    fill(page, email)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    return email


def origin(admin: Page, email: str) -> Locator:
    """The place where staff read where an inquiry came from."""
    find(admin, email)
    admin.locator("td .inbox-name").click()
    return admin.locator("#asked-section")


def test_a_campaign_is_kept_from_the_landing_page_to_the_form(page: Page, admin: Page) -> None:
    page.goto("/?utm_source=leaflet&utm_campaign=spring&other=zebra", referer="https://search.example/?q=hip")
    for address in ("/sessions/", "/contact/"):
        page.locator(f"a[href='{address}']").first.click()
        page.wait_for_url(f"**{address}")
    assert page.evaluate(STORED) == ["", 0, 0]
    shown = origin(admin, send(page))
    for words in ("leaflet", "spring", "First page"):
        expect(shown).to_contain_text(words)
    expect(shown).not_to_contain_text("zebra")
    assert page.context.cookies() == []


def test_whoever_asks_on_the_page_they_landed_on_is_known_by_the_site_before_it(page: Page, admin: Page) -> None:
    page.goto("/conditions/hip-pain/", referer="https://search.example/?q=my+hip")
    shown = origin(admin, send(page))
    expect(shown).to_contain_text("search.example")
    expect(shown).not_to_contain_text("my+hip")


def test_a_mistake_corrected_keeps_what_is_known(page: Page, admin: Page) -> None:
    page.goto("/?utm_source=leaflet")
    page.goto("/contact/")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(origin(admin, send(page))).to_contain_text("leaflet")


def test_without_javascript_the_address_of_the_form_still_tells_the_campaign(new_context: Any, admin: Page) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/contact/?utm_source=poster")
    expect(origin(admin, send(page))).to_contain_text("poster")
