"""What staff choose or change in one place shows on every page that uses it."""

import json

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction

from content.caching.version import invalidate
from content.models import (
    ArticleIndexPage,
    ArticlePage,
    ClinicPage,
    GuidePage,
    HomePage,
    MusclePage,
    PageSource,
    PainMapPage,
    PractitionerPage,
    ReferralPattern,
    RegionPage,
    RegionRedFlag,
    RelatedLink,
    SessionsPage,
    SessionType,
    Topic,
)

pytestmark = pytest.mark.django_db


def read(address: str) -> BeautifulSoup:
    invalidate()
    return BeautifulSoup(Client().get(address).content, "html.parser")


def menu() -> list[str]:
    return [link.get_text(strip=True) for link in read("/").select("header .menu a")]


def test_menu_and_breadcrumb_say_where_one_is() -> None:
    page = HomePage.objects.get().get_children().live().in_menu().first().specific
    page.slug = "über-uns"
    page.save_revision().publish()
    page = Page.objects.get(pk=page.pk).specific
    shown = read(page.url)
    assert [link["href"] for link in shown.select("header .menu [aria-current=page]")] == [page.url]
    assert [item.get_text() for item in shown.select(".crumbs [aria-current=page]")] == [page.short_title]


def test_the_menu_is_the_tree() -> None:
    before = menu()
    assert before == [
        page.short_title for page in HomePage.objects.get().get_children().live().in_menu().order_by("path").specific()
    ]
    home = HomePage.objects.get()
    page = home.get_children().in_menu().last().specific
    page.menu_title = "Renamed"
    page.save()
    Page.objects.get(pk=page.pk).move(home, pos="first-child")
    assert menu() == ["Renamed", *before[:-1]]
    page = Page.objects.get(pk=page.pk)
    page.show_in_menus = False
    page.save()
    assert menu() == before[:-1]


def related(address: str) -> list[str]:
    heading = read(address).find(id="related")
    return [link["href"] for link in heading.find_parent("section").select("li a")] if heading else []


def test_chosen_related_pages_are_shown_and_others_found_when_none_are_chosen() -> None:
    article = ArticlePage.objects.live().first()
    article.related_links = []
    article.save_revision().publish()
    found = related(article.url)
    assert len(found) == 3
    assert article.url not in found
    chosen = GuidePage.objects.get(slug="trigger-points")
    article.related_links = [RelatedLink(page=page) for page in (chosen, article, chosen)]
    article.save_revision().publish()
    assert related(article.url) == [chosen.url]
    assert related(chosen.url)
    assert chosen.url not in related(chosen.url)
    chosen.unpublish()
    assert related(article.url) == []


def test_articles_with_the_most_topics_in_common_are_related_the_newest_first() -> None:
    index = ArticleIndexPage.objects.get()
    topics = [Topic.named("Rowing"), Topic.named("Boats")]

    def article(title: str, day: str, shared: int) -> ArticlePage:
        page = ArticlePage(title=title, slug=title.lower().replace(" ", "-"), date=day)
        index.add_child(instance=page)
        page.topics = topics[:shared]
        page.save_revision().publish()
        return page

    own = article("On rowing", "2026-03-03", 2)
    old, new = article("One old", "2026-01-01", 1), article("One new", "2026-03-02", 1)
    both = article("Both", "2020-01-01", 2)
    assert related(own.url) == [both.url, new.url, old.url]


def test_a_price_changed_once_is_changed_everywhere() -> None:
    """On every page that shows sessions, in the text and in what search engines read."""
    session = SessionType.objects.exclude(price=None).first()
    session.is_sample = False
    session.save()
    pages = [page for page in Page.objects.live().filter(depth__gte=2).specific() if isinstance(page, ClinicPage)]
    showing = [page.url for page in pages if any(block.block_type == "sessions" for block in page.blocks())]
    assert SessionsPage.objects.get().url in showing
    before = f"{session.price:.2f}"
    assert all(before in offers(read(address)) for address in showing)
    session.price = "123.40"
    session.save()
    for address in showing:
        page = read(address)
        assert "$123.40" in page.main.get_text()
        assert "123.40" in offers(page)
        assert not [text for text in page.select("main .price") if text.get_text().startswith(f"${before}")]


def offers(page: BeautifulSoup) -> set[str]:
    """The prices in the page's structured data."""
    graph = json.loads(page.find("script", type="application/ld+json").string)["@graph"]
    return {f"{float(node['offers']['price']):.2f}" for node in graph if "offers" in node}


def test_a_muscle_warns_first_of_what_is_serious_where_it_is_often_felt() -> None:
    muscle = MusclePage.objects.live().first()
    rare, often = RegionPage.objects.live()[:2]
    for region, signs in ((rare, "Rare one\nRare two\nRare three"), (often, "Often one\nOften two\nOften three")):
        region.red_flags = [RegionRedFlag(level="emergency", signs=signs)]
        region.save()
    muscle.referrals = [
        ReferralPattern(region=rare, strength="spillover"),
        ReferralPattern(region=often, strength="primary"),
    ]
    muscle.save()
    first = read(muscle.url).select("#doctor + ul li")
    # The first sign of each place stays in view, whatever else there is.
    assert [sign.get_text() for sign in first] == ["Often one", "Often two", "Rare one"]


