"""Each sample page is read, rewritten or unpublished, and whatever is left of the sample is found."""

from importlib import import_module
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page, PageLogEntry

from config.launch.leftovers import leftovers
from config.launch.starter_pages import starter_pages
from content.caching.version import invalidate
from content.models import (
    ArticlePage,
    ConditionPage,
    GlossaryTerm,
    GuidePage,
    ReusableText,
    SessionsPage,
    SessionType,
    StarterRecord,
)
from content.starter.files import page_files
from tests.content.reviews_help import practitioner, reviewed
from tests.inquiries.inbox_help import signed_in
from tests.launch.help import clinic

pytestmark = pytest.mark.django_db


def state(page: Page) -> str:
    invalidate()
    return next(str(one.state) for one in starter_pages() if one.pk == page.pk)


def test_what_counts_as_done_is_what_somebody_did(admin_client: Client) -> None:
    assert len(starter_pages()) == len(page_files())
    assert {str(page.state) for page in starter_pages()} == {"to be read"}
    read, rewritten, retouched, down, looked_at = ArticlePage.objects.order_by("path")[:5]
    admin_client.post(f"/admin/launch/pages/{read.pk}/")
    rewritten.summary = "In our own words."
    rewritten.save_revision().publish()
    retouched.search_description = "For search engines only, which is no text that anybody reads on the page."
    retouched.save_revision().publish()
    down.unpublish()
    admin_client.get(f"/admin/launch/pages/{looked_at.pk}/")
    condition = ConditionPage.objects.first()
    assert condition is not None
    reviewed(condition, practitioner())
    assert state(read) == "read, and right for us"
    assert state(rewritten) == "rewritten"
    assert state(retouched) == "to be read"
    assert state(down) == "unpublished"
    assert state(looked_at) == "to be read"
    assert state(condition) == "reviewed"


def test_marking_a_page_read_records_who_and_when_and_leads_on(admin_client: Client, admin_user: Any) -> None:
    first, second = ArticlePage.objects.order_by("path")[:2]
    answer = admin_client.post(f"/admin/launch/pages/{first.pk}/")
    assert answer.headers["Location"] == f"/admin/launch/pages/{second.pk}/"
    entry = PageLogEntry.objects.get(action="content.read_starter_page")
    assert (entry.page_id, entry.user) == (first.pk, admin_user)
    invalidate()
    listed = BeautifulSoup(admin_client.get("/admin/launch/pages/").content, "html.parser")
    row = listed.find("a", href=f"/admin/launch/pages/{first.pk}/").find_parent("li")
    assert "read, and right for us by admin" in " ".join(row.text.split())


def test_that_a_page_was_read_is_seen_at_once_with_its_last_reader(
    admin_client: Client, django_user_model: Any, django_capture_on_commit_callbacks: Any
) -> None:
    page = ArticlePage.objects.order_by("path").first()
    bea = signed_in(django_user_model.objects.create_superuser("bea"))
    for client, reader in ((admin_client, "admin"), (bea, "bea")):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"/admin/launch/pages/{page.pk}/")
        listed = BeautifulSoup(admin_client.get("/admin/launch/pages/").content, "html.parser")
        row = listed.find("a", href=f"/admin/launch/pages/{page.pk}/").find_parent("li")
        assert f"read, and right for us by {reader}" in " ".join(row.text.split())


def test_after_the_last_page_reading_goes_on_with_the_first_that_is_open(admin_client: Client) -> None:
    pages = starter_pages()
    assert len(pages) > 2
    assert admin_client.post(f"/admin/launch/pages/{pages[0].pk}/")["Location"] == f"/admin/launch/pages/{pages[1].pk}/"
    invalidate()
    answer = admin_client.post(f"/admin/launch/pages/{pages[-1].pk}/")
    assert answer["Location"] == f"/admin/launch/pages/{pages[1].pk}/"


def test_only_whoever_may_edit_or_publish_a_page_can_say_so(django_user_model: Any) -> None:
    page = ArticlePage.objects.first()
    assert page is not None
    stranger = django_user_model.objects.create_user("visitor", "v@parkclinic.org", "x")
    stranger.user_permissions.add(apps.get_model("auth", "Permission").objects.get(codename="access_admin"))
    assert signed_in(stranger).post(f"/admin/launch/pages/{page.pk}/").status_code in (302, 403)
    assert state(page) == "to be read"


