"""What each page's head tells search engines and link previews."""

import json
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from content.caching.version import invalidate
from content.models import ArticleIndexPage, ArticlePage, ClinicSettings, GuidePage, HomePage
from tests.content.seo_help import content_of, link_of, soup_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide() -> GuidePage:
    page = GuidePage(title="Why knees ache", slug="why-knees-ache", summary="Short. And plain.", live=True)
    HomePage.objects.get().add_child(instance=page)
    return page


@pytest.fixture
def articles() -> ArticleIndexPage:
    found = ArticleIndexPage.objects.first()
    if found is None:
        found = ArticleIndexPage(title="Articles", slug="articles")
        HomePage.objects.get().add_child(instance=found)
    for number in range(14):
        found.add_child(instance=ArticlePage(title=f"Extra {number}", slug=f"extra-{number}", date=date(2026, 1, 2)))
    return found


def test_the_search_title_and_description_win_over_title_and_summary(
    client: Client, guide: GuidePage, django_capture_on_commit_callbacks: Any
) -> None:
    soup = soup_of(client, guide.url)
    assert soup.title.get_text() == "Why knees ache · Pinpoint sample clinic"
    assert content_of(soup, name="description") == "Short. And plain."
    guide.seo_title = "Knees that ache"
    guide.search_description = "All about “knees” & <aches>."
    with django_capture_on_commit_callbacks(execute=True):
        guide.save_revision().publish()
    soup = soup_of(client, guide.url)
    assert soup.title.get_text() == "Knees that ache · Pinpoint sample clinic"
    assert content_of(soup, name="description") == "All about “knees” & <aches>."
    assert content_of(soup, property="og:title") == "Knees that ache"


def test_a_long_title_is_not_made_longer_by_the_clinics_name(client: Client, guide: GuidePage) -> None:
    GuidePage.objects.filter(pk=guide.pk).update(seo_title="Why knees ache after a long day of standing in the shop")
    assert soup_of(client, guide.url).title.get_text() == "Why knees ache after a long day of standing in the shop"


def test_a_long_summary_ends_with_a_whole_sentence_in_the_description(client: Client, guide: GuidePage) -> None:
    first = "The knee is a joint that many notice only once it aches, on the stairs or after a walk in the hills."
    GuidePage.objects.filter(pk=guide.pk).update(summary=f"{first} {'And there is more to say. ' * 5}")
    description = content_of(soup_of(client, guide.url), name="description")
    assert description.startswith(first)
    assert description.endswith(".")
    assert len(description) <= 160


def test_a_sentence_that_just_fits_is_the_description(client: Client, guide: GuidePage) -> None:
    sentence = f"{'Knees ' * 25}soon ache."
    assert len(sentence) == 160
    GuidePage.objects.filter(pk=guide.pk).update(summary=f"{sentence} And there is more to say.")
    assert content_of(soup_of(client, guide.url), name="description") == sentence


def test_a_short_first_sentence_alone_is_no_description(client: Client, guide: GuidePage) -> None:
    GuidePage.objects.filter(pk=guide.pk).update(summary=f"It aches. {'Knees ' * 40}")
    description = content_of(soup_of(client, guide.url), name="description")
    assert description.startswith("It aches. Knees Knees")
    assert description.endswith("Knees…")


def test_no_comma_is_left_where_a_description_is_cut(client: Client, guide: GuidePage) -> None:
    GuidePage.objects.filter(pk=guide.pk).update(summary="Calves, " * 30)
    description = content_of(soup_of(client, guide.url), name="description")
    assert description.endswith("Calves, Calves…")


def test_the_address_carries_no_query_but_the_page_of_a_list(client: Client, articles: ArticleIndexPage) -> None:
    assert link_of(soup_of(client, f"{articles.url}?utm_source=x&fbclid=1"), "canonical").endswith(articles.url)
    second = soup_of(client, f"{articles.url}?page=2&utm_source=x")
    assert link_of(second, "canonical") == f"http://testserver{articles.url}?page=2"
    assert second.title.get_text() != soup_of(client, articles.url).title.get_text()
    assert link_of(soup_of(client, f"{articles.url}?page=nonsense"), "canonical").endswith(articles.url)


def test_the_site_address_comes_from_the_environment_where_it_is_set(
    client: Client, guide: GuidePage, settings: Any
) -> None:
    settings.SITE_URL = "https://clinic.example"
    soup = soup_of(client, guide.url, HTTP_HOST="localhost")
    assert link_of(soup, "canonical") == "https://clinic.example/why-knees-ache/"
    assert content_of(soup, property="og:image").startswith("https://clinic.example/social-card/")


def test_search_engines_are_kept_out_until_they_are_let_in(client: Client, guide: GuidePage, settings: Any) -> None:
    assert content_of(soup_of(client, guide.url), name="robots") == "noindex"
    settings.SEO_INDEX = True
    assert content_of(soup_of(client, guide.url), name="robots") == ""
    missing = client.get("/no-such-page/")
    assert content_of(BeautifulSoup(missing.content, "html.parser"), name="robots") == "noindex"


def test_the_head_follows_a_change_of_the_clinics_name(
    client: Client, guide: GuidePage, django_capture_on_commit_callbacks: Any
) -> None:
    HomePage.objects.update(search_description="", summary="")
    home = soup_of(client, "/")
    assert HomePage.objects.get().hero_text.startswith(content_of(home, name="description").rstrip("…")[:60])
    soup_of(client, guide.url)
    clinic = ClinicSettings.objects.get()
    clinic.name = "Kneeworks"
    with django_capture_on_commit_callbacks(execute=True):
        clinic.save()
    assert soup_of(client, guide.url).title.get_text() == "Why knees ache · Kneeworks"


def test_a_preview_shows_the_draft_in_its_head(admin_client: Client, guide: GuidePage) -> None:
    soup_of(admin_client, guide.url)
    guide.title = "A draft about knees"
    guide.save_revision()
    answer = admin_client.get(f"/admin/pages/{guide.pk}/view_draft/")
    assert "A draft about knees" in BeautifulSoup(answer.content, "html.parser").title.get_text()


def test_reading_a_page_again_costs_no_query_for_its_head(
    client: Client, guide: GuidePage, django_assert_max_num_queries: Any
) -> None:
    client.get(guide.url)
    with django_assert_max_num_queries(5):
        client.get(guide.url)


def test_structured_data_is_never_left_by_what_staff_write(client: Client, guide: GuidePage) -> None:
    guide.title = guide.summary = "Pain</script><script>alert(1)</script><!--"
    guide.save_revision().publish()
    page = BeautifulSoup(client.get(guide.url).content, "html.parser")
    data = page.select_one('script[type="application/ld+json"]')
    assert data
    assert "alert(1)" in str(json.loads(str(data.string)))
    assert not [script for script in page.select("script") if (script.string or "").startswith("alert")]


def test_an_alias_names_its_source_and_is_in_no_list(client: Client, guide: GuidePage) -> None:
    guide.create_alias(update_slug="twin")
    invalidate()
    soup = soup_of(client, "/twin/")
    assert link_of(soup, "canonical") == "http://testserver/why-knees-ache/"
    assert content_of(soup, property="og:url") == "http://testserver/why-knees-ache/"
    for listing in ("/sitemap.xml", "/llms.txt", "/search/?q=why+knees+ache"):
        shown = client.get(listing).content.decode()
        assert "/why-knees-ache/" in shown, listing
        assert "/twin/" not in shown, listing
