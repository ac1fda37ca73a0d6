"""What each page of the starter may weigh, and that none of its links is broken."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page

from config.http.encodings import BROTLI, compress
from content.models import PainMapPage, RegionPage

pytestmark = pytest.mark.django_db

CSS_BYTES = 6_000


PAGE_BYTES = 14_000  # one initial congestion window


REQUESTS = 3  # before pictures: the page, its icon, and at most one more file


QUICK, DENSE = 5, 11  # Brotli quality levels: the first answer, and the cached page soon after


FINDER, FINDER_EXAMPLE = "/pain-map/at/", "/pain-map/outer-hip/"
# Choices with many signs, many muscles and, below six places, a link for every place that can still be added.
CHOICES = [
    "back-of-thigh/behind-the-eye/elbow-and-forearm/outer-hip/shoulder-blade",
    "left-calf/left-elbow-and-forearm/left-neck-shoulder-angle/left-outer-hip/left-upper-arm",
    "buttock/calf/chest/groin/heel/temple",
]


@pytest.fixture
def types() -> dict[str, type[Page]]:
    """The type of each page by its address."""
    return {page.url: page.specific_class for page in Page.objects.live().filter(depth__gte=2)}


def is_within(text: str, most: int) -> bool:
    """Whether the text fits when compressed; the slow dense level is tried only if the quick one doesn't fit."""
    data = text.encode()
    return any(len(compress(data, BROTLI, quality)) <= most for quality in (QUICK, DENSE))


def test_every_page_with_its_style_is_small_enough(starter_html: dict[str, str]) -> None:
    styles = {"".join(re.findall(r"<style>.*?</style>", html, re.DOTALL)) for html in starter_html.values()}
    assert all("{" in style and is_within(style, CSS_BYTES) for style in styles)
    too_large = {
        url: len(compress(html.encode(), BROTLI, DENSE))
        for url, html in starter_html.items()
        if not is_within(html, PAGE_BYTES)
    }
    assert not too_large


@pytest.mark.parametrize("places", CHOICES)
def test_a_choice_of_many_places_is_small_enough(client: Client, places: str) -> None:
    assert is_within(client.get(f"{FINDER}{places}/").text, PAGE_BYTES)


def test_reading_needs_no_script_and_few_requests(
    starter_soup: dict[str, BeautifulSoup], types: dict[str, type[Page]]
) -> None:
    for url, soup in starter_soup.items():
        scripts = [script for script in soup.find_all("script") if script.get("type") != "application/ld+json"]
        assert all(script.get("src") for script in scripts), url
        form_scripts = [script["src"] for script in scripts if script.find_previous(id="inquiry")]
        assert form_scripts == (["/static/js/attribution.js"] if soup.select_one("form#inquiry") else []), url
        # Only sending may need the form's script, which loads after everything else.
        sources = [str(script["src"]) for script in scripts if script["src"] not in form_scripts]
        if types[url] not in {PainMapPage, RegionPage}:
            assert not sources, url
        links = soup.find_all("link", rel=["stylesheet", "icon", "preload", "modulepreload"])
        files = [link for link in links if link.get("media") != "print"]  # browsers fetch print styles last
        assert 1 + len(files) + len(sources) <= REQUESTS, (url, files, sources)


def test_a_page_that_compares_in_a_table_brings_the_style_for_it(starter_soup: dict[str, BeautifulSoup]) -> None:
    for url, soup in starter_soup.items():
        style = "".join(element.text for element in soup.find_all("style"))
        assert bool(soup.select_one("table.compare")) == (".compare{" in style), url
        assert bool(soup.select_one(".hero")) == (".hero{" in style), url


def test_no_link_on_any_page_is_broken_and_every_fragment_exists(
    client: Client, starter_soup: dict[str, BeautifulSoup]
) -> None:
    known = dict.fromkeys(starter_soup, 200)
    for url, soup in starter_soup.items():
        ids = [element["id"] for element in soup.find_all(id=True)]
        assert len(ids) == len(set(ids)), (url, [i for i in ids if ids.count(i) > 1])
        for link in soup.find_all(["a", "link"], href=True):
            target, _, fragment = str(link["href"]).partition("#")
            target = re.sub(r"^http://(testserver|localhost)", "", target)
            if fragment and not target:
                assert fragment in ids or link.find_parent("svg"), f"{url}: #{fragment}"
            if target.startswith(FINDER) and url != FINDER_EXAMPLE:
                continue  # thousands of choices, which the finder's own tests cover
            if target.startswith("/") and target not in known:
                known[target] = client.get(target).status_code
            assert known.get(target, 200) in {200, 301}, f"{url} → {target}"
