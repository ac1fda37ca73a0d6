"""Terms are explained where they first appear, and texts shared by several pages are edited in one place."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text

from content.caching.version import invalidate
from content.models import (
    ArticleIndexPage,
    ArticlePage,
    GlossaryTerm,
    GuidePage,
    MusclePage,
    PainMapPage,
    RegionPage,
    ReusableText,
)
from content.models.review import standings
from content.text.glossary import Term, explain
from inquiries.models import InquiryPage
from tests.content.reviews_help import practitioner, reviewed

pytestmark = [pytest.mark.reference_index, pytest.mark.template_context]

KNOT = Term(1, "trigger point", ("trigger point", "muscle knot"), "A sore spot.")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>A trigger point hurts; a trigger point.</p>", "<p>A {trigger point} hurts; a trigger point.</p>"),
        ("<p>Trigger\npoints and a muscle knot</p>", "<p>{Trigger\npoints} and a muscle knot</p>"),
        ("<p>A Trİgger poınt of the muſcle knot.</p>", "<p>A {Trİgger poınt} of the muſcle knot.</p>"),
        ("<h2>Trigger point</h2><p>A muscle knot.</p>", "<h2>Trigger point</h2><p>A {muscle knot}.</p>"),
        ('<p><a href="/x/">trigger <b>point</b> trigger point</a></p>', None),
        ('<section class="red-flags"><section>a</section>trigger point</section>', None),
        ("<details><summary>Trigger point?</summary><p>no</p></details>", None),
        ("<p>trigger pointer, anti-trigger point-like</p>", None),
        ('<img alt="trigger point"><p title="trigger point">x</p><!-- trigger point -->', None),
        ("<svg><title>trigger point</title></svg><label>trigger point</label>", None),
    ],
)
def test_the_first_use_in_running_text_is_linked(html: str, expected: str | None) -> None:
    text, found = explain(html, [KNOT])
    wanted = (expected or html).replace("{", '<a class="term" href="#word-1">').replace("}", "</a>")
    assert (text, found) == (wanted, [KNOT] if expected else [])


def test_a_term_with_signs_is_looked_for_as_it_stands() -> None:
    term = Term(2, "C++ (a.b)*", ("C++ (a.b)*", "[x"), "x")
    assert explain("<p>Cxx aab [x)</p>", [term])[1] == [term]
    assert explain("<p>CCC a-b axb x</p>", [term])[1] == []


def test_a_page_explains_a_handful_of_terms_the_longest_first() -> None:
    terms = [Term(n, f"word{n}", (f"word{n}",), "x") for n in range(20)] + [
        Term(99, "word1 pain", ("word1 pain",), "x")
    ]
    text, found = explain("<p>word1 pain " + " ".join(f"word{n}" for n in range(20)) + "</p>", terms)
    assert len(found) == 8
    assert found[0].pk == 99
    assert text.count("<a ") == 8


@pytest.fixture
def article() -> ArticlePage:
    page = ArticlePage(title="Muscle knots", slug="muscle-knots", live=True)
    page.body = [("rich_text", "<h2>A muscle knot</h2><p>A muscle knot is often felt elsewhere.</p>")]
    ArticleIndexPage.objects.get().add_child(instance=page)
    return page


def read(page: Page) -> BeautifulSoup:
    return BeautifulSoup(Client().get(page.url).content, "html.parser")


@pytest.mark.django_db
def test_a_published_term_is_explained_at_the_end_of_the_page(
    article: ArticlePage, admin_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    assert not read(article).select(".glossary, .term")
    sent = {"term": "muscle knot", "other_forms": "", "explanation": "A tight, sore spot.", "page": ""}
    add = reverse("wagtailsnippets_content_glossaryterm:add")
    with django_capture_on_commit_callbacks(execute=True):
        assert admin_client.post(add, sent).status_code == 302  # saved as a draft
    assert not read(article).select(".glossary, .term")
    term = GlossaryTerm.objects.get()
    edit = reverse("wagtailsnippets_content_glossaryterm:edit", args=[term.pk])
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(edit, sent | {"action-publish": "1"})
    soup = read(article)
    [link] = soup.select("a.term")
    assert link.find_parent("p") is not None
    assert soup.find(id=link["href"][1:]).dd.get_text(strip=True) == "A tight, sore spot."
    assert not soup.find_all("script", src=lambda src: src and "gloss" in src)
    with django_capture_on_commit_callbacks(execute=True):
        term.refresh_from_db()
        term.unpublish()
    assert not read(article).select(".glossary, .term")


@pytest.mark.django_db
def test_a_term_is_explained_in_the_texts_of_muscles_and_regions_and_before_the_map_and_the_form() -> None:
    GlossaryTerm.objects.create(term="muscle knot", explanation="A sore spot.")
    fields = {MusclePage: "signs", RegionPage: "other_causes", PainMapPage: "intro", InquiryPage: "form_intro"}
    for model, field in fields.items():
        page = model.objects.live().first()
        setattr(page, field, "<p>Like a muscle knot.</p>")
        page.save()
        invalidate()
        soup = read(page)
        assert [link.get_text() for link in soup.select("p a.term")] == ["muscle knot"], model
        assert soup.select_one(".glossary dd").get_text(strip=True) == "A sore spot."
        assert not soup.select(".red-flags a.term, form a.term, nav a.term")


@pytest.mark.django_db
def test_a_term_is_not_explained_on_the_page_that_explains_it(article: ArticlePage) -> None:
    guide = GuidePage.objects.get(slug="trigger-points")
    GlossaryTerm.objects.create(term="trigger point", explanation="A sore spot.", page=guide)
    GlossaryTerm.objects.create(term="muscle knot", explanation="A sore spot.", page=guide)
    invalidate()
    assert not read(guide).select(".glossary")
    assert read(article).select_one(".glossary a")["href"] == guide.url


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"term": "ache", "other_forms": "Trigger point"}, "other_forms", "already explained under “trigger point”"),
        ({"term": "Muscle knot"}, "term", "already explained under “trigger point”"),
        ({"term": "ache", "explanation": "Goes away: we cure it, guaranteed."}, "explanation", "claims too much"),
    ],
)
def test_a_term_is_refused_beside_its_field(admin_client: Client, sent: dict[str, str], field: str, said: str) -> None:
    GlossaryTerm.objects.create(term="trigger point", other_forms="muscle knot", explanation="A sore spot.")
    sent = {"other_forms": "", "explanation": "A spot.", "page": "", "action-publish": "1"} | sent
    answer = admin_client.post(reverse("wagtailsnippets_content_glossaryterm:add"), sent)
    assert said in " ".join(answer.context["form"].errors[field])
    assert GlossaryTerm.objects.count() == 1


@pytest.mark.django_db
def test_a_term_with_an_ampersand_is_found_in_a_text(article: ArticlePage) -> None:
    GlossaryTerm.objects.create(term="Travell & Simons", explanation="Two doctors.")
    article.body = [("rich_text", "<p>As Travell &amp; Simons drew it.</p>")]
    article.save()
    invalidate()
    assert read(article).select_one("a.term").get_text() == "Travell & Simons"


# Reusable texts ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_reusable_text_is_edited_once_and_says_where_it_stands(
    article: ArticlePage, admin_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    text = ReusableText.objects.create(name="Parking", text="<h2>Parking</h2><p>Behind the house.</p>")
    guide = GuidePage.objects.get(slug="trigger-points")
    for page in (article, guide):
        page.body = [("reusable_text", {"text": text}), *((b.block_type, b.value) for b in page.body)]
        page.save()
    invalidate()
    assert all(read(page).find("h2", id="parking") for page in (article, guide))
    text.text = "<h2>Parking</h2><p>Across Zeppelin Street.</p>"
    with django_capture_on_commit_callbacks(execute=True):
        text.save_revision().publish()
    assert all("Across Zeppelin Street." in read(page).main.get_text() for page in (article, guide))
    usage = admin_client.get(reverse("wagtailsnippets_content_reusabletext:usage", args=[text.pk])).content.decode()
    assert article.title in usage
    assert guide.title in usage
    assert "/trigger-points/" in Client().get("/search/?q=zeppelin").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        text.unpublish()
    assert "Across Zeppelin Street." not in read(article).main.get_text()


@pytest.mark.django_db
def test_a_reusable_text_that_promises_too_much_is_refused_beside_its_field(admin_client: Client) -> None:
    sent = {"name": "Promise", "text": rich_text("<p>Goes away: we cure it, guaranteed.</p>"), "action-publish": "1"}
    answer = admin_client.post(reverse("wagtailsnippets_content_reusabletext:add"), sent)
    assert "claims too much" in " ".join(answer.context["form"].errors["text"])
    assert not ReusableText.objects.exists()


@pytest.mark.django_db
def test_a_review_does_not_cover_a_shared_text_that_changed_after_it() -> None:
    text = ReusableText.objects.create(name="Care", text="<p>Drink water.</p>")
    guide = GuidePage.objects.get(slug="trigger-points")
    guide.body = [("reusable_text", {"text": text}), *((b.block_type, b.value) for b in guide.body)]
    guide.save_revision().publish()
    person = practitioner("Jo Marsh")
    reviewed(guide, person)
    assert standings([guide])[guide.pk].changed is False
    text.text = "<p>Drink wine.</p>"
    text.save_revision()
    assert standings([guide])[guide.pk].changed is False  # only a draft changed
    text.save_revision().publish()
    assert standings([guide])[guide.pk].changed is True
    assert GuidePage.objects.get(pk=guide.pk).draft_standing().changed is True
    reviewed(guide, person)
    assert standings([guide])[guide.pk].changed is False
    text.unpublish()
    assert standings([guide])[guide.pk].changed is True  # its words are missing now
