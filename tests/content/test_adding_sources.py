"""Editors add a source or a topic wherever they need it; a DOI or PubMed number can fill in the form."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from content.links.outside import LinkAnswer, Outside, OutsideError
from content.models import ArticleIndexPage, ArticlePage, ClinicSettings, Source, Topic
from content.sources import views
from content.text.references import normal_doi, normal_pmid
from tests.forms import as_sent, form_with

pytestmark = pytest.mark.django_db
WORK = {
    "message": {
        "type": "journal-article",
        "title": ["Pressure and <i>pain</i>: a systematic review"],
        "author": [
            {"family": "Marsh", "given": "Jo Ann"}, {"family": "Li", "given": "W."}, {"name": "Pain Group"},
            {"family": "Ng", "given": "K"},
        ],
        "short-container-title": ["Ann Rehabil Med"],
        "issued": {"date-parts": [[2024, 3]]},
        "volume": "48",
        "page": "573-81",
    }
}  # fmt: skip
SUMMARY = {
    "result": {
        "16919982": {
            "title": "Referred pain from muscle.",
            "authors": [{"name": "Marsh J"}, {"name": "Li W"}],
            "source": "Eur J Pain",
            "pubdate": "2007 May",
            "volume": "11",
            "pages": "475-82",
            "pubtype": ["Randomized Controlled Trial"],
            "articleids": [{"idtype": "doi", "value": "10.1016/J.EJPAIN.2006.07.005"}],
        }
    }
}


class Library(Outside):
    """Stands in for Crossref and PubMed with a few publications each."""

    def __init__(self, **answers: Any) -> None:
        super().__init__("test")
        self.answers = answers

    def request(self, method: str, url: str, **_: Any) -> LinkAnswer:
        service = "crossref" if url.startswith("https://api.crossref.org/works/10.") else "pubmed"
        answer = self.answers.get(service, 404)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, LinkAnswer):
            return answer
        return LinkAnswer(answer) if isinstance(answer, int) else LinkAnswer(200, body=json.dumps(answer).encode())


@pytest.fixture
def editor(django_user_model: Any) -> Client:
    user = django_user_model.objects.create_user(username="eve", password="x" * 14)
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def look_up(editor: Client, monkeypatch: pytest.MonkeyPatch) -> Any:
    def look_up(field: str, number: str, **answers: Any) -> dict[str, Any]:
        monkeypatch.setattr(views, "outside_now", lambda: Library(**answers))
        found: dict[str, Any] = editor.post(reverse("look_up_source"), {"field": field, "number": number}).json()
        return found

    ClinicSettings.objects.update(looks_outside=True)
    return look_up


def create(client: Client, **fields: str) -> Any:
    sent = {"doi": "", "pmid": "", "citation": "", "url": "", "kind": "trial", "finding": ""} | fields
    return client.post(reverse("wagtailsnippetchoosers_content_source:create"), sent).json()


@pytest.mark.parametrize("field", ["doi", "url"])
def test_an_editor_adds_a_source_in_the_chooser(editor: Client, field: str) -> None:
    window = editor.get(reverse("wagtailsnippetchoosers_content_source:choose")).json()["html"]
    form = BeautifulSoup(window, "html.parser").select_one("form[data-chooser-modal-creation-form]")
    assert {field["name"] for field in form.select("input:not([type=hidden]), textarea")} >= {"doi", "pmid", "citation"}
    answer = create(editor, citation="Marsh J. Knots. Pain 2024;1:2.", **{field: "https://doi.org/10.1000/ABC"})
    assert answer["step"] == "chosen"
    source = Source.objects.get(doi="10.1000/abc")
    assert (source.key, source.url.lower()) == ("marsh-2024", "https://doi.org/10.1000/abc")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"doi": "abc", "citation": "X 2024."}, "A DOI begins with 10."),
        ({"pmid": "123456789", "citation": "X 2024."}, "up to eight digits"),
        ({"doi": "doi:10.5535/ARM.2017.41.4.573", "citation": "X 2024."}, "is here already: “kwon-2017"),
        ({"pmid": "https://pubmed.ncbi.nlm.nih.gov/16919982/", "citation": "X."}, "is here already: “fernandez-2007"),
        ({"url": "https://pubmed.ncbi.nlm.nih.gov/16919982/", "citation": "X."}, "is here already: “fernandez-2007"),
        ({"url": "https://www.NHS.uk/conditions/heart-attack/", "citation": "X."}, "is here already: “nhs-heart-a"),
        ({"doi": "10.1000/abc"}, "required"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(editor: Client, fields: dict[str, str], said: str) -> None:
    before = Source.objects.count()
    answer = create(editor, **fields)
    errors = BeautifulSoup(answer["htmlFragment"], "html.parser").select(".w-field__errors")
    assert said in " ".join(error.get_text() for error in errors)
    assert Source.objects.count() == before


@pytest.mark.parametrize(
    "typed", ["10.1000/ABC", " doi: 10.1000/abc. ", "https://dx.doi.org/10.1000/abc", "doi.org/10.1000%2Fabc"]
)
def test_a_doi_is_read_however_it_is_written(typed: str) -> None:
    assert normal_doi(typed) == "10.1000/abc"


@pytest.mark.parametrize("typed", ["123", "PMID: 123", "pmid 123", "https://pubmed.ncbi.nlm.nih.gov/123/"])
def test_a_pubmed_number_is_read_however_it_is_written(typed: str) -> None:
    assert normal_pmid(typed) == "123"


def test_crossref_fills_in_the_form(look_up: Any) -> None:
    assert look_up("doi", "doi:10.1000/ABC", crossref=WORK)["fields"] == {
        "doi": "10.1000/abc",
        "pmid": "",
        "citation": "Marsh JA, et al. Pressure and pain: a systematic review. Ann Rehabil Med 2024;48:573. "
        "doi 10.1000/abc.",
        "url": "https://doi.org/10.1000/abc",
        "kind": "review",
    }


@pytest.mark.parametrize(
    ("names", "cited"), [(2, "Marsh JA, Li W."), (3, "Marsh JA, Li W, Pain Group."), (4, "Marsh JA, et al.")]
)
def test_up_to_three_authors_are_named(look_up: Any, names: int, cited: str) -> None:
    work = WORK["message"] | {"author": WORK["message"]["author"][:names]}
    citation = look_up("doi", "10.1000/abc", crossref={"message": work})["fields"]["citation"]
    assert citation.startswith(f"{cited} Pressure and pain")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("A systematic review and guideline", "guideline"),
        ("A meta-analysis of knots", "review"),
        ("A handbook review", "review"),
        ("The book of knots", "textbook"),
        ("Knots", "trial"),
    ],
)
def test_what_a_publication_calls_itself_says_its_kind(look_up: Any, title: str, kind: str) -> None:
    work = WORK["message"] | {"title": [title]}
    assert look_up("doi", "10.1000/abc", crossref={"message": work})["fields"]["kind"] == kind


def test_a_book_is_cited_by_its_editors_and_an_article_without_pages_by_its_number(look_up: Any) -> None:
    work = {name: value for name, value in WORK["message"].items() if name not in ("author", "page")}
    work |= {"editor": [{"family": "Marsh", "given": "Jo"}], "article-number": "e107"}
    citation = look_up("doi", "10.1000/abc", crossref={"message": work})["fields"]["citation"]
    assert citation.startswith("Marsh J. Pressure and pain")
    assert "2024;48:e107." in citation


@pytest.mark.parametrize("right", ["add_source", "change_source"])
def test_whoever_may_add_or_change_a_source_may_look_it_up(look_up: Any, django_user_model: Any, right: str) -> None:
    user = django_user_model.objects.create_user(username="ann", password="x" * 14)
    client = Client()
    client.force_login(user)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    sent = {"field": "doi", "number": ""}
    assert client.post(reverse("look_up_source"), sent).status_code == 302
    user.user_permissions.add(Permission.objects.get(codename=right))
    assert "Write a DOI" in client.post(reverse("look_up_source"), sent).json()["error"]


def test_pubmed_fills_in_the_form(look_up: Any) -> None:
    Source.objects.filter(pmid="16919982").update(pmid="")
    assert look_up("pmid", "16919982", pubmed=SUMMARY)["fields"] == {
        "doi": "10.1016/j.ejpain.2006.07.005",
        "pmid": "16919982",
        "citation": "Marsh J, Li W. Referred pain from muscle. Eur J Pain 2007;11:475. "
        "doi 10.1016/j.ejpain.2006.07.005.",
        "url": "https://doi.org/10.1016/j.ejpain.2006.07.005",
        "kind": "trial",
    }


@pytest.mark.parametrize(
    ("field", "number", "answers", "said"),
    [
        ("doi", "", {}, "Write a DOI"),
        ("pmid", "x", {}, "Write a PubMed number"),
        ("doi", "10.1000/none", {"crossref": 404}, "Crossref doesn’t know this number"),
        ("doi", "10.1000/abc", {"crossref": OutsideError("x")}, "Crossref can’t be reached"),
        ("doi", "10.1000/abc", {"crossref": 503}, "Crossref gave an answer that can’t be used"),
        ("doi", "10.1000/abc", {"crossref": LinkAnswer(503, body=b'{"message": {}}')}, "Crossref can’t answer"),
        ("doi", "10.1000/abc", {"crossref": {"odd": 1}}, "can’t be read"),
        ("pmid", "9", {"pubmed": {"result": {"9": {"error": "cannot get"}}}}, "PubMed has nothing under this number"),
        ("doi", "10.5535/arm.2017.41.4.573", {}, "is here already: “kwon-2017"),
    ],
)
def test_why_nothing_was_filled_in_is_said_in_plain_words(
    look_up: Any, field: str, number: str, answers: dict[str, Any], said: str
) -> None:
    assert said in look_up(field, number, **answers)["error"]


def test_nothing_is_asked_for_while_it_is_switched_off(look_up: Any, editor: Client) -> None:
    window = editor.get(reverse("wagtailsnippetchoosers_content_source:choose")).json()["html"]
    assert "data-look-up" in window
    ClinicSettings.objects.update(looks_outside=False)
    window = editor.get(reverse("wagtailsnippetchoosers_content_source:choose")).json()["html"]
    assert "data-look-up" not in window
    assert "switched off" in look_up("doi", "10.1000/abc", crossref=WORK)["error"]
    assert Client().post(reverse("look_up_source")).status_code == 302


def test_a_topic_is_named_where_topics_are_chosen(admin_client: Client, editor: Client) -> None:
    article = ArticlePage.objects.live().filter(topics__isnull=False).first()
    first = article.topics.first()
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    sent = as_sent(form_with(admin_client.get(address).content, "title")) | {"body-count": "0"}
    sent |= {"topics": [first.pk], "new_topics": f"Tennis, {first.name.upper()} ,  Neck  pain"}
    admin_client.post(address, sent)
    article.refresh_from_db()
    draft = article.get_latest_revision_as_object()
    assert {topic.name for topic in draft.topics.all()} == {first.name, "Tennis", "Neck pain"}
    assert Topic.objects.get(name="Neck pain").slug == "neck-pain"
    assert b"new_topics" in editor.get(address).content
    # The editor saves on its own while somebody types, and a half-typed word must not become a topic.
    sent = as_sent(form_with(admin_client.get(address).content, "title")) | {"body-count": "0", "new_topics": "Swimm"}
    answer = admin_client.post(address, sent, headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert not Topic.objects.filter(name="Swimm").exists()


def test_topics_that_differ_by_a_sign_have_addresses_of_their_own() -> None:
    for name in ("Rowing", "Rowing!", "Rowing?"):
        Topic.named(name)
    Topic.objects.get(slug="rowing-2").delete()
    assert Topic.named("Rowing.").slug == "rowing-2"


def test_a_new_page_that_saves_itself_makes_no_topic_of_half_a_word(admin_client: Client) -> None:
    address = reverse("wagtailadmin_pages:add", args=["content", "articlepage", ArticleIndexPage.objects.get().pk])
    sent = as_sent(form_with(admin_client.get(address).content, "title")) | {"body-count": "0", "new_topics": "Swimm"}
    typed = {"title": "Water", "slug": "water", "summary": "Why water helps."}
    answer = admin_client.post(address, sent | typed, headers={"accept": "application/json"})
    assert answer.json()["success"], answer.json()
    assert not Topic.objects.filter(name="Swimm").exists()


@pytest.mark.parametrize(("letters", "is_taken"), [(60, True), (61, False)])
def test_a_topic_may_have_sixty_letters(admin_client: Client, letters: int, is_taken: bool) -> None:
    article = ArticlePage.objects.live().first()
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    sent = as_sent(form_with(admin_client.get(address).content, "title")) | {"body-count": "0"}
    answer = admin_client.post(address, sent | {"new_topics": "x" * letters}, follow=True)
    assert ("A topic has at most 60 characters." in answer.content.decode()) is not is_taken
    assert Topic.objects.filter(name="x" * letters).exists() is is_taken


def test_a_new_topic_takes_no_chosen_one_away(admin_client: Client) -> None:
    article = ArticlePage.objects.live().filter(topics__isnull=False).first()
    first = article.topics.first()
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    sent = as_sent(form_with(admin_client.get(address).content, "title")) | {"body-count": "0"}
    admin_client.post(address, sent | {"topics": [first.pk], "new_topics": "Tennis"})
    article.refresh_from_db()
    draft = article.get_latest_revision_as_object()
    assert {topic.name for topic in draft.topics.all()} == {first.name, "Tennis"}
