"""An address that was once right stays right."""

from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from content.models import ArticleIndexPage, GuidePage, HomePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide() -> GuidePage:
    return add(HomePage.objects.get(), "knees")


def add(parent: Any, slug: str) -> GuidePage:
    page = GuidePage(title=slug.capitalize(), slug=slug, live=True)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return GuidePage.objects.get(pk=page.pk)


@pytest.fixture
def rename(django_capture_on_commit_callbacks: Any) -> Any:
    def rename(page: GuidePage, slug: str) -> None:
        page.refresh_from_db()
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return rename


def hops(client: Client, address: str) -> list[tuple[str, int]]:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return [(target, status) for target, status in answer.redirect_chain]


def test_a_renamed_page_is_found_under_its_old_address(client: Client, guide: GuidePage, rename: Any) -> None:
    assert client.get("/knees/").status_code == 200
    rename(guide, "sore-knees")
    assert hops(client, "/knees/") == [("/sore-knees/", 301)]
    assert hops(client, "/knees") == [("/sore-knees/", 301)]
    assert hops(client, "/knees/?utm_source=leaflet")[0][0].startswith("/sore-knees/")


def test_so_are_the_pages_below_it(client: Client, guide: GuidePage, rename: Any) -> None:
    child = add(guide, "left")
    add(child, "inside")
    rename(guide, "sore-knees")
    assert hops(client, "/knees/left/") == [("/sore-knees/left/", 301)]
    assert hops(client, "/knees/left/inside/") == [("/sore-knees/left/inside/", 301)]


def test_a_moved_page_is_found_with_all_below_it(
    client: Client, guide: GuidePage, django_capture_on_commit_callbacks: Any
) -> None:
    add(guide, "left")
    legs = add(HomePage.objects.get(), "legs")
    with django_capture_on_commit_callbacks(execute=True):
        GuidePage.objects.get(pk=guide.pk).move(legs, pos="last-child")
    assert hops(client, "/knees/") == [("/legs/knees/", 301)]
    assert hops(client, "/knees/left/") == [("/legs/knees/left/", 301)]


def test_a_page_renamed_many_times_is_one_step_away_from_each_of_its_addresses(
    client: Client, guide: GuidePage, rename: Any
) -> None:
    for slug in ("knees-2", "knees-3", "knees-4"):
        rename(guide, slug)
    for old in ("knees", "knees-2", "knees-3"):
        assert hops(client, f"/{old}/") == [("/knees-4/", 301)]
    assert not Redirect.objects.filter(redirect_page=None).exists()


def test_renaming_there_and_back_makes_no_circle(
    client: Client, guide: GuidePage, rename: Any, django_capture_on_commit_callbacks: Any
) -> None:
    child = add(guide, "left")
    rename(guide, "sore-knees")
    rename(guide, "knees")
    assert client.get("/knees/").status_code == 200
    assert hops(client, "/sore-knees/") == [("/knees/", 301)]
    assert hops(client, "/sore-knees/left/") == [("/knees/left/", 301)]
    with django_capture_on_commit_callbacks(execute=True):
        GuidePage.objects.get(pk=child.pk).unpublish()
        GuidePage.objects.get(pk=guide.pk).unpublish()
    # Gone for now: said plainly, not by sending the visitor round.
    assert client.get("/knees/").status_code == 404
    assert client.get("/knees/left/").status_code == 404


def test_a_new_page_takes_over_an_address_that_another_had(client: Client, guide: GuidePage, rename: Any) -> None:
    rename(guide, "sore-knees")
    other = add(HomePage.objects.get(), "knees")
    assert client.get("/knees/").status_code == 200
    rename(other, "knees-explained")
    assert hops(client, "/knees/") == [("/knees-explained/", 301)]
    assert client.get("/sore-knees/").status_code == 200


def test_the_feed_moves_with_its_articles(client: Client, rename: Any) -> None:
    index = ArticleIndexPage.objects.get()
    rename(index, "reading")
    assert hops(client, "/articles/feed/") == [("/reading/feed/", 301)]


def test_staffs_own_redirects_work(client: Client, guide: GuidePage) -> None:
    Redirect.add_redirect("/Knie/", redirect_to=guide)
    Redirect.add_redirect("/old-leaflet", redirect_to="https://elsewhere.example/", is_permanent=False)
    assert hops(client, "/Knie/") == [("/knees/", 301)]
    answer = client.get("/old-leaflet")
    assert (answer.status_code, answer["Location"]) == (302, "https://elsewhere.example/")


def test_a_redirect_costs_few_queries_however_many_there_are(
    client: Client, guide: GuidePage, rename: Any, django_assert_max_num_queries: Any
) -> None:
    rename(guide, "sore-knees")
    for number in range(100):
        Redirect.add_redirect(f"/old-{number}/", redirect_to=guide)
    client.get("/")
    client.get("/knees/")
    with django_assert_max_num_queries(7):
        client.get("/knees/")
