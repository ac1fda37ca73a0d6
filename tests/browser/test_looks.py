"""Layouts that once broke: large letters, paper, forced colors, short pages on a phone, and where a finger lands."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

PHONE = {"width": 360, "height": 740}
PERSON = "/practitioners/sample-therapist/"
REGION, CONDITION, ARTICLE = (
    "/pain-map/buttock/",
    "/conditions/hip-pain/",
    "/articles/why-the-sore-spot-may-not-be-the-place-to-press/",
)
GUIDE, COMPARISON = "/find-the-source/", "/trigger-point-therapy-or-deep-tissue-massage/"
SIX_PLACES = "/pain-map/at/buttock/calf/chest/groin/heel/temple/"
LETTERS = "size => document.documentElement.style.fontSize = `${size}px`"
WIDTH, HEIGHT = "document.documentElement.scrollWidth", "document.documentElement.scrollHeight"
# How many square pixels of the figure lead to each place.
AREAS = """() => {
  const area = {}
  document.documentElement.style.scrollBehavior = 'auto'
  for (const svg of document.querySelectorAll('.body-figure svg')) {
    if (!svg.checkVisibility()) continue
    const box = svg.getBoundingClientRect()
    const top = box.top + scrollY
    for (let y = top - 10; y < top + box.height + 10; y += 2) {
      scrollTo(0, y - 300)
      for (let x = box.left - 10; x < box.right + 10; x += 2) {
        const place = document.elementFromPoint(x, y - scrollY)?.closest('svg a')?.dataset.place
        if (place) area[place] = (area[place] ?? 0) + 4
      }
    }
  }
  return area
}"""


def opened(new_context: Any, path: str, **options: Any) -> Page:
    page: Page = new_context(viewport=PHONE, reduced_motion="reduce", **options).new_page()
    page.goto(path)
    return page


@pytest.mark.parametrize(
    "path",
    [
        "/",
        REGION,
        CONDITION,
        ARTICLE,
        "/muscles/",
        "/muscles/calf/",
        PERSON,
        "/sessions/",
        "/contact/",
        "/search/?q=hip",
    ],
)
def test_large_letters_fit_a_phone_and_leave_the_menu_on_it(new_context: Any, path: str) -> None:
    page = opened(new_context, path)
    for size in (24, 32):
        page.evaluate(LETTERS, size)
        assert page.evaluate(WIDTH) <= 360, size
        menu = page.get_by_role("button", name="Menu").bounding_box()
        assert menu is not None
        assert 0 <= menu["x"] <= 360 - menu["width"], size


@pytest.mark.parametrize("path", [REGION, "/pain-map/low-back/", "/pain-map/upper-arm/", SIX_PLACES])
def test_a_region_is_short_on_a_phone_and_says_the_urgent_first(new_context: Any, path: str) -> None:
    page = opened(new_context, path)
    assert page.evaluate(HEIGHT) <= 6000
    expect(page.locator("#doctor h2")).to_be_in_viewport()
    hidden = page.locator("#doctor details li").first
    expect(hidden).not_to_be_visible()
    page.get_by_text("More signs that need a doctor").click()
    expect(hidden).to_be_visible()
    letters = page.evaluate("""() => ['#doctor li', '#doctor details li', 'body'].map(one =>
        getComputedStyle(document.querySelector(one)).fontSize)""")
    assert len(set(letters)) == 1, letters


@pytest.mark.parametrize("path", ["/", "/sessions/", "/practitioners/", PERSON])
def test_pages_that_lead_to_an_inquiry_are_short_on_a_phone(new_context: Any, path: str) -> None:
    assert opened(new_context, path).evaluate(HEIGHT) <= 6000


@pytest.mark.parametrize("width", [360, 720, 768, 1024])
def test_a_price_stays_in_one_line(new_context: Any, width: int) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto("/")
    lines = "all => all.map(one => one.offsetHeight / parseFloat(getComputedStyle(one).lineHeight))"
    assert max(page.locator(".price-list dd").evaluate_all(lines)) < 1.5


def test_a_breadcrumb_takes_one_line_of_a_phone(new_context: Any) -> None:
    page = opened(new_context, ARTICLE)
    links = page.locator(".crumbs")
    box, line = links.bounding_box(), page.locator(".crumbs li").first.bounding_box()
    assert box is not None
    assert line is not None
    assert box["height"] < 2 * line["height"]


@pytest.mark.parametrize("path", ["/pain-map/between-shoulder-blades/", "/pain-map/at/calf/chest/low-back/"])
def test_a_breadcrumb_cuts_the_page_s_own_name_first(new_context: Any, path: str) -> None:
    page = opened(new_context, path)
    for size in (16, 32):
        page.evaluate(LETTERS, size)
        above = page.locator(".crumbs li:not(:last-child)")
        assert above.evaluate_all("all => all.map(one => one.scrollWidth > one.clientWidth)") == [False, False]


def test_large_letters_break_no_word_of_the_first_screens(new_context: Any) -> None:
    page = opened(new_context, "/")
    page.evaluate(LETTERS, 32)
    broken = """all => all.filter(one => {
        one.style.overflowWrap = 'normal'
        return one.scrollWidth > one.clientWidth
    }).map(one => one.textContent)"""
    assert page.locator(".hero h1, .visit-parts :is(h3, dt, p)").evaluate_all(broken) == []


@pytest.mark.parametrize("path", ["/pain-map/", "/pain-map/calf/", "/conditions/low-back-pain/"])
def test_the_focus_is_never_behind_the_bar(new_context: Any, path: str) -> None:
    page = opened(new_context, path)
    hidden = """() => {
        const bar = document.querySelector('.thumb'), one = document.activeElement
        return !bar.contains(one) && one.getBoundingClientRect().top > bar.getBoundingClientRect().top - 8
    }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        assert not page.evaluate(hidden), page.evaluate("document.activeElement.outerHTML.slice(0, 80)")


