"""How this works: the staff docs in the admin, with search, and a link from each screen to its section."""

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.models import Site

from content.handbook.places import SECTIONS
from content.models import ConditionPage, SessionType
from tests.content.checks_help import edit_url

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[2] / "docs"


def soup(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.content, "html.parser")


def menu_link(client: Client, address: str) -> str:
    """Where “How this works” leads from a screen."""
    found = re.search(r'/admin/how-this-works/[^"&\\]*', client.get(address).content.decode())
    assert found is not None, address
    return found[0]


def view_names(resolver: Any, before: str = "") -> set[str]:
    found: set[str] = set()
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            found |= view_names(entry, f"{before}{entry.namespace}:" if entry.namespace else before)
        elif entry.name:
            found.add(before + entry.name)
    return found


def test_the_text_is_that_of_the_staff_docs(admin_client: Client) -> None:
    for name in ("editing", "inbox"):
        page = soup(admin_client, f"/admin/how-this-works/{name}/")
        source = (DOCS / f"{name}.md").read_text()
        headings = [line.removeprefix("## ") for line in source.splitlines() if line.startswith("## ")]
        assert [heading.get_text() for heading in page.select(".handbook-doc section h2")] == headings
        assert all(len(cell.get_text()) for cell in page.select(".handbook-doc table th"))
        assert not re.search(r"</?[a-z]+>", page.select_one(".handbook-doc").get_text())  # no stray HTML from the docs
        contents = [link["href"].removeprefix("#") for link in page.select(".handbook-doc nav ul a")]
        assert contents == [heading["id"] for heading in page.select(".handbook-doc section h2")]


def test_every_screen_that_has_a_section_leads_to_one_that_exists(admin_client: Client) -> None:
    anchors = {
        name: {heading["id"] for heading in soup(admin_client, f"/admin/how-this-works/{name}/").select("h2[id]")}
        for name in ("editing", "inbox")
    }
    names = view_names(get_resolver())
    for view, (doc, anchor) in SECTIONS.items():
        assert anchor in anchors[doc], view
        wanted = view.partition("/")[0]
        assert any(name == wanted or name.startswith((f"{wanted}:", f"{wanted}_")) for name in names), view


@pytest.mark.parametrize(
    ("screen", "section"),
    [
        ("wagtailadmin_home", "editing/#how-the-site-is-doing"),
        ("edit a page", "editing/#before-you-publish"),
        ("edit a price", "editing/#from-sample-to-live"),
        ("clinic", "editing/#where-each-setting-shows"),
        ("inquiry:index", "inbox/#folders-and-search"),
        ("wagtailimages:index", "editing/#photos-and-files"),
        ("make_it_mine", "editing/#from-sample-to-live"),
        ("launch_leftovers", "editing/#from-sample-to-live"),
        ("not_found_report", "editing/#addresses-and-links-that-lead-nowhere"),
        ("wagtailsnippets_content_testimonial:list", "editing/#pages"),
        ("wagtailadmin_account", ""),
    ],
)
def test_each_screen_leads_to_its_section(admin_client: Client, screen: str, section: str) -> None:
    try:
        address = reverse(screen)
    except NoReverseMatch:
        site = Site.objects.get(is_default_site=True)
        address = {
            "edit a page": edit_url(ConditionPage.objects.first()),
            "edit a price": reverse("wagtailsnippets_content_sessiontype:edit", args=[SessionType.objects.first().pk]),
            "clinic": reverse("wagtailsettings:edit", args=["content", "clinicsettings", site.pk]),
        }[screen]
    assert menu_link(admin_client, address) == f"/admin/how-this-works/{section}"


def test_a_search_finds_the_section_and_quotes_it(admin_client: Client) -> None:
    page = soup(admin_client, "/admin/how-this-works/?q=Circle+redirect")
    link = page.select_one(".handbook p a")
    assert link is not None
    assert link["href"] == "/admin/how-this-works/editing/#before-you-publish"
    quoted = soup(admin_client, "/admin/how-this-works/?q=pregnancy").select_one(".handbook").get_text()
    assert '"pregnancy"' in quoted
    assert "&" not in quoted
    nothing = soup(admin_client, "/admin/how-this-works/?q=redirect+xylophone").get_text()
    assert "Nothing has all of these words" in nothing


def test_pictures_are_those_of_the_docs_and_for_staff_only(admin_client: Client, client: Client) -> None:
    pictures = [
        image
        for name in ("editing", "inbox")
        for image in soup(admin_client, f"/admin/how-this-works/{name}/").select(".handbook-doc img")
    ]
    assert pictures
    for image in pictures:
        assert image["alt"]
        assert int(image["width"]) > int(image["height"]) > 0  # so that nothing shifts while it loads
        assert admin_client.get(image["src"])["Content-Type"] == "image/png"
        assert client.get(image["src"]).status_code == 302  # to the login page
    for address in ("/admin/how-this-works/", "/admin/how-this-works/inbox/"):
        assert client.get(address).status_code == 302
    for missing in ("pictures/take.py", "pictures/..%2Finbox.md", "operations/"):
        assert admin_client.get(f"/admin/how-this-works/{missing}", follow=True).status_code == 404
