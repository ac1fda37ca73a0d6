"""What pages may cost: queries and bytes, asserted for one page of each type."""

import re

import brotli
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from content.models import HomePage

WARM_QUERIES = 5
HOME_QUERIES = 6
CSS_BYTES = 6_000
PAGE_BYTES = 18_000  # the aim is one congestion window, 14 kB; the longest health pages are above it

FINDER, FINDER_EXAMPLE = "/pain-map/at/", "/pain-map/outer-hip/"


def one_page_of_each_type() -> list[Page]:
    """The largest live page of every type, so that a budget that holds for it holds for all."""
    largest: dict[type[Page], Page] = {}
    for page in Page.objects.live().filter(depth__gte=2).specific():
        known = largest.get(type(page))
        if known is None or weight(page) > weight(known):
            largest[type(page)] = page
    return list(largest.values())


def weight(page: Page) -> int:
    return len(str(getattr(page, "body", "")))


def sent(client: Client, page: Page) -> bytes:
    answer = client.get(page.url)
    assert answer.status_code == 200
    return bytes(answer.content)


@pytest.mark.django_db
def test_a_warm_page_asks_the_database_little(client: Client) -> None:
    over = {}
    for page in one_page_of_each_type():
        client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(page.url)
        budget = HOME_QUERIES if isinstance(page, HomePage) else WARM_QUERIES
        if len(queries) > budget:
            over[page.url] = [query["sql"][:120] for query in queries]
    assert not over


@pytest.mark.django_db
def test_every_page_fits_its_budget_of_bytes_and_needs_no_script(client: Client) -> None:
    for page in one_page_of_each_type():
        html = sent(client, page)
        style = re.search(rb"<style>(.*?)</style>", html, re.DOTALL)
        assert style
        assert len(brotli.compress(style.group(1), quality=5)) <= CSS_BYTES
        assert len(brotli.compress(html, quality=5)) <= PAGE_BYTES, page.url


@pytest.mark.django_db
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
                continue  # thousands of choices; the finder's own tests follow them
            if target.startswith("/") and target not in known:
                known[target] = client.get(target).status_code
            assert known.get(target, 200) in {200, 301}, f"{url} → {target}"
