"""Rules that hold on every page of the starter."""

from io import BytesIO

import html5lib
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from PIL import Image
from wagtail.models import Page

from config.wsgi import application
from content.text.headings import LAYOUT_IDS
from tests.content.seo_help import BASE, content_of, graph_of, link_of, raw_graph, squeezed, visible, walk, words
from tests.ops.wire import ask

pytestmark = pytest.mark.django_db


def test_every_live_page_has_one_heading_and_valid_html(
    starter_html: dict[str, str], starter_soup: dict[str, BeautifulSoup]
) -> None:
    assert len(starter_html) > 80
    for url, html in starter_html.items():
        assert len(starter_soup[url].find_all("h1")) == 1, url
        html5lib.HTMLParser(strict=True).parse(html)


def test_every_page_has_its_own_title_description_and_address(starter_soup: dict[str, BeautifulSoup]) -> None:
    titles: dict[str, str] = {}
    for url, soup in starter_soup.items():
        title = soup.title.get_text()
        assert title not in titles, f"{url} and {titles[title]} share the title {title!r}"
        titles[title] = url
        assert len(title) <= 75, title
        assert 20 <= len(content_of(soup, name="description")) <= 300, url
        assert link_of(soup, "canonical") == f"http://testserver{url}"
        assert content_of(soup, property="og:url") == f"http://testserver{url}"
        assert content_of(soup, property="og:image").startswith("http://testserver/")
        assert content_of(soup, name="twitter:card") == "summary_large_image"


def test_every_page_says_in_data_what_it_says_in_words(starter_soup: dict[str, BeautifulSoup]) -> None:
    for page in Page.objects.live().filter(depth__gte=2):
        soup = starter_soup[page.url]
        nodes, text = graph_of(soup), squeezed(visible(soup))
        own = nodes[f"{BASE}{page.url}#page"]
        assert own["url"] == link_of(soup, "canonical")
        assert own["name"] == words(soup.h1.get_text()), page.url
        for value in (own.get("description"), *(source["name"] for source in own.get("citation", []))):
            assert squeezed(value or "") in text, (page.url, value)
        questions = own.get("mainEntity", [])
        for question in questions if isinstance(questions, list) else []:
            assert squeezed(question["name"]) in text, page.url
            assert squeezed(question["acceptedAnswer"]["text"]) in text, (page.url, question["name"])
        asks = any(block.block_type == "faq_group" for block in page.specific.blocks())
        assert ("FAQPage" in own["@type"]) == asks, page.url


def test_every_reference_leads_to_something_in_the_graph(starter_soup: dict[str, BeautifulSoup]) -> None:
    for url, soup in starter_soup.items():
        graph = raw_graph(soup)
        known = {node["@id"] for node in graph}
        references = {value["@id"] for _, value in walk(graph) if isinstance(value, dict) and set(value) == {"@id"}}
        assert references <= known, (url, references - known)


def test_nothing_is_rated_anywhere(starter_soup: dict[str, BeautifulSoup]) -> None:
    for url, soup in starter_soup.items():
        data = list(walk(raw_graph(soup)))
        names = {name.lower() for name, _ in data}
        rated = {name for name in names if "rating" in name or name in {"review", "reviews", "reviewcount"}}
        assert not rated, url
        types = {str(value) for name, value in data if name == "@type"}
        assert not {kind for kind in types if "Rating" in kind or kind == "Review"}


def test_every_id_of_the_layout_is_kept_from_headings(starter_soup: dict[str, BeautifulSoup]) -> None:
    for url, soup in starter_soup.items():
        for element in soup.find_all(id=True):
            is_target = element.name in {"h2", "h3"} or "answer" in element.get("class", [])
            is_heading = is_target and not element.find_parent(["nav", "form"])
            assert is_heading or LAYOUT_IDS.fullmatch(element["id"]), (url, element["id"])
        for link in soup.select(".contents a"):
            assert soup.find(id=link["href"][1:]).get_text().strip().endswith(link.text), (url, link)


def test_a_phone_number_is_never_broken_into_two_lines(starter_soup: dict[str, BeautifulSoup]) -> None:
    numbers = [link for soup in starter_soup.values() for link in soup.select("a[href^='tel:']")]
    assert numbers
    assert all("nobr" in link.get("class", []) for link in numbers)
    assert ".nobr{white-space:nowrap}" in starter_soup["/"].style.string


def test_no_page_that_is_only_read_sets_a_cookie_or_depends_on_one() -> None:
    for page in Page.objects.live().public().filter(depth__gte=2):
        answer = ask(application, page.get_url())
        assert answer.status == 200
        assert answer.cookies == [], page.url_path
        assert "cookie" not in answer.headers.get("vary", "").lower(), page.url_path


def test_every_page_has_a_card_where_its_head_says(client: Client, starter_soup: dict[str, BeautifulSoup]) -> None:
    cards = [content_of(soup, property="og:image") for soup in starter_soup.values()]
    addresses = {card.removeprefix("http://testserver") for card in cards}
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer["Content-Type"] == "image/png"
    picture = Image.open(BytesIO(answer.content))
    assert picture.size == (1200, 630)
    assert len(answer.content) < 60_000
