"""Merging keeps staff's work: a booking, a follow-up date and an assignee go along, and come back if separated."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from content.models import PractitionerPage
from inquiries.models import Inquiry
from tests.inquiries.inbox_help import act, make_inquiry, seen_after, soup

pytestmark = pytest.mark.django_db
WORK = ("state", "booked_for", "booked_with_id", "follow_up_on", "assignee_id", "email_failed")


@pytest.fixture
def booked(desk: Client) -> Inquiry:
    return make_inquiry(
        state="booked",
        booked_for=timezone.now() + timedelta(days=3),
        booked_with=PractitionerPage.objects.live().first(),
        follow_up_on=timezone.localdate(),
        assignee=User.objects.get(username="desk"),
        email_failed=True,
    )


def work_on(inquiry: Inquiry) -> tuple[Any, ...]:
    return Inquiry.objects.values_list(*WORK).get(pk=inquiry.pk)


def test_work_goes_along_is_named_and_comes_back(desk: Client, booked: Inquiry) -> None:
    new = make_inquiry()
    before = list(Inquiry.objects.order_by("pk").values())
    shown = soup(seen_after(desk, new, f"merge/{booked.pk}"))
    assert work_on(new) == work_on(booked)
    taken = "assigned to desk; follow up on"
    assert f"Taken over from {booked.reference}: {taken}" in shown.text
    assert f"Taken over from it: {taken}" in shown.select_one("#merged-section").text
    assert "Was booked for" in shown.select_one("#merged-section").text
    assert "and taken over: assigned to desk" in shown.select_one(".inbox-timeline").text
    assert Inquiry.objects.to_answer().get() == new  # its question is still open
    act(desk, new, f"separate/{booked.pk}")
    after = list(Inquiry.objects.order_by("pk").values())
    assert [row | {"read_at": None} for row in after] == [row | {"read_at": None} for row in before]


def test_what_was_changed_or_answered_since_stays(desk: Client, booked: Inquiry) -> None:
    new = make_inquiry()
    act(desk, new, f"merge/{booked.pk}")
    act(desk, new, "assign", assignee="")
    act(desk, new, "reply", text="See you then.", key="6f0f0f2e-57a5-4b8f-9a3f-0123456789ab")
    act(desk, new, f"separate/{booked.pk}")
    assert work_on(new) == ("contacted", None, None, None, None, False)


def test_what_the_kept_one_has_stays_and_the_earlier_follow_up_and_the_coming_visit_win(
    desk: Client, booked: Inquiry
) -> None:
    other = User.objects.create_user("other")
    past, later = timezone.now() - timedelta(days=9), timezone.localdate() + timedelta(days=9)
    kept = make_inquiry(state="booked", booked_for=past, follow_up_on=later, assignee=other)
    act(desk, kept, f"merge/{booked.pk}")
    assert work_on(kept) == (*work_on(booked)[:4], other.pk, True)
    second = make_inquiry(state="booked", booked_for=timezone.now() + timedelta(days=30))
    act(desk, kept, f"merge/{second.pk}")
    assert work_on(kept) == (*work_on(booked)[:4], other.pk, True)


def test_a_practitioner_deleted_since_does_not_come_back(desk: Client, booked: Inquiry) -> None:
    was = PractitionerPage.objects.live().last()
    kept = make_inquiry(state="contacted", booked_with=was)
    act(desk, kept, f"merge/{booked.pk}")
    was.delete()
    act(desk, kept, f"separate/{booked.pk}")
    assert work_on(kept)[:3] == ("contacted", None, None)