def test_a_database_from_before_learns_which_pages_the_starter_made() -> None:
    before = dict(StarterRecord.objects.values_list("path", "page"))
    StarterRecord.objects.update(page=None)
    import_module("content.migrations.0036_starter_pages_and_launch").name_pages(apps, None)
    assert dict(StarterRecord.objects.values_list("path", "page")) == before


def test_only_pages_of_the_sample_are_read_one_by_one(admin_client: Client) -> None:
    own = GuidePage(title="Our own way", slug="our-own-way", live=True)
    ArticlePage.objects.first().get_parent().get_parent().add_child(instance=own)
    assert admin_client.get(f"/admin/launch/pages/{own.pk}/").status_code == 404


def test_what_is_left_of_the_sample_is_shown_to_whoever_can_mend_it(django_user_model: Any) -> None:
    desk = django_user_model.objects.create_user("desk", "d@parkclinic.org", "x")
    desk.groups.add(Group.objects.get(name="Front desk"))
    assert signed_in(desk).get("/admin/launch/leftovers/").status_code in (302, 403)


def found(page: Page) -> list[str]:
    invalidate()
    return [one.words for one in leftovers() if one.page == page.pk]


def test_leftovers_are_found_in_every_part_of_a_page_and_go_with_it(admin_client: Client) -> None:
    page = GuidePage.objects.first()
    assert page is not None
    assert found(page) == []
    page.title = "Our [adjective] method"
    page.body = [
        {"type": "rich_text", "value": "<p>Call <b>(555) 555-0199</b> today.</p>"},
        {"type": "callout", "value": {"kind": "sample", "heading": "Our rule", "text": "<p>Be on time.</p>"}},
        {"type": "faq_group", "value": {"heading": "", "items": [{"question": "TODO?", "answer": "<p>Yes.</p>"}]}},
    ]
    page.save_revision()
    assert found(page) == []  # visitors don't see a draft
    page.get_latest_revision().publish()
    assert sorted(found(page)) == [  # PostgreSQL stores a page's fields in its own order
        "Call (555) 555-0199 today.",
        "Callout “Sample”: Our rule",
        "Our [adjective] method",
        "TODO?",
    ]
    shown = BeautifulSoup(admin_client.get("/admin/launch/leftovers/").content, "html.parser")
    link = shown.find("a", href=f"/admin/pages/{page.pk}/edit/")
    assert "(555) 555-0199" in link.find_parent("li").text
    page.unpublish()
    assert found(page) == []


def test_the_samples_own_words_are_found_wherever_they_are() -> None:
    prices = SessionsPage.objects.get()
    assert any("These are sample prices" in words for words in found(prices))
    assert any("The clinic writes its own" in words for words in found(prices))
    session = SessionType.objects.first()
    assert session is not None
    SessionType.objects.filter(pk=session.pk).update(not_for="(fill in)")
    text = ReusableText.objects.create(name="Parking", text="<p>Behind the house (fill&nbsp;in).</p>")
    term = GlossaryTerm.objects.create(term="knot", explanation="Lorem ipsum.")
    ReusableText.objects.create(name="Draft", text="<p>TODO</p>", live=False)
    clinic(legal_name="[Your company] Ltd", coming_soon_text="TBA", booking_url="https://example.com/book")
    places = {one.url: one.title for one in leftovers() if one.page is None}
    snippets = "/admin/snippets/content/"
    assert places[f"{snippets}sessiontype/edit/{session.pk}/"] == f"Session type: {session}"
    assert places[f"{snippets}reusabletext/edit/{text.pk}/"] == "Reusable text: Parking"
    assert places[f"{snippets}glossaryterm/edit/{term.pk}/"] == "Glossary term: knot"
    assert len(places) == 4
    said = {one.words for one in leftovers() if one.title == "Settings › Clinic"}
    assert {"[Your company] Ltd", "TBA", "https://example.com/book"} <= said
