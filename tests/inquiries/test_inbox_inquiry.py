"""One inquiry in the inbox: what it shows, and steps that can be undone."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from content.models.pain_map import RegionPage
from inquiries.models import Inquiry, Message
from tests.inquiries.inbox_help import CANARY, deliver, make_inquiry, page_of, seen_after, signed_in, soup, staff, step

pytestmark = pytest.mark.django_db


def test_one_screen_shows_everything(desk: Client) -> None:
    earlier = make_inquiry(phone="+1 917 555 0142", email="old@example.com", state="closed")
    inquiry = make_inquiry(
        phone="(917) 555-0142",
        about="Hip pain\nNeck tension",
        times="mornings",
        answers=json.dumps([["Have you been here before?", "No"]]),
        source_page=Page.objects.get(slug="contact"),
        campaign={"utm_source": "leaflet"},
        referrer_host="search.example",
    )
    shown = soup(desk.get(page_of(inquiry)))
    text = shown.text
    for words in [
        CANARY, "Hip pain", "mornings", "Have you been here before?", "leaflet", "search.example", earlier.reference,
        "Waiting to be sent", "Sent through the website", "ada@example.com",
    ]:  # fmt: skip
        assert words in text, words
    assert shown.find("a", href=page_of(earlier))
    assert len(shown.find_all("h1")) == 1


def test_places_on_the_body_are_named_as_the_pain_map_does(desk: Client) -> None:
    region = RegionPage.objects.live().order_by("path").first()
    shown = soup(desk.get(page_of(make_inquiry(regions=f"{region.slug}\ngone-long-ago:left")))).text
    assert f"Felt at: {region.title}" in shown
    assert "gone long ago, left" in shown


def test_texts_of_visitors_are_shown_as_text_only(desk: Client) -> None:
    inquiry = make_inquiry(
        name="<script>alert(1)</script>", message="<img src=x onerror=alert(1)>", about="<b>x</b>",
        campaign={"utm_source": "<i>y</i>"}, answers="no json <u>z</u>",
    )  # fmt: skip
    Message.objects.create(inquiry=inquiry, kind="inbound", text="<s>w</s>\n\n> <s>quoted</s>", inbound_id="<a@x>")
    shown = desk.get(page_of(inquiry)).content.decode()
    assert "&lt;s&gt;quoted" in shown
    for tag in ["<script>alert", "<img src=x", "<b>x", "<i>y", "<u>z", "<s>"]:
        assert tag not in shown
    assert "<script>alert" not in desk.get("/admin/inquiry/").content.decode()


def test_states_move_on_and_come_back_by_undo(desk: Client) -> None:
    inquiry = make_inquiry()
    said = seen_after(desk, inquiry, "state", state="booked")
    assert "Undo" in said.content.decode()
    inquiry.refresh_from_db()
    assert inquiry.state == "booked"
    assert inquiry.first_answered_at
    undo = soup(said).select_one(".inbox-timeline form")["action"]
    assert desk.get(undo).status_code == 302  # a GET request changes nothing
    inquiry.refresh_from_db()
    assert inquiry.state == "booked"
    desk.post(undo)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.first_answered_at) == ("new", None)
    desk.post(undo)
    step(desk, inquiry, "state", state="closed")
    answer = desk.post(undo, follow=True)  # a stale undo must not revert what came after
    inquiry.refresh_from_db()
    assert inquiry.state == "closed"
    assert "nothing was undone" in answer.content.decode()


def undo_on(client: Client, inquiry: Inquiry) -> Any:
    return soup(client.get(page_of(inquiry))).select_one(".inbox-timeline form")


def test_undo_puts_back_all_that_the_change_of_state_changed(desk: Client) -> None:
    long_ago = timezone.now() - timedelta(days=90)
    inquiry = make_inquiry(state="contacted", first_answered_at=long_ago, state_changed_at=long_ago)
    inquiry.mark_wrote_again()
    assert not undo_on(desk, inquiry)  # it is read now
    before = Inquiry.objects.values().get()
    step(desk, inquiry, "state", state="closed")
    assert inquiry not in Inquiry.objects.to_answer()
    desk.post(undo_on(desk, inquiry)["action"])
    assert Inquiry.objects.values().get() == before
    assert inquiry in Inquiry.objects.to_answer()


def test_undo_never_drops_what_a_visitor_wrote_since(desk: Client) -> None:
    inquiry = make_inquiry()
    step(desk, inquiry, "state", state="booked")
    step(desk, inquiry, "state", state="closed")
    undo = undo_on(desk, inquiry)["action"]
    inquiry.refresh_from_db()
    inquiry.note("inbound", automatic=True)  # an out-of-office note doesn't count
    assert undo_on(desk, inquiry)
    inquiry.note("inbound", automatic=False)
    inquiry.mark_wrote_again()
    assert not undo_on(desk, inquiry)
    assert "nothing was undone" in desk.post(undo, follow=True).content.decode()
    inquiry.refresh_from_db()
    assert inquiry.state == "closed"
    assert inquiry in Inquiry.objects.to_answer()


def test_undo_never_makes_unanswered_what_was_answered(desk: Client) -> None:
    inquiry = make_inquiry()
    step(desk, inquiry, "state", state="closed")
    step(desk, inquiry, "reply", text="Hello", key=uuid4())
    assert not undo_on(desk, inquiry)
    other = make_inquiry(email="bo@example.com")
    step(desk, other, "reply", text="Hello", key=uuid4())
    desk.post(undo_on(desk, other)["action"])  # it is to be answered again, although a reply went out
    other.refresh_from_db()
    assert other.state == "new"
    assert other.first_answered_at


def test_an_unknown_state_changes_nothing(desk: Client) -> None:
    inquiry = make_inquiry()
    step(desk, inquiry, "state", state="archived")
    inquiry.refresh_from_db()
    assert inquiry.state == "new"


def test_what_staff_called_spam_can_be_taken_back_on_its_page(desk: Client) -> None:
    inquiry = make_inquiry(state="spam")
    assert soup(desk.get(page_of(inquiry))).find("form", action=f"/admin/inquiry/{inquiry.pk}/not-spam/")


def test_assign_follow_up_and_keep_stand_in_the_timeline(desk: Client) -> None:
    inquiry = make_inquiry()
    colleague = staff(User, "colleague", "view")
    outsider = staff(User, "outsider")
    step(desk, inquiry, "assign", assignee=colleague.pk)
    day = timezone.localdate() + timedelta(days=3)
    step(desk, inquiry, "follow-up", follow_up_on=day.isoformat())
    for _ in range(2):  # a double click
        step(desk, inquiry, "keep/1")
    assert "/keep/0/" in desk.get(page_of(inquiry)).content.decode()
    inquiry.refresh_from_db()
    assert (inquiry.assignee, inquiry.follow_up_on, inquiry.is_held) == (colleague, day, True)
    text = soup(desk.get(page_of(inquiry))).select_one(".inbox-timeline").text
    said = [text.index(words) for words in ("Marked “never erase”", "Follow up on", "Assigned to colleague")]
    assert said == sorted(said)  # the newest first
    assert step(desk, inquiry, "assign", assignee=outsider.pk).status_code == 422
    today = timezone.localdate()
    assert step(desk, inquiry, "follow-up", follow_up_on=today.isoformat()).status_code == 302
    past = today - timedelta(days=1)
    refused = step(desk, inquiry, "follow-up", follow_up_on=past.isoformat())
    assert "Choose today or a later day" in refused.content.decode()


def test_notes_are_private_and_unreadable_in_the_database(desk: Client) -> None:
    inquiry = make_inquiry()
    step(desk, inquiry, "note", text="prefers <i>quiet giraffes</i>")
    assert "&lt;i&gt;quiet giraffes" in desk.get(page_of(inquiry)).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM inquiries_inquirynote")
        assert "giraffes" not in cursor.fetchone()[0]
    assert all("giraffes" not in message.body for message in deliver())


def test_a_wrong_address_is_said_with_the_phone_number(desk: Client) -> None:
    inquiry = make_inquiry(email_failed=True, phone="917 555 0142")
    assert "call 917 555 0142 instead" in desk.get(page_of(inquiry)).content.decode()


def test_every_look_and_change_is_logged_without_what_was_written(desk: Client) -> None:
    inquiry = make_inquiry()
    desk.get(page_of(inquiry))
    step(desk, inquiry, "state", state="contacted")
    step(desk, inquiry, "note", text="a private giraffe")
    step(desk, inquiry, "reply", text="a written okapi", key=uuid4())
    entries = ModelLogEntry.objects.filter(object_id=str(inquiry.pk))
    assert {"inquiries.view", "inquiries.state", "inquiries.note", "inquiries.reply"} <= set(
        entries.values_list("action", flat=True)
    )
    kept = " ".join(f"{entry.label} {entry.data}" for entry in entries)
    kept += " ".join(f"{event.kind} {event.data}" for event in inquiry.events.all())
    for secret in ["Ada", "zebra", "giraffe", "okapi", "example.com"]:
        assert secret not in kept
    assert entries.filter(user__username="desk").count() == entries.count()


def test_those_who_may_only_view_get_no_forms_and_can_not_post() -> None:
    viewer = signed_in(staff(User, "viewer", "view"))
    inquiry = make_inquiry()
    shown = soup(viewer.get(page_of(inquiry)))
    assert not [form for form in shown.select("form") if "/admin/inquiry/" in form.get("action", "")]
    for name in [
        "state",
        "assign",
        "follow-up",
        "note",
        "reply",
        "proposal",
        "call-off",
        "keep/1",
        "not-spam",
    ]:
        data = {"state": "closed", "text": "x", "key": uuid4(), "follow_up_on": "", "assignee": ""}
        assert viewer.post(f"/admin/inquiry/{inquiry.pk}/{name}/", data).status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.state == "new"
    assert not inquiry.notes.exists()
    assert not inquiry.messages.exists()


def test_pages_are_kept_by_no_cache(desk: Client) -> None:
    assert "no-store" in desk.get(page_of(make_inquiry()))["Cache-Control"]
