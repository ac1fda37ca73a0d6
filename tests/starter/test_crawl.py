"""A well-behaved crawler follows every link that isn't nofollow and that robots.txt allows."""

from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
CHOICE = "/pain-map/at/low-back/left-outer-hip/"


def robots(client: Client) -> RobotFileParser:
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())
    return rules


def links(soup: BeautifulSoup, page: str) -> set[str]:
    """Where a crawler may go from a page: addresses on this site, without fragments."""
    found = [a for a in soup.select("a[href]") if "nofollow" not in (a.get("rel") or [])]
    targets = {urldefrag(urljoin(HOST + page, str(a["href"]))).url for a in found}
    return {target.removeprefix(HOST) for target in targets if urlsplit(target).netloc == urlsplit(HOST).netloc}


def crawled(client: Client, start: str) -> set[str]:
    """Every HTML page that can be reached from `start`."""
    rules = robots(client)
    seen, waiting, pages = {start}, [start], set()
    while waiting:
        address = waiting.pop()
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        if not answer["Content-Type"].startswith("text/html"):
            continue
        pages.add(answer.request["PATH_INFO"])
        assert len(pages) < 300, "a maze"
        new = {
            one for one in links(BeautifulSoup(answer.content, "html.parser"), address) if rules.can_fetch("*", one)
        } - seen
        seen |= new
        waiting += new
    return pages


def test_a_crawler_finds_every_page_and_no_maze(client: Client, settings: Any) -> None:
    settings.SEO_INDEX = True
    found = crawled(client, "/")
    pages = {page.url for page in Page.objects.live().filter(depth__gte=2)}
    assert found >= pages - {"/contact/thank-you/"}
    assert len(found) <= len(pages) + 5, sorted(found - pages)
    assert not [address for address in found if "/at/" in address]


@pytest.mark.parametrize("start", [CHOICE, "/pain-map/at/left-calf/", "/pain-map/calf/"])
def test_a_choice_leads_to_no_other_choice(client: Client, settings: Any, start: str) -> None:
    settings.SEO_INDEX = True
    soup = BeautifulSoup(client.get(start).content, "html.parser")
    assert soup.select_one("a[href*='/at/']")  # visitors can still go on from there
    assert not [address for address in links(soup, start) - {start} if "/at/" in address]


def test_a_choice_is_kept_out_of_the_index_by_an_answer_that_crawlers_may_read(client: Client, settings: Any) -> None:
    settings.SEO_INDEX = True
    assert client.get(CHOICE)["X-Robots-Tag"] == "noindex"
    assert robots(client).can_fetch("*", CHOICE)
    assert "X-Robots-Tag" not in client.get("/pain-map/calf/")
