"""Every kind of page in a browser: accessible, fits every width, and leaves no trace."""

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.conftest import RunningSite, assert_accessible

PAGES = {
    "home": "/",
    "guide": "/trigger-point-therapy/",
    "guide with a picture": "/trigger-points/",
    "comparison": "/trigger-point-therapy-or-deep-tissue-massage/",
    "conditions": "/conditions/",
    "condition": "/conditions/hip-pain/",
    "articles": "/articles/",
    "article": "/articles/when-not-to-get-a-massage/",
    "questions": "/questions/",
    "sessions": "/sessions/",
    "practitioners": "/practitioners/",
    "practitioner": "/practitioners/sample-therapist/",
    "pain map": "/pain-map/",
    "region": "/pain-map/outer-hip/",
    "muscles": "/muscles/",
    "muscle": "/muscles/gluteus-minimus/",
    "contact": "/contact/",
    "thank-you": "/contact/thank-you/",
    "legal": "/privacy/",
    "search": "/search/?q=hip",
    "search for nothing": "/search/",
    "search with a typo": "/search/?q=pirifomis",
    "nothing found": "/search/?q=xyzzyq",
    "not found": "/no-such-page/",
    "not found, nearly": "/conditions/hip-pian/",
}
LOST = {PAGES["not found"], PAGES["not found, nearly"]}
# Menu, table, map and form change layout between phone and desktop, so these get both color schemes at both widths.
REARRANGED = {PAGES[name] for name in ("home", "comparison", "condition", "pain map", "contact", "search")}
PHONE, DESK = 360, 1280
WIDTHS = [320, PHONE, 768, DESK]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_axe_finds_nothing_and_nothing_scrolls_sideways(new_context: Any, path: str) -> None:
    page = new_context(reduced_motion="reduce", viewport={"width": PHONE, "height": 800}).new_page()
    page.goto(path)
    looks = [("light", PHONE), ("light", DESK), ("dark", DESK), ("dark", PHONE)]
    for scheme, width in looks if path in REARRANGED else looks[::2]:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        assert_accessible(page)
    assert_fits(page)


def assert_fits(page: Page) -> None:
    """Nothing is wider than the window, at any width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} at {width} px"


@pytest.mark.parametrize("status", [400, 403, 500])
def test_the_last_resort_error_pages_are_accessible(new_context: Any, status: int) -> None:
    """The error page is shown in place of the page that failed, with only the styles it brings."""
    clinic = {"clinic_name": "Pinpoint sample clinic", "phone": "(555) 555-0142", "phone_href": "tel:+15555550142"}
    text = render_to_string(f"{status}.html", clinic)
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.route("**/failed/", lambda route: route.fulfill(status=status, content_type="text/html", body=text))
    page.goto("/failed/")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="Back to the home page").click()
    expect(page.locator("main .hero")).to_be_visible()


def test_reading_leaves_no_trace_and_asks_nobody_else(browser: Browser, running_site: RunningSite) -> None:
    """No cookie, nothing stored, no request to another host, and nothing that the CSP had to block."""
    context = browser.new_context(base_url=running_site.url)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for path in PAGES.values():
        page.goto(path)
        if path not in LOST:
            assert not complaints, (path, complaints)
        complaints.clear()
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0, path
    assert context.cookies() == []
    assert [url for url in asked if not url.startswith((running_site.url + "/", "data:"))] == []


def test_a_phone_gets_a_small_picture_in_the_newest_format(new_context: Any) -> None:
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto("/trigger-points/")
    picture = page.locator("main picture img").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    assert picture.evaluate("image => image.currentSrc").endswith(".width-400.avif")


def test_a_phone_opens_the_menu_by_keyboard_and_closes_it_with_escape(new_context: Any) -> None:
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto("/")
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Conditions")
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    assert link.is_visible()
    page.keyboard.press("Escape")
    assert not link.is_visible()
    page.keyboard.press("Enter")
    link.click()
    expect(page).to_have_url(re.compile("/conditions/$"))


def test_the_first_tab_offers_the_way_past_the_menu(page: Page) -> None:
    page.goto("/conditions/hip-pain/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))


def test_a_typo_in_the_search_box_leads_to_the_page(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/")
    page.get_by_role("searchbox").fill("pirifomis")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Piriformis", exact=True).first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Piriformis"


def test_a_link_to_an_answer_opens_it(page: Page) -> None:
    page.goto("/questions/")
    answers = page.locator("main details")
    answer = answers.nth(4).locator(".answer")
    target = answer.evaluate("element => element.id")
    assert not answer.is_visible()
    page.goto("/")
    page.goto(f"/questions/#{target}")
    expect(answer).to_be_visible()
    expect(answers.nth(4).locator("summary")).to_be_in_viewport()  # the question stays in view
    assert not answers.nth(3).locator(".answer").is_visible()
