"""The pain map in a browser: by keyboard, by touch, without JavaScript, and with JavaScript but without reloads."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import assert_accessible

SEVERAL = "/pain-map/at/left-outer-hip/outer-lower-leg/"
LOUD = "/pain-map/at/buttock/calf/chest/groin/heel/temple/"


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} can't be reached by keyboard")


def title_is(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_outer_hip_leads_to_gluteus_minimus_by_keyboard_alone(page: Page) -> None:
    page.goto("/pain-map/")
    tab_to(page, "svg a[data-place='outer-hip']")
    assert "Outer hip" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    title_is(page, "Outer hip")
    tab_to(page, "main a[href='/muscles/gluteus-minimus/']", most=200)
    page.keyboard.press("Enter")
    title_is(page, "Gluteus minimus")


def test_the_keyboard_can_pass_the_figure(page: Page) -> None:
    page.goto("/pain-map/at/outer-hip/tailbone/")
    tab_to(page, ".past-figure")
    assert page.locator(".past-figure").is_visible()
    page.keyboard.press("Enter")
    tab_to(page, ".places a")
    page.keyboard.press("Enter")
    title_is(page, "Top of the head, outer hip and tailbone")


def test_outer_hip_leads_to_gluteus_minimus_by_touch(new_context: Any) -> None:
    context = new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto("/pain-map/")
    for box in [link.bounding_box() for link in page.locator(".places a").all()]:
        assert box["height"] >= 44
        assert box["width"] >= 44
    page.locator("svg a[data-place='outer-hip'] .region").first.tap()
    title_is(page, "Outer hip")
    page.get_by_role("main").get_by_role("link", name="Gluteus minimus").tap()
    title_is(page, "Gluteus minimus")


def test_a_tap_just_beside_the_hand_still_selects_it(new_context: Any) -> None:
    page = new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True).new_page()
    page.goto("/pain-map/")
    hand = page.locator("svg a[data-place='thumb-side-of-hand'] .region").first
    hand.scroll_into_view_if_needed()
    box = hand.bounding_box()
    page.touchscreen.tap(box["x"] - 5, box["y"] + box["height"] / 2)
    title_is(page, "Thumb side of the hand")


def test_it_works_without_javascript(new_context: Any) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/pain-map/")
    page.get_by_role("navigation", name="Places of the body").get_by_role("link", name="Outer hip").click()
    title_is(page, "Outer hip")
    page.get_by_role("link", name="Left", exact=True).click()
    title_is(page, "Outer hip (left)")
    page.get_by_text("Add another place").click()
    page.get_by_role("link", name="Low back", exact=True).last.click()
    title_is(page, "Low back and outer hip (left)")
    page.get_by_role("link", name="Remove Low back").click()
    title_is(page, "Outer hip (left)")
    page.get_by_role("button", name="Ask about this").click()
    assert page.get_by_role("checkbox", name="Outer hip (left)").is_checked()
    assert "hip" not in page.url


def test_places_are_toggled_without_a_reload_and_without_losing_the_place(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(SEVERAL)
    page.evaluate("window.kept = true")
    page.get_by_text("Add another place").click()
    page.locator(".places a[data-place='low-back']").focus()
    page.keyboard.press("Enter")
    title_is(page, "Low back, outer hip (left) and outer lower leg")
    assert page.url.endswith("/pain-map/at/low-back/left-outer-hip/outer-lower-leg/")
    assert page.title().startswith("Felt at: Low back")
    expect(page.locator(".places a[data-place='low-back']")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Chosen: Low back, outer hip (left) and outer lower leg")
    page.keyboard.press("Enter")
    title_is(page, "Outer hip (left) and outer lower leg")
    page.locator("svg a[data-place='calf:left'] .region").last.click()
    title_is(page, "Outer hip (left), calf (left) and outer lower leg")
    page.go_back()
    title_is(page, "Outer hip (left) and outer lower leg")
    assert page.url.endswith(SEVERAL)
    assert page.evaluate("window.kept")
    assert complaints == []


def test_a_place_lights_up_in_the_figure_and_in_the_list_together(page: Page) -> None:
    page.goto("/pain-map/")
    page.locator(".places a[data-place='calf']").hover()
    assert page.locator("svg a.near").count() == 1
    page.locator(".places a[data-place='temple']").focus()
    assert page.locator("svg a.near").get_attribute("data-place") == "temple"


def test_links_are_followed_plainly_when_fetching_fails(page: Page) -> None:
    def refuse(route: Route) -> None:
        if route.request.resource_type == "fetch":
            route.abort()
        else:
            route.continue_()

    page.route(re.compile("/pain-map/"), refuse)
    page.goto(SEVERAL)
    page.get_by_role("link", name="Right", exact=True).first.click()
    title_is(page, "Outer hip (right) and outer lower leg")


@pytest.mark.parametrize("path", [SEVERAL, LOUD, "/pain-map/at/left-calf/"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(new_context: Any, path: str) -> None:
    page = new_context(color_scheme="dark", reduced_motion="reduce").new_page()
    page.goto(path)
    for details in page.locator("details").all():
        details.evaluate("one => one.open = true")
    assert_accessible(page)
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_states_differ_without_colors(new_context: Any) -> None:
    page = new_context(forced_colors="active").new_page()
    page.goto(SEVERAL)
    chosen, other = (
        page.locator(f"svg a[data-place='{place}'] .region").last.evaluate("one => getComputedStyle(one).strokeWidth")
        for place in ("outer-hip:left", "calf:left")
    )
    assert chosen != other


def sheets(page: Page, paper: str = "Letter") -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper)))


@pytest.mark.parametrize(
    "path", [SEVERAL, LOUD, "/pain-map/buttock/", "/pain-map/at/left-upper-arm/", "/pain-map/at/back-of-head/temple/"]
)
def test_the_summary_to_take_along_is_two_pages_at_most_that_a_doctor_can_read(page: Page, path: str) -> None:
    page.goto(path)
    assert max(sheets(page, paper) for paper in ("A4", "Letter")) <= 2
    page.emulate_media(media="print")
    smallest = page.locator("main :not(svg *)").evaluate_all(
        """all => Math.min(...all.filter(one => one.checkVisibility() && one.innerText).map(
            one => parseFloat(getComputedStyle(one).fontSize) * 0.75))"""
    )
    assert round(smallest, 2) >= 10


def test_the_summary_is_as_short_on_the_way_through_the_map_too(page: Page) -> None:
    page.goto("/pain-map/")
    page.locator(".places a[data-place='outer-hip']").click()
    title_is(page, "Outer hip")
    assert sheets(page) <= 2
    page.get_by_role("link", name="Left", exact=True).click()
    title_is(page, "Outer hip (left)")
    assert sheets(page) <= 2
    assert page.get_by_role("button", name="Print this to take along").is_visible()
    assert page.locator("link[rel=canonical]").count() == 0  # the map's canonical link was removed with the map


def test_a_phone_shows_one_side_of_the_body_large_and_turns_it(new_context: Any) -> None:
    page = new_context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True).new_page()
    page.goto("/pain-map/")
    front, back = page.locator("aside .view-front svg"), page.locator("aside .view-back svg")
    assert front.bounding_box()["width"] >= 270
    assert not back.is_visible()
    page.get_by_text("Back", exact=True).first.tap()
    assert back.is_visible()
    assert not front.is_visible()
    page.locator("svg a[data-place='buttock'] .region").last.tap()
    title_is(page, "Buttock")
    first = page.locator("article > .red-flags, article > * .red-flags").first
    assert first.bounding_box()["y"] < page.locator(".finder").bounding_box()["y"]


def test_back_returns_to_the_view_and_the_place_on_it(new_context: Any) -> None:
    page = new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce").new_page()
    page.goto("/pain-map/")
    page.locator(".views label", has_text="Back").click()
    calf = page.locator(".view-back a[data-place='calf']").last
    calf.focus()
    before = page.evaluate("scrollY")
    assert before > 0
    page.keyboard.press("Enter")
    title_is(page, "Calf")
    assert page.evaluate("scrollY") == 0
    page.go_back()
    title_is(page, "Where do you feel it?")
    expect(page.locator(".view-back a[data-place='calf']").last).to_be_focused()
    assert page.evaluate("scrollY") == before
