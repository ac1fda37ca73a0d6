"""What somebody sees at an address that leads nowhere, and when the site fails."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from django.utils.html import escape
from wagtail.models import Page, PageViewRestriction

from config.environment import BASE_DIR
from content.caching.version import invalidate
from content.models import ClinicSettings, GuidePage, HomePage, MusclePage
from tests.content.seo_help import words

pytestmark = pytest.mark.django_db


def lost_at(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 404, address
    return BeautifulSoup(answer.content.decode(), "html.parser")


def suggested(soup: BeautifulSoup) -> list[str]:
    section = soup.find("section", attrs={"aria-labelledby": "meant"})
    return [link["href"] for link in section.find_all("a")] if section else []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("/muscles/gluteus-minimous/", "/muscles/gluteus-minimus/"),
        ("/gluteus-minimus/", "/muscles/gluteus-minimus/"),
        ("/conditions/hip-pian/", "/conditions/hip-pain/"),
        ("/low_back_pain.html", "/conditions/low-back-pain/"),
        ("/Conditions/Sciatica/", "/conditions/sciatica-like-pain/"),
        ("/painmap/", "/pain-map/"),
        ("/blog/2019/piriformis/", "/muscles/piriformis/"),
        ("/price/sessions.php", "/sessions/"),
    ],
)
def test_pages_with_similar_addresses_are_offered(client: Client, wrong: str, right: str) -> None:
    assert right in suggested(lost_at(client, wrong))


def test_the_likeliest_page_comes_first(client: Client) -> None:
    assert suggested(lost_at(client, "/muscles/levator-scapuale/"))[0] == "/muscles/levator-scapulae/"


def test_a_word_that_many_pages_share_alone_makes_no_suggestion(client: Client) -> None:
    assert suggested(lost_at(client, "/multifidus-pain/")) == ["/muscles/multifidus/"]


def test_nothing_is_guessed_at_for_an_address_that_resembles_none(client: Client) -> None:
    for address in ("/zzqqy/", "/wp-login.php", "/12345678/", "/%F0%9F%98%80/"):
        assert suggested(lost_at(client, address)) == [], address


def test_drafts_and_private_pages_are_not_given_away(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    page = MusclePage.objects.get(slug="piriformis")
    assert page.url in suggested(lost_at(client, "/muscles/piriformiss/"))
    with django_capture_on_commit_callbacks(execute=True):
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert page.url not in suggested(lost_at(client, "/muscles/piriformiss/"))
    with django_capture_on_commit_callbacks(execute=True):
        restriction.delete()
        page.unpublish()
    assert page.url not in suggested(lost_at(client, "/muscles/piriformiss/"))


def test_there_are_other_ways_on(client: Client) -> None:
    soup = lost_at(client, "/conditions/knee-pian/")
    assert len(soup.find_all("h1")) == 1
    assert soup.title.get_text().startswith("Page not found")
    assert soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    main = soup.find("main")
    box = main.find("form", action="/search/")
    assert box.find("input", attrs={"name": "q"})["value"] == "conditions knee pian"
    assert main.find("label", attrs={"for": box.find("input")["id"]})
    assert main.find("a", href="/conditions/hip-pain/")
    assert ClinicSettings.objects.get().phone in words(main.get_text())
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "address",
    [
        f"/{'a' * 1800}/",
        f"/{'gluteus-' * 220}/",
        "/hip" * 400 + "/",
        "/<script>alert(1)</script>/",
        "/%00/",
        "/%ff%fe/",
        '/"onmouseover="x/',
    ],
)
def test_a_hostile_address_is_answered_and_never_echoed_raw(client: Client, address: str) -> None:
    client.get("/no-such-page/")
    answer = client.get(address)
    assert answer.status_code in {400, 404, 414}
    assert b"<script>alert" not in answer.content
    assert b'"onmouseover="x' not in answer.content


def test_many_pages_cost_no_more_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    home = HomePage.objects.get()
    parent = GuidePage(title="Many", slug="many", live=True)
    home.add_child(instance=parent)
    Page.objects.bulk_create(
        Page(
            title=f"Page about {escape(n)}",
            draft_title="x",
            slug=f"about-{n}",
            path=f"{parent.path}{n:04d}",
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}about-{n}/",
            content_type=parent.content_type,
            locale=parent.locale,
            live=True,
        )
        for n in range(5000)
    )
    invalidate()
    client.get("/no-such-page/")
    with django_assert_max_num_queries(5):
        client.get("/about-page-many-about-1-2-3-4-5-6-7/")


def test_when_something_breaks_a_plain_page_says_what_to_do(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(GuidePage, "get_context", broken)
    client.raise_request_exception = False
    client.get("/contact/")
    answer = client.get("/trigger-points/")
    assert answer.status_code == 500
    assert "no-store" in answer["Cache-Control"]
    assert "style-src 'self'" in answer["Content-Security-Policy"]
    soup = BeautifulSoup(answer.content.decode(), "html.parser")
    assert soup.find("h1").get_text() == "Something went wrong on our side"
    assert soup.find("a", href="tel:+15555550142")
    assert "call 911" in soup.get_text()
    assert "secret detail" not in soup.get_text()
    assert soup.find("a", href="/")


def test_the_page_for_breakage_needs_nothing_that_can_break() -> None:
    """It is shown without the clinic's number if even that isn't known."""
    soup = BeautifulSoup(render_to_string("500.html"), "html.parser")
    assert "a map or a directory has it" in soup.get_text()
    assert "your emergency number" in soup.get_text()
    sheet = soup.find("link", rel="stylesheet")["href"]
    assert (BASE_DIR / sheet.lstrip("/")).exists()
    # The policy of a page without a clinic forbids inline styles.
    assert not soup.find_all("style")
    assert not soup.find_all(style=True)


@pytest.mark.parametrize("status", [400, 403])
def test_a_refusal_looks_like_the_site(status: int) -> None:
    if status == 400:
        answer = Client().get("/", headers={"host": "elsewhere.example"})
    else:
        answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "somebody"})
    assert answer.status_code == status
    assert "style-src 'self'" in answer["Content-Security-Policy"]
    soup = BeautifulSoup(answer.content, "html.parser")
    assert finders.find(soup.find("link", rel="stylesheet")["href"].removeprefix("/static/"))
    assert soup.find("a", href="/")