def test_forced_colors_leave_buttons_their_shape(new_context: Any) -> None:
    page = opened(new_context, "/", forced_colors="active")
    style, color = page.locator(".thumb .button").evaluate(
        "one => [getComputedStyle(one).borderTopStyle, getComputedStyle(one).borderTopColor]"
    )
    assert style == "solid"
    assert not color.endswith(", 0)")


def test_on_paper_no_figure_lies_on_a_box_and_each_sign_keeps_its_bullet(new_context: Any) -> None:
    page = opened(new_context, CONDITION)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 720, "height": 1000})
    figure = page.locator(".plate-figure").bounding_box()
    assert figure is not None
    for box in (one.bounding_box() for one in page.locator(".red-flags").all()):
        assert box is not None
        is_beside = box["x"] + box["width"] <= figure["x"] + 1
        is_below = box["y"] >= figure["y"] + figure["height"] - 1
        assert is_beside or is_below
    assert bullet(page) == ("solid", False)


def test_forced_colors_keep_the_bullets_of_signs(new_context: Any) -> None:
    assert bullet(opened(new_context, CONDITION, forced_colors="active")) == ("solid", False)


def bullet(page: Page) -> tuple[str, bool]:
    """A sign's bullet: its border style (paper and forced colors keep borders), and whether it is invisible."""
    style, color, ground = page.evaluate("""() => {
        const dot = getComputedStyle(document.querySelector('.red-flags li'), '::before')
        return [dot.borderTopStyle, dot.borderTopColor, getComputedStyle(document.body).backgroundColor]
    }""")
    return style, color == ground or bool(re.search(r"^rgba.*, 0\)$", color))


def test_each_place_of_the_figure_is_as_large_as_a_finger_needs(new_context: Any) -> None:
    page = opened(new_context, "/pain-map/")
    for side in ("Front", "Back"):
        page.locator(".views label", has_text=side).click()
        small = {place: area for place, area in page.evaluate(AREAS).items() if area < 24 * 24}
        assert small == {}, side


# How much of the page moved while it loaded and was scrolled.
SHIFTS = """async () => {
  let sum = 0
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value }).observe(
    { type: 'layout-shift', buffered: true })
  for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
    scrollTo({ top: y, behavior: 'instant' })
    await new Promise(requestAnimationFrame)
  }
  await Promise.all([...document.images].map(one => one.decode().catch(() => 0)))
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  return sum
}"""


@pytest.mark.parametrize(
    "path", [CONDITION, GUIDE, "/conditions/", COMPARISON, "/muscles/calf/", REGION, SIX_PLACES, ARTICLE]
)
def test_nothing_moves_while_a_page_loads(new_context: Any, path: str) -> None:
    assert opened(new_context, path).evaluate(SHIFTS) == 0


@pytest.mark.parametrize("path", [CONDITION, GUIDE])
def test_the_summary_is_on_the_first_screen_and_contents_open_on_a_tap(new_context: Any, path: str) -> None:
    page = opened(new_context, path)
    expect(page.locator(".glance dt").first).to_be_in_viewport()
    link = page.locator(".contents a").first
    expect(link).not_to_be_visible()
    page.get_by_text("On this page").click()
    expect(link).to_be_visible()


@pytest.mark.parametrize("path", [CONDITION, GUIDE, COMPARISON, ARTICLE])
def test_contents_stay_beside_the_text_of_a_desk_and_lie_on_nothing(new_context: Any, path: str) -> None:
    page: Page = new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce").new_page()
    page.goto(path)
    page.evaluate("scrollTo({ top: 2000, behavior: 'instant' })")
    contents = page.locator(".contents")
    expect(contents.locator("a").first).to_be_in_viewport()
    box, text = contents.bounding_box(), page.locator(".flow").bounding_box()
    assert box is not None
    assert text is not None
    assert box["x"] + box["width"] <= text["x"]
    assert text["x"] + text["width"] > 1280 - 80  # no empty third column


def test_a_table_that_scrolls_keeps_its_first_column(new_context: Any) -> None:
    page: Page = new_context(viewport={"width": 800, "height": 800}).new_page()
    page.goto(COMPARISON)
    page.evaluate(LETTERS, 32)
    heads = page.locator(".compare tbody th").first
    before = heads.bounding_box()
    assert page.locator(".compare-wide").evaluate("one => one.scrollLeft = 300") == 300
    assert heads.bounding_box() == before


@pytest.mark.parametrize("width", [1024, 1152, 1280, 1440])
@pytest.mark.parametrize("letters", [16, 24])
def test_the_menu_stays_within_the_page_on_a_wide_screen(new_context: Any, width: int, letters: int) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto("/questions/")
    page.evaluate(LETTERS, letters)
    assert page.evaluate(WIDTH) <= width
    edges = "all => all.map(one => one.getBoundingClientRect().right)"
    inside, outside = page.locator(".searchbox, .menu a"), page.locator(".site-header .page")
    assert max(inside.evaluate_all(edges)) <= outside.evaluate_all(edges)[0] + 1
