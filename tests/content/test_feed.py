"""The feed of articles."""

import re
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from content.caching.version import invalidate
from content.models import ArticleIndexPage, ArticlePage, HomePage, PractitionerPage, Topic
from tests.content.seo_help import link_of, soup_of

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def index() -> ArticleIndexPage:
    found = ArticleIndexPage.objects.first()
    if found is None:
        found = ArticleIndexPage(title="Articles", slug="articles")
        HomePage.objects.get().add_child(instance=found)
    return found


@pytest.fixture
def article(index: ArticleIndexPage) -> ArticlePage:
    PractitionerPage.objects.update(is_sample=False)
    page = ArticlePage(
        title="Sitting & <standing>",
        slug="sitting-and-standing",
        summary="What “sitting” does.",
        date=date(2099, 1, 5),
        author=PractitionerPage.objects.first(),
        live=True,
    )
    index.add_child(instance=page)
    page.topics = [Topic.objects.get_or_create(slug="sitting", defaults={"name": "Sitting"})[0]]
    page.save()
    invalidate()
    return page


def feed_of(client: Client, index: ArticleIndexPage) -> ElementTree.Element:
    answer = client.get(f"{index.url}feed/")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def test_pages_tell_feed_readers_where_it_is(client: Client, article: ArticlePage, index: ArticleIndexPage) -> None:
    assert link_of(soup_of(client, "/"), "alternate") == f"{index.url}feed/"


def test_the_newest_article_comes_first_with_all_a_reader_needs(
    client: Client, article: ArticlePage, index: ArticleIndexPage
) -> None:
    index.add_child(instance=ArticlePage(title="Written last", slug="written-last", date=date(2020, 1, 2)))
    first = feed_of(client, index).findall("a:entry", ATOM)[0]
    assert first.findtext("a:title", "", ATOM) == "Sitting & <standing>"
    assert first.findtext("a:summary", "", ATOM) == "What “sitting” does."
    assert first.findtext("a:published", "", ATOM).startswith("2099-01-05")
    assert first.findtext("a:author/a:name", "", ATOM) == article.author.title
    assert [category.get("term") for category in first.findall("a:category", ATOM)] == ["Sitting"]


def head_of(client: Client, article: ArticlePage) -> dict[str, str]:
    """The times that the article's own page tells whoever shares it."""
    found = soup_of(client, article.url).find_all("meta", property=re.compile("^article:.*_time$"))
    return {tag["property"].partition(":")[2]: tag["content"] for tag in found}


def test_an_article_that_was_changed_says_when(client: Client, article: ArticlePage, index: ArticleIndexPage) -> None:
    changed = datetime(2099, 2, 3, 9, 30, tzinfo=UTC)
    ArticlePage.objects.filter(pk=article.pk).update(last_published_at=changed)
    invalidate()
    first = feed_of(client, index).findall("a:entry", ATOM)[0]
    assert first.findtext("a:published", "", ATOM).startswith("2099-01-05")
    assert head_of(client, article) == {"published_time": "2099-01-05", "modified_time": "2099-02-03T09:30:00+00:00"}
    assert datetime.fromisoformat(first.findtext("a:updated", "", ATOM)) == changed
    evening = datetime(2099, 1, 6, 3, 30, tzinfo=UTC)  # still the fifth at the clinic
    ArticlePage.objects.filter(pk=article.pk).update(last_published_at=evening)
    invalidate()
    assert head_of(client, article) == {"published_time": "2099-01-05"}
    assert "dateModified" not in soup_of(client, article.url).find(type="application/ld+json").string
    ArticlePage.objects.filter(pk=article.pk).update(last_published_at=datetime(2099, 1, 2, tzinfo=UTC))
    invalidate()
    first = feed_of(client, index).findall("a:entry", ATOM)[0]
    assert first.findtext("a:updated", "", ATOM) == first.findtext("a:published", "", ATOM), "no change before its day"
    assert head_of(client, article) == {"published_time": "2099-01-05"}


def test_all_links_are_absolute(client: Client, article: ArticlePage, index: ArticleIndexPage, settings: Any) -> None:
    settings.SITE_URL = "https://clinic.example"
    feed = feed_of(client, index)
    links = [link.get("href", "") for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
    links += [element.text or "" for element in feed.iter("{http://www.w3.org/2005/Atom}id")]
    assert len(links) >= 5
    assert all(link.startswith("https://clinic.example/") for link in links), links
    own = feed.find("a:link[@rel='self']", ATOM)
    assert own is not None
    assert own.get("href") == f"https://clinic.example{index.url}feed/"


def test_links_lead_to_the_host_that_was_asked(
    client: Client, article: ArticlePage, index: ArticleIndexPage, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for host in settings.ALLOWED_HOSTS:
        feed = ElementTree.fromstring(client.get(f"{index.url}feed/", headers={"host": host}).content)
        links = [link.get("href", "") for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
        assert all(link.startswith(f"http://{host}/") for link in links), links


def test_drafts_and_private_articles_stay_out(
    client: Client, article: ArticlePage, index: ArticleIndexPage, django_capture_on_commit_callbacks: Any
) -> None:
    assert article.title in ElementTree.tostring(feed_of(client, index), "unicode").replace("&amp;", "&").replace(
        "&lt;", "<"
    ).replace("&gt;", ">")
    with django_capture_on_commit_callbacks(execute=True):
        article.unpublish()
    assert b"sitting-and-standing" not in client.get(f"{index.url}feed/").content
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=index, restriction_type="login")
    assert client.get(f"{index.url}feed/").status_code == 302  # to the login page


def test_a_hundred_articles_cost_as_many_queries_as_one_and_then_none_of_their_own(
    client: Client, article: ArticlePage, index: ArticleIndexPage, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        index.add_child(instance=ArticlePage(title=f"Extra {number}", slug=f"extra-{number}", date=date(2026, 1, 2)))
    invalidate()
    client.get("/")
    with django_assert_max_num_queries(9):
        assert len(feed_of(client, index).findall("a:entry", ATOM)) == 20
    with django_assert_max_num_queries(4):
        feed_of(client, index)


def test_the_index_itself_and_addresses_below_it_are_as_before(client: Client, index: ArticleIndexPage) -> None:
    topics = [link.text for link in soup_of(client, index.url).select("nav[aria-label=Topics] a")]
    assert len(topics) == len(set(topics)) > 2
    assert client.get(f"{index.url}?page=2").status_code == 200
    assert client.get(f"{index.url}feeds/").status_code == 404
    assert client.get(f"{index.url}feed/more/").status_code == 404
