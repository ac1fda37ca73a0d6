"""The drawings in a browser: rings travel once and briefly, whatever colors the visitor has set."""

from typing import Any

import pytest
from playwright.sync_api import Page

MUSCLE = "/muscles/gluteus-minimus/"
RUNNING = "document.querySelector('.travel').getAnimations().map(one => one.effect.getComputedTiming())"
FILL = "selector => getComputedStyle(document.querySelector(selector)).fill"


def opened(new_context: Any, path: str, **options: Any) -> Page:
    page: Page = new_context(**options).new_page()
    page.goto(path)
    return page


def drawing(new_context: Any, **options: Any) -> Page:
    """The drawing at the top of a muscle's page, which is a separate file, in its own window."""
    page = opened(new_context, MUSCLE, **options)
    page.goto(str(page.locator(".plate-figure > img").get_attribute("src")))
    return page


def test_rings_travel_once_in_less_than_400_ms(new_context: Any) -> None:
    page = drawing(new_context, reduced_motion="no-preference")
    page.evaluate("document.querySelector('.travel').style.animation = 'none'")  # it ended while the page loaded
    page.evaluate("document.querySelector('.travel').style.animation = ''")
    [timing] = page.evaluate(RUNNING)
    assert timing["duration"] < 400
    assert timing["iterations"] == 1


def test_nothing_moves_for_those_who_asked_for_less_motion(new_context: Any) -> None:
    assert drawing(new_context, reduced_motion="reduce").evaluate(RUNNING) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_scheme_has_its_own_ground(new_context: Any, scheme: str) -> None:
    page = drawing(new_context, color_scheme=scheme)
    shades = page.evaluate(FILL, ".drawing .skin"), page.evaluate(FILL, ".drawing .label.subject")
    light, dark = "rgb(254, 252, 248)", "rgb(56, 46, 37)"
    assert shades[0] == (light if scheme == "light" else dark)
    assert shades[1] == ("rgb(34, 29, 24)" if scheme == "light" else "rgb(243, 236, 226)")


def test_forced_colors_keep_muscle_point_and_body_apart(new_context: Any) -> None:
    page = drawing(new_context, forced_colors="active")
    fills = {part: page.evaluate(FILL, f".drawing {part}") for part in (".skin", ".muscle", "circle.point")}
    assert len(set(fills.values())) == 3, fills


def test_the_last_row_of_cards_is_full_on_a_desk(new_context: Any) -> None:
    page = opened(new_context, "/muscles/", viewport={"width": 1280, "height": 800})
    rows = page.evaluate(
        """[...document.querySelectorAll('.muscles.cards')].map(list => {
          const right = list.getBoundingClientRect().right;
          return Math.round(right - list.lastElementChild.getBoundingClientRect().right);
        })"""
    )
    assert rows
    assert set(rows) == {0}


LOST_LABELS = """() => {
  const drawing = document.querySelector('svg.drawing.plate').getBoundingClientRect();
  const texts = [...document.querySelectorAll('svg.drawing.plate text')];
  const labels = texts.map(text => [text, text.getBoundingClientRect()]);
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top + 2 || b.bottom <= a.top + 2;
  return labels.filter(([, box], index) =>
    box.left < drawing.left || box.right > drawing.right || box.top < drawing.top || box.bottom > drawing.bottom
    || labels.some(([, other], second) => second > index && !apart(box, other))
  ).map(([text]) => text.textContent);
}"""


@pytest.mark.parametrize(
    ("path", "width"),
    [
        ("/muscles/gluteus-maximus/", 320),
        ("/muscles/serratus-posterior-superior/", 320),
        ("/pain-map/buttock/", 320),
        ("/pain-map/buttock/", 768),
        ("/pain-map/buttock/", 1280),
    ],
)
def test_no_label_of_a_drawing_is_cut_off_or_covers_another(new_context: Any, path: str, width: int) -> None:
    """The drawing is a separate file, opened here as large as its page shows it."""
    page = opened(new_context, path, viewport={"width": width, "height": 700})
    picture = page.locator(".plate-figure > img")
    box = picture.bounding_box()
    assert box is not None
    page.set_viewport_size({"width": round(box["width"]), "height": round(box["height"])})
    page.goto(str(picture.get_attribute("src")))
    assert page.locator("text.label").count() > 2
    assert page.evaluate(LOST_LABELS) == []
