"""A review is a recorded act: who may record one, what it adds to the page, and what removes it again."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, PageLogEntry, PageViewRestriction

from content.caching.version import invalidate
from content.models import (
    ClinicSettings,
    ConditionPage,
    GuidePage,
    LegalPage,
    PageReview,
    PageSource,
    PractitionerPage,
    Source,
)
from content.models.review import is_same_person, months_later
from content.reviews.record import record_review
from tests.content.checks_help import edit_url
from tests.content.reviews_help import practitioner, reviewed
from tests.content.seo_help import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_commits")]


@pytest.fixture
def _commits(django_capture_on_commit_callbacks: Any) -> Any:
    """Run on-commit callbacks at the end of each request, so that caches are invalidated."""
    with django_capture_on_commit_callbacks(execute=True):
        yield


@pytest.fixture
def condition() -> ConditionPage:
    return ConditionPage.objects.get(slug="hip-pain")


def byline(page: Page) -> str:
    invalidate()
    found = BeautifulSoup(Client().get(page.url).content, "html.parser").select_one(".byline")
    return words(found.get_text()) if found else ""


def press(client: Client, page: Page, person: PractitionerPage, **changes: Any) -> Any:
    """Open the review screen and press its button."""
    address = reverse("review_page", args=[page.pk])
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    revision = soup.find("input", attrs={"name": "revision"})
    return client.post(
        address, {"revision": revision["value"] if revision else "", "practitioner": person.pk} | changes
    )


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_whoever_is_linked_to_a_practitioner_reviews_in_their_own_name(condition: ConditionPage, editor: Any) -> None:
    person = practitioner(account=editor)
    client = signed_in(editor)
    screen = words(client.get(reverse("review_page", args=[condition.pk])).content.decode())
    assert "I have read this page as it stands and stand by it" in screen
    assert press(client, condition, person).url == edit_url(condition)
    review = PageReview.objects.get()
    assert (review.practitioner_id, review.recorded_by_id, review.on_behalf) == (person.pk, editor.pk, False)
    assert (review.reviewed_on, review.revision_id) == (timezone.localdate(), condition.latest_revision_id)
    assert "Reviewed by Anna Smith ·" in byline(condition)
    assert PageLogEntry.objects.get(action="content.review").user_id == editor.pk


def test_staff_who_may_publish_record_it_for_somebody_else_and_the_editor_says_so(
    admin_client: Client, condition: ConditionPage
) -> None:
    press(admin_client, condition, practitioner())
    panel = words(admin_client.get(edit_url(condition)).content.decode())
    assert "Anna Smith reviewed it on" in panel
    assert "recorded on their behalf by admin" in panel
    assert "Reviewed by Anna Smith, recorded on their behalf" in words(
        admin_client.get(reverse("wagtailadmin_pages:history", args=[condition.pk])).content.decode()
    )


def test_only_those_who_may_publish_record_reviews_for_others(condition: ConditionPage, editor: Any) -> None:
    client, other = signed_in(editor), practitioner()
    press(client, condition, other)
    with pytest.raises(PermissionDenied):
        record_review(condition, condition.latest_revision, other, editor)
    mine = practitioner("Eve", account=editor)
    elsewhere = GuidePage.objects.first()  # this editor may not edit it
    assert client.get(reverse("review_page", args=[elsewhere.pk])).status_code == 302
    with pytest.raises(PermissionDenied):
        record_review(elsewhere, elsewhere.latest_revision, mine, editor)
    assert not PageReview.objects.exists()


def test_only_owners_link_an_account(admin_client: Client, django_user_model: Any) -> None:
    person = practitioner()
    assert b'name="account"' in admin_client.get(edit_url(person)).content
    user = django_user_model.objects.create_user(username="mo", password="x" * 14)
    user.groups.add(Group.objects.get(name="Moderators"))
    assert b'name="account"' not in signed_in(user).get(edit_url(person)).content


def test_a_page_that_is_no_health_page_is_not_reviewed(admin_client: Client) -> None:
    page = LegalPage.objects.first()
    assert admin_client.get(reverse("review_page", args=[page.pk])).status_code == 302
    assert b"Read and review this page" not in admin_client.get(edit_url(page)).content


def gone(person: PractitionerPage) -> None:
    person.unpublish()


def private(person: PractitionerPage) -> None:
    PageViewRestriction.objects.create(page=person, restriction_type=PageViewRestriction.LOGIN)


def sample(person: PractitionerPage) -> None:
    person.is_sample = True
    person.save_revision().publish()


def somebody_else(person: PractitionerPage) -> None:
    person.title = "Bella Jones"
    person.save_revision().publish()


def deleted(person: PractitionerPage) -> None:
    person.delete()


@pytest.mark.parametrize("change", [gone, private, sample])
def test_nobody_reads_in_the_name_of_whom_visitors_may_not_know(
    admin_client: Client, condition: ConditionPage, change: Any
) -> None:
    person = practitioner()
    change(person)
    read = {"revision": condition.latest_revision_id, "practitioner": person.pk}
    admin_client.post(reverse("review_page", args=[condition.pk]), read)
    assert not PageReview.objects.exists()


@pytest.mark.parametrize("change", [gone, private, sample, somebody_else, deleted])
def test_only_reviewers_visitors_can_see_are_named(admin_client: Client, condition: ConditionPage, change: Any) -> None:
    person = practitioner()
    reviewed(condition, person)
    change(person)
    invalidate()
    page = Client().get(condition.url).content
    assert not BeautifulSoup(page, "html.parser").select_one(".byline")
    assert b"reviewedBy" not in page
    if change is gone:
        assert "no longer shows" in words(admin_client.get(edit_url(condition)).content.decode())


@pytest.mark.parametrize(
    ("recorded", "title", "same"),
    [
        ("Anna Smith", "anna  smith, LMT", True),
        ("Anna Smith, LMT", "Anna Smith", True),
        ("Anna Smith", "Anna Jones", False),
        ("Sample Reviewer", "Anna Smith", False),
    ],
)
def test_a_recorded_name_is_matched_to_its_person(recorded: str, title: str, same: bool) -> None:
    assert is_same_person(recorded, title) is same


def test_an_edit_of_substance_shows_and_leaves_the_date(admin_client: Client, condition: ConditionPage) -> None:
    reviewed(condition, practitioner(), on=date(2026, 3, 1))
    condition = Page.objects.get(pk=condition.pk).specific
    condition.search_description = "Only for search engines, and long enough to be a description of this condition."
    condition.save_revision().publish()
    assert byline(condition) == "Reviewed by Anna Smith · March 1, 2026"
    condition.summary = "Something that nobody has read."
    condition.save_revision().publish()
    assert byline(condition) == "Reviewed by Anna Smith · March 1, 2026 · edited since"
    screen = admin_client.get(edit_url(condition)).content.decode()
    assert "Changed since its review." in words(screen)
    compare = BeautifulSoup(screen, "html.parser").find("a", href=lambda href: href and "/compare/" in href)
    assert "nobody has read" in words(admin_client.get(compare["href"]).content.decode())
    press(admin_client, condition, PractitionerPage.objects.get(title="Anna Smith"))
    assert "edited since" not in byline(condition)
    assert "March 1, 2026" not in byline(condition)


def test_a_draft_that_was_read_shows_once_it_is_published(condition: ConditionPage) -> None:
    condition.summary = "A better summary."
    revision = condition.save_revision()
    reviewed(Page.objects.get(pk=condition.pk).specific, practitioner())
    assert byline(condition) == ""
    revision.publish()
    assert "Reviewed by Anna Smith" in byline(condition)


def test_what_was_saved_while_somebody_read_is_not_covered(admin_client: Client, condition: ConditionPage) -> None:
    read = condition.latest_revision_id
    condition.summary = "Newer."
    condition.save_revision()
    answer = press(admin_client, condition, practitioner(), revision=read)
    assert "Someone has saved a newer version" in words(admin_client.get(answer.url).content.decode())
    assert not PageReview.objects.exists()


def test_a_review_can_be_taken_back(admin_client: Client, condition: ConditionPage, editor: Any) -> None:
    review = reviewed(condition, practitioner())
    address = reverse("withdraw_review", args=[condition.pk, review.pk])
    signed_in(editor).post(address)
    assert "Anna Smith" in byline(condition)
    admin_client.post(address)
    assert byline(condition) == ""
    assert PageLogEntry.objects.get(action="content.withdraw_review").data["practitioner"] == "Anna Smith"


def test_the_next_date_follows_the_clinics_interval(admin_client: Client, condition: ConditionPage) -> None:
    clinic = ClinicSettings.default()
    clinic.review_months = 6
    clinic.save()
    press(admin_client, condition, practitioner())
    assert PageReview.objects.get().next_on == months_later(timezone.localdate(), 6)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 1), 12, date(2027, 11, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_a_purged_revision_counts_as_changed(condition: ConditionPage) -> None:
    reviewed(condition, practitioner())
    PageReview.objects.update(revision=None)
    assert "edited since" in byline(condition)


def test_a_reviewed_page_can_be_deleted(condition: ConditionPage) -> None:
    reviewed(condition, practitioner())
    condition.delete()
    assert not PageReview.objects.exists()


def test_a_clinician_with_the_right_to_publish_needs_no_right_to_edit(
    condition: ConditionPage, django_user_model: Any
) -> None:
    group = Group.objects.create(name="Clinicians")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    right = Permission.objects.get(content_type__model="page", codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=condition.get_parent(), permission=right)
    user = django_user_model.objects.create_user(username="cleo", password="x" * 14)
    user.groups.add(group)
    press(signed_in(user), condition, practitioner(account=user))
    assert PageReview.objects.get().on_behalf is False


def test_an_alias_names_who_read_the_page_that_it_shows(condition: ConditionPage) -> None:
    alias = condition.create_alias(parent=condition.get_parent(), update_slug="hip-pain-again")
    reviewed(condition, practitioner("Anna Smith"))
    assert "Reviewed by Anna Smith" in byline(alias)


def test_a_source_that_came_later_is_an_edit_since_the_review(condition: ConditionPage) -> None:
    reviewed(condition, practitioner())
    assert "edited since" not in byline(condition)
    condition.page_sources.add(PageSource(source=Source.objects.exclude(citing_pages__page=condition).first()))
    condition.save_revision().publish()
    assert "edited since" in byline(condition)
