"""The structured data says what the page shows, and nothing more."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.dateformat import time_format
from wagtail.models import Page

from content.caching.version import invalidate
from content.models import (
    ArticleIndexPage,
    ArticlePage,
    ClinicSettings,
    ComparisonPage,
    ConditionIndexPage,
    ConditionPage,
    FAQPage,
    GuidePage,
    HomePage,
    LegalPage,
    MuscleIndexPage,
    MusclePage,
    PainMapPage,
    PractitionerIndexPage,
    PractitionerPage,
    RegionPage,
    SessionsPage,
    SessionType,
)
from tests.content.reviews_help import practitioner, reviewed
from tests.content.seo_help import BASE, graph_of, raw_graph, soup_of, squeezed, visible, walk, words

pytestmark = pytest.mark.django_db
TYPES = {
    HomePage: {"WebPage"},
    GuidePage: {"MedicalWebPage"},
    ComparisonPage: {"MedicalWebPage"},
    ConditionIndexPage: {"CollectionPage"},
    ConditionPage: {"MedicalWebPage"},
    ArticleIndexPage: {"CollectionPage"},
    ArticlePage: {"WebPage", "Article"},
    FAQPage: {"FAQPage"},
    SessionsPage: {"WebPage", "Service"},
    LegalPage: {"WebPage"},
    PractitionerIndexPage: {"CollectionPage"},
    PractitionerPage: {"ProfilePage", "Person"},
    PainMapPage: {"WebPage"},
    RegionPage: {"MedicalWebPage"},
    MuscleIndexPage: {"CollectionPage"},
    MusclePage: {"MedicalWebPage"},
}


@pytest.mark.parametrize("model", TYPES)
def test_each_kind_of_page_is_called_what_it_is(client: Client, model: type[Page]) -> None:
    page = model.objects.live().first()
    assert page is not None, f"the starter has no {model.__name__}"
    nodes = graph_of(soup_of(client, page.url))
    assert TYPES[model] <= set(nodes), model
    assert {"WebSite", "MedicalBusiness"} <= set(nodes)
    assert ("BreadcrumbList" in nodes) == (model is not HomePage)


def test_the_breadcrumb_is_the_visible_one(client: Client) -> None:
    for page in (MusclePage.objects.first(), ConditionPage.objects.first(), SessionsPage.objects.first()):
        soup = soup_of(client, page.url)
        shown = [words(step.get_text()) for step in soup.select("ol.crumbs > li")]
        steps = graph_of(soup)["BreadcrumbList"]["itemListElement"]
        assert [step["name"] for step in steps] == shown
        assert [step["position"] for step in steps] == list(range(1, len(shown) + 1))
        links = [f"{BASE}{link['href']}" for link in soup.select("ol.crumbs > li > a")]
        assert [step["item"] for step in steps] == [*links, f"{BASE}{page.url}"]


def shown(moment: str) -> str:
    """A time from the data, as an American clinic writes it."""
    return time_format(time.fromisoformat(moment), "P")


def test_the_clinic_is_the_one_in_the_footer(client: Client) -> None:
    soup = soup_of(client, "/")
    clinic, footer = graph_of(soup)["MedicalBusiness"], soup.find("footer")
    text = squeezed(footer.get_text())
    for value in (clinic["name"], clinic["telephone"], clinic["email"], *list(clinic["address"].values())[1:-1]):
        assert squeezed(value) in text, value
    rows = {row.th.get_text(): words(row.td.get_text()) for row in footer.find_all("tr")}
    told: dict[str, list[str]] = {}
    for hours in clinic["openingHoursSpecification"]:
        for day in hours["dayOfWeek"]:
            told.setdefault(day, []).append(f"{shown(hours['opens'])}–{shown(hours['closes'])}")
    assert {day: ", ".join(sorted(spans)) for day, spans in told.items()} == {
        day: spans for day, spans in rows.items() if spans != "closed"
    }


def test_the_site_can_be_searched_at_the_address_it_names(client: Client) -> None:
    action = graph_of(soup_of(client, "/"))["WebSite"]["potentialAction"]
    address = action["target"]["urlTemplate"].replace("{search_term_string}", "hip").removeprefix(BASE)
    assert client.get(address).status_code == 200


def make_real() -> None:
    """Treat the starter's people as real."""
    PractitionerPage.objects.update(is_sample=False)
    invalidate()


