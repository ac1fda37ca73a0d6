"""A session that ends while somebody types: there is a warning first, and nothing is lost afterward."""

from typing import Any

from playwright.sync_api import Page, StorageState, expect

from tests.browser.conftest import OWNER, OWNER_PASSWORD, assert_accessible

STATE = "**/admin/session/"


def say(page: Page, left: int) -> None:
    """Answer as the server would by now, without the wait. Requests for more time still reach the server."""
    page.route(
        STATE, lambda route: route.fulfill(json={"left": left}) if route.request.method == "GET" else route.continue_()
    )
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_what_was_typed_outlasts_the_session(new_context: Any, signed_in: StorageState) -> None:
    page: Page = new_context(viewport={"width": 390, "height": 844}, storage_state=signed_in).new_page()
    page.goto("/admin/redirects/add/", wait_until="networkidle")
    with page.expect_response(STATE):  # typing shows that somebody is here
        page.get_by_label("Redirect from").fill("/typed-before")
    say(page, 90)
    stay = page.get_by_role("button", name="Stay signed in")
    expect(stay).to_be_focused()
    assert_accessible(page)
    stay.click()
    expect(stay).to_be_hidden()
    page.unroute(STATE)

    page.context.clear_cookies()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in").click()
    tab = opened.value
    tab.locator("[name=username]").fill(OWNER)
    tab.locator("[name=password]").fill(OWNER_PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    expect(tab.get_by_role("heading", name="You are signed in again")).to_be_visible()
    tab.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("heading", name="You are signed out")).to_be_hidden()
    page.locator("[name=redirect_link]").fill("https://clinic.example/elsewhere/")
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_text("/typed-before").first).to_be_visible()
    expect(page).to_have_url("/admin/redirects/")
