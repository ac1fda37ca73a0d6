"""What pages may cost: queries for one page of each type, bytes and requests for every starter page."""

import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images.models import Image
from wagtail.models import Page

from content.caching.version import invalidate
from content.models import ArticlePage, ConditionPage, GlossaryTerm, GuidePage, HomePage, RegionPage
from tests.content.reviews_help import practitioner, reviewed

WARM_QUERIES = 5
HOME_QUERIES = 6
EDITOR_QUERIES = 20  # how many more queries a condition's editor may take than an article's, whatever it links to
FIRST_LOOK_QUERIES = 20  # right after a publication, when nothing about any page is cached


def one_page_of_each_type() -> list[Page]:
    """The first live page of every type, and the one with the longest body."""
    chosen: dict[type[Page], list[Page]] = {}
    for page in Page.objects.live().filter(depth__gte=2).order_by("path").specific():
        known = chosen.setdefault(type(page), [page])
        known[1:] = [max(page, known[-1], key=lambda one: len(str(getattr(one, "body", ""))))]
    return [page for pages in chosen.values() for page in dict.fromkeys(pages)]


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


def first_look(client: Client, url: str) -> list[str]:
    """The queries that the database gets."""
    client.get(url)
    invalidate()
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return [query["sql"][:120] for query in queries]


def over_budget(client: Client, urls: list[str]) -> dict[str, list[str]]:
    asked = {url: first_look(client, url) for url in urls}
    return {url: queries for url, queries in asked.items() if len(queries) > FIRST_LOOK_QUERIES}


@pytest.mark.django_db
def test_the_first_look_after_a_publication_asks_little_too(client: Client) -> None:
    others = ["/no-such-page/", "/search/", "/search/?q=hip", "/pain-map/at/outer-hip/left-calf/", "/articles/feed/"]
    assert over_budget(client, [*(page.url for page in one_page_of_each_type()), *others]) == {}


@pytest.mark.django_db
def test_reviews_authors_and_terms_cost_little(client: Client) -> None:
    """Pages with an author, a review and an edit since then, and terms that link to pages."""
    person = practitioner()
    for number, guide in enumerate(GuidePage.objects.all()):
        GlossaryTerm.objects.create(term=f"word {number}", explanation="What it means.", page=guide)
    pages = [page for model in (ConditionPage, RegionPage, GuidePage) if (page := model.objects.first())]
    for page in pages:
        page.author = person
        page.save_revision().publish()
        reviewed(page, person)
        page.title = f"{page.title}, edited"
        page.save_revision().publish()
    invalidate()
    assert over_budget(client, [str(page.url) for page in pages]) == {}
    assert "edited since" in client.get(pages[0].url).text


@pytest.mark.django_db
def test_many_pictures_and_people_cost_no_more(client: Client) -> None:
    picture = Image.objects.first()
    assert picture
    for number in range(9):
        practitioner(f"Anna Smith {number}", photo=picture)
    guide = GuidePage.objects.first()
    assert guide
    shown = {"image": picture.pk, "decorative": True, "alt_text": ""}
    figure = {"type": "figure", "value": {"image": shown, "caption": "", "credit": "", "width": "text"}}
    guide.body = json.dumps([figure] * 9)
    guide.save()
    invalidate()
    assert over_budget(client, [str(guide.url), "/practitioners/", "/"]) == {}
    assert client.get(str(guide.url)).text.count('class="figure figure--text"') == 9


@pytest.mark.django_db
def test_the_editor_of_a_page_with_many_links_asks_hardly_more(admin_client: Client) -> None:
    """A condition is linked to a dozen muscles and regions, and its text to as many pages."""

    def asked(page: Page | None) -> int:
        assert page
        url = f"/admin/pages/{page.pk}/edit/"
        admin_client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(url).status_code == 200
        return len(queries)

    condition, article = ConditionPage.objects.get(slug="hip-pain"), ArticlePage.objects.first()
    assert asked(condition) <= asked(article) + EDITOR_QUERIES
    form = BeautifulSoup(admin_client.get(f"/admin/pages/{condition.pk}/edit/").content, "html.parser")
    for number, link in enumerate(condition.condition_muscles.select_related("muscle")):
        title = form.find(id=f"id_condition_muscles-{number}-muscle-title")
        assert title
        assert title.get_text(strip=True) == link.muscle.title
