"""Printed pages contain everything there is to read, uncut, and nothing to press."""

from typing import Any

import pytest

PAPER = {"width": 720, "height": 1000}  # the printable area of Letter paper, in pixels
TO_PRESS = "nav:not([aria-label='Places of the body']), form, button, input, select, textarea"
PAGES = ["/", "/contact/", "/questions/", "/pain-map/", "/articles/", "/trigger-point-therapy-or-deep-tissue-massage/"]


@pytest.mark.parametrize("path", PAGES)
def test_paper_has_no_navigation_no_form_and_nothing_cut_off(new_context: Any, path: str) -> None:
    page = new_context(viewport=PAPER).new_page()
    page.goto(path)
    page.emulate_media(media="print")
    shown = "(found) => found.filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80))"
    assert page.locator(TO_PRESS).evaluate_all(shown) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
    folded = "(found) => found.map((one) => getComputedStyle(one, '::details-content').contentVisibility)"
    assert "hidden" not in page.locator("main details").evaluate_all(folded)


def test_paper_says_where_links_to_other_sites_lead(new_context: Any) -> None:
    page = new_context(viewport=PAPER).new_page()
    page.goto("/conditions/hip-pain/")
    page.emulate_media(media="print")
    link = page.locator(".sources a[href^=http]").first
    said = link.evaluate("(one) => getComputedStyle(one, '::after').content")
    assert str(link.get_attribute("href")) in said


def test_paper_keeps_the_table_of_a_comparison(new_context: Any) -> None:
    page = new_context(viewport=PAPER).new_page()
    page.goto(PAGES[-1])
    page.emulate_media(media="print")
    assert page.locator(".compare--stacked td").first.evaluate("one => getComputedStyle(one).display") == "table-cell"
