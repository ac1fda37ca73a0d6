"""A colleague who left: the name stays at what they did, and what was assigned to them doesn't get lost unseen."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from inquiries.models import Inquiry
from tests.inquiries.inbox_help import act, listed, make_inquiry, page_of, signed_in, soup, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def front() -> Any:
    user = staff(User, "front", "view", "answer")
    user.first_name, user.last_name = "Front", "Test"
    user.save()
    return user


@pytest.fixture
def owner() -> Client:
    return signed_in(User.objects.create_superuser("owner", "owner@clinic.example", "x"))


@pytest.fixture
def inquiry(front: Any) -> Inquiry:
    inquiry, desk = make_inquiry(), signed_in(front)
    desk.get(page_of(inquiry))
    act(desk, inquiry, "assign", assignee=front.pk)
    act(desk, inquiry, "note", text="quiet okapi")
    act(desk, inquiry, "reply", text="Hello", key="6c3f1e4e-5b5e-4b0e-9f6f-0d4f1c2b3a4d")
    return inquiry


def said(page: Any, section: str) -> str:
    return " ".join(page.select_one(section).text.split())


def left_behind(owner: Client) -> int:
    """How many open inquiries of colleagues who left the dashboard counts, and lists."""
    tile = soup(owner.get("/admin/")).select_one("#inbox-section a[href$='attention=left']")
    return len(listed(owner.get(tile["href"]))) if tile else 0


@pytest.mark.parametrize("door", ["delete", "bulk"])
def test_the_name_stays_everywhere_and_the_timeline_says_who_no_longer_has_it(
    owner: Client, front: Any, inquiry: Inquiry, door: str
) -> None:
    bulk = reverse("wagtail_bulk_action", args=["auth", "user", "delete"]) + f"?id={front.pk}"
    asked = owner.post(bulk if door == "bulk" else reverse("wagtailusers_users:delete", args=[front.pk]))
    assert asked.status_code == 302
    assert not User.objects.filter(pk=front.pk).exists()
    page = soup(owner.get(page_of(inquiry)))
    assert "by Front Test on" in said(page, "#conversation-section")
    assert "Front Test," in said(page, "#notes-section")
    assert "Replied to the visitor, Front Test" in said(page, "#timeline-section")
    assert "Looked at the inquiry, Front Test" in said(page, ".inbox-log")
    assert left_behind(owner) == 1
    assert "Assigned to no one, because the account of Front Test was deleted" in said(page, "#timeline-section")


def test_the_question_says_what_is_assigned_and_deactivating_is_one_button(
    owner: Client, front: Any, inquiry: Inquiry
) -> None:
    make_inquiry(assignee=front, state="closed")
    make_inquiry()  # assigned to nobody so far
    act(owner, inquiry, "state", state="booked")
    door = reverse("wagtailusers_users:delete", args=[front.pk])
    page = soup(owner.get(door))
    assert "1 open inquiry is assigned to this account" in " ".join(page.text.split())
    desk = signed_in(front)
    assert desk.get("/admin/").status_code == 200
    answer = owner.post(door, {"deactivate": "1"}, follow=True)
    assert "Front Test can no longer sign in." in answer.content.decode()
    front.refresh_from_db()
    assert not front.is_active
    assert desk.get("/admin/").status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.assignee == front
    assert left_behind(owner) == 1
    act(owner, inquiry, "assign", assignee=User.objects.get(username="owner").pk)
    assert left_behind(owner) == 0


def test_where_nothing_is_assigned_nothing_is_counted(owner: Client, front: Any) -> None:
    page = owner.get(reverse("wagtailusers_users:delete", args=[front.pk])).content.decode()
    assert "assigned to this account" not in page
    assert "Deactivate instead" in page