def test_the_list_of_articles_begins_with_the_newest_whichever_was_written_last() -> None:
    index = ArticleIndexPage.objects.get()
    for title, day in (("Newest", "2099-01-02"), ("Older", "2099-01-01")):
        index.add_child(instance=ArticlePage(title=title, slug=title.lower(), date=day))
    assert [item.a.get_text() for item in read(index.url).select("ul.cards li")][:2] == ["Newest", "Older"]


def test_topics_of_drafts_and_private_articles_are_not_offered() -> None:
    index = ArticleIndexPage.objects.get()
    for name, live in (("Open", True), ("Draft", False), ("Private", True)):
        page = ArticlePage(title=name, slug=f"about-{name.lower()}", live=live)
        index.add_child(instance=page)
        page.topics = [Topic.named(f"{name} topic")]
        page.save()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    invalidate()
    offered = read(index.url).get_text()
    assert "Open topic" in offered
    assert "Draft topic" not in offered
    assert "Private topic" not in offered


def test_readers_find_articles_about_a_topic() -> None:
    index = ArticleIndexPage.objects.get()
    article = ArticlePage.objects.live().filter(topics__isnull=False).first()
    topic = article.topics.first()
    link = read(article.url).find("a", string=topic.name)
    about = read(link["href"])
    assert about.find("link", rel="canonical")["href"].endswith(index.url)
    titles = {item.a.get_text() for item in about.select("ul.cards li")}
    assert article.title in titles
    assert titles == set(ArticlePage.objects.live().filter(topics=topic).values_list("title", flat=True))
    assert about.find("strong", string=topic.name)
    assert about.find("a", string="All articles")["href"] == index.url
    assert "No articles here" in read(f"{index.url}?topic=nothing-of-ours").get_text()


def test_the_next_page_of_a_topic_keeps_to_the_topic() -> None:
    index, topic = ArticleIndexPage.objects.get(), Topic.named("Rowing")
    for number in range(13):
        page = ArticlePage(title=f"Rowing {number}", slug=f"rowing-{number}")
        index.add_child(instance=page)
        page.topics = [topic]
        page.save()
    following = read(f"{index.url}?topic={topic.slug}").find("a", rel="next")["href"]
    assert len(read(f"{index.url}{following}").select("ul.cards li")) == 1


def test_a_source_says_below_its_citation_what_it_found() -> None:
    guide = GuidePage.objects.get(slug="trigger-points")
    source = guide.page_sources.exclude(source__finding="").first().source
    PageSource.objects.create(page=guide, source=source)
    (shown,) = read(guide.url).find_all(id=f"source-{source.key}")
    said = " ".join(shown.get_text(" ").split())
    assert said == f"{source.citation} {source.finding}"


def test_a_page_is_shared_with_its_own_picture() -> None:
    page = GuidePage.objects.get(slug="trigger-points")
    page.social_image = get_image_model().objects.first()
    page.save_revision().publish()
    assert "/media/images/" in read(page.url).find("meta", property="og:image")["content"]


def test_a_practitioner_says_what_can_be_checked() -> None:
    person = PractitionerPage.objects.get(slug="sample-therapist")
    person.credentials, person.licence_number, person.languages = "LMT", "MT 1234", "English, Spanish"
    person.register_url, person.accepting_clients = "https://register.example/1234", False
    person.save_revision().publish()
    main = read(person.url).main
    text = main.get_text(" ")
    for said in ("LMT", "MT 1234", "English, Spanish", "Not accepting new clients"):
        assert said in text
    assert main.find("a", href="https://register.example/1234")


def drawn(figure: Tag) -> Tag:
    """The picture in a figure, parsed as the browser gets it."""
    svg = read(str(figure.img["src"])).svg
    assert isinstance(svg, Tag)
    return svg


def test_staff_choose_the_drawing_of_the_first_screen_and_its_words() -> None:
    home = HomePage.objects.get()
    figure = read("/").select_one(".hero-figure")
    assert drawn(figure)["aria-label"].count("felt here") >= 1
    assert home.example_felt in figure.text

    home.example_muscle = MusclePage.objects.get(slug="gluteus-minimus")
    home.example_felt, home.example_starts = "felt down the leg", "may start in the hip"
    home.map_text = "Point to it."
    home.save_revision().publish()
    page = read("/")
    assert "Outer thigh" in drawn(page.select_one(".hero-figure"))["aria-label"]
    assert "may start in the hip" in page.select_one(".hero-figure").text
    assert "Point to it." in page.select_one(".where").text

    home.example_muscle.unpublish()
    assert read("/").select_one(".hero-figure") is None


def test_staff_say_how_far_the_map_goes() -> None:
    pain_map = PainMapPage.objects.get()
    pain_map.how_far = "A convention, no more."
    pain_map.save_revision().publish()
    for address in ("/pain-map/outer-hip/", "/pain-map/at/left-outer-hip/"):
        assert "A convention, no more." in read(address).select_one(".box--evidence").text


def test_a_portrait_is_described_by_whose_it_is() -> None:
    person = PractitionerPage.objects.get(slug="sample-therapist")
    assert "in the place of a portrait" in read(person.url).select_one(".person-aside img")["alt"]
    person.photo = get_image_model().objects.create(title="x", description="At the door", file=get_test_image_file())
    person.save_revision().publish()
    for address in (person.url, person.get_parent().url):
        assert read(address).select_one("main picture img")["alt"] == "Sample Therapist"