def test_review_and_author_are_those_of_the_byline(client: Client) -> None:
    page, person = ConditionPage.objects.first(), practitioner("Zoë Núñez", slug="zoë-núñez")
    page.author = person
    page.save_revision().publish()
    reviewed(page, person, on=date(2026, 2, 3))
    soup = soup_of(client, page.url)
    nodes = graph_of(soup)
    own, byline = nodes["MedicalWebPage"], soup.select_one(".byline")
    assert own["lastReviewed"] == byline.find("time")["datetime"] == "2026-02-03"
    reviewer = nodes[own["reviewedBy"]["@id"]]
    assert reviewer["name"] in byline.get_text()
    assert [link["href"] for link in byline.find_all("a")] == [reviewer["url"].removeprefix(BASE)] * 2
    assert nodes[own["author"]["@id"]]["name"] == person.title
    assert graph_of(soup_of(client, person.url))["Person"]["@id"] == own["author"]["@id"]


def test_a_sample_signs_nothing(client: Client) -> None:
    for page in (ConditionPage.objects.first(), MusclePage.objects.first(), ArticlePage.objects.live().first()):
        page.author, reviewer = PractitionerPage.objects.all()[:2]
        page.save()
        reviewed(page, reviewer)
        soup = soup_of(client, page.url)
        assert not soup.select(".byline")
        graph = raw_graph(soup)
        assert not {"reviewedBy", "lastReviewed"} & {name for name, _ in walk(graph)}
        assert "Person" not in [node["@type"] for node in graph]
        authors = [value for name, value in walk(graph) if name == "author"]
        assert authors in ([], [{"@id": f"{BASE}/#clinic"}])
        assert soup.find("meta", property="article:author") is None


def test_an_article_has_its_headline_day_author_and_topics(client: Client) -> None:
    make_real()
    index = ArticleIndexPage.objects.get()
    page = ArticlePage(
        title="Sitting </script> still",
        slug="sitting-still",
        summary="What sitting does.",
        date=date(2026, 2, 3),
        author=PractitionerPage.objects.first(),
        live=True,
    )
    index.add_child(instance=page)
    invalidate()
    soup = soup_of(client, page.url)
    nodes = graph_of(soup)
    article = nodes["Article"]
    assert article["headline"] == words(soup.h1.get_text())
    assert article["datePublished"] == "2026-02-03" == soup.select_one(".page-head time")["datetime"]
    assert nodes[article["author"]["@id"]]["name"] == page.author.title
    assert article["mainEntityOfPage"]["@id"] == f"{BASE}{page.url}#page"


def test_a_person_is_described_as_on_their_page(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    page = PractitionerPage.objects.first()
    page.credentials, page.licence_number, page.languages, page.is_sample = "LMT", "MT 1234", "English, Spanish", False
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    soup = soup_of(client, page.url)
    person, text = graph_of(soup)["Person"], visible(soup)
    assert person["name"] == words(soup.h1.get_text())
    assert person["knowsLanguage"] == ["English", "Spanish"]
    for shown in (person["jobTitle"], person["hasCredential"]["name"], person["identifier"]["value"]):
        assert shown in text
    page.is_sample = True
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    sample = graph_of(soup_of(client, page.url))["Person"]
    assert "hasCredential" not in sample
    assert "identifier" not in sample


def test_an_offer_has_the_price_that_the_page_shows_and_a_sample_is_no_offer(client: Client) -> None:
    page = SessionsPage.objects.get()
    session = SessionType.objects.first()
    session.price, session.currency, session.is_sample = Decimal("85.50"), "GBP", False
    session.save()
    invalidate()
    soup = soup_of(client, page.url)
    services = [node for node in raw_graph(soup) if node["@type"] == "Service"]
    text = squeezed(visible(soup))
    assert services
    for service in services:
        assert squeezed(service["name"]) in text
        assert squeezed(service.get("description", "")) in text
    offers = {service["@id"].rpartition("-")[2]: service["offers"] for service in services if "offers" in service}
    (offer,) = offers.values()
    assert (offer["price"], offer["priceCurrency"]) == ("85.50", "GBP")
    assert offer["eligibleDuration"]["value"] == session.minutes
    assert "£85.50" in visible(soup)


def test_a_clinic_without_an_address_claims_none(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    clinic = ClinicSettings.objects.get()
    clinic.street = clinic.locality = clinic.phone = clinic.email = ""
    with django_capture_on_commit_callbacks(execute=True):
        clinic.save()
    node = graph_of(soup_of(client, "/"))["MedicalBusiness"]
    assert not {"address", "telephone", "email"} & set(node)


def test_a_region_says_which_part_of_the_body_it_is_about(client: Client) -> None:
    nodes = graph_of(soup_of(client, "/pain-map/outer-hip/"))
    assert nodes["MedicalWebPage"]["about"] == {
        "@type": "AnatomicalStructure",
        "name": "Outer hip",
        "alternateName": ["Regio trochanterica"],
    }
