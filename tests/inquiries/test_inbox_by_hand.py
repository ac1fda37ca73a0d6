"""Inquiries made by phone or in person, and corrections to who wrote."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from inquiries.models import Inquiry, InquiryEvent, Mail, OutgoingWebhook
from inquiries.privacy.retention import purge
from tests.inquiries.inbox_help import (
    act,
    deliver,
    listed,
    make_inquiry,
    page_of,
    seen_after,
    signed_in,
    soup,
    staff,
    step,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/inquiry/add/"


def filled(**changed: Any) -> dict[str, Any]:
    received = timezone.localtime() - timedelta(minutes=5)
    given = {
        "came_by": "phone",
        "received": f"{received:%Y-%m-%d %H:%M}",
        "name": "Grace Caller",
        "phone": "917 555 0199",
        "contact_by": "phone",
        "message": "Asked about zebra stripes",
        "consent_note": "On the phone, today",
        "state": "new",
        "key": str(uuid4()),
    }
    return given | changed


def test_a_call_is_added_once_with_its_consent_and_nobody_is_mailed(desk: Client) -> None:
    assert soup(desk.get("/admin/inquiry/")).find("a", href=ADD)
    data = filled(email="grace@example.com")
    for _ in range(2):  # a double click
        shown = desk.post(ADD, data, follow=True)
    inquiry = Inquiry.objects.get()
    assert (inquiry.came_by, inquiry.state, inquiry.consent_text) == ("phone", "new", "")
    assert (inquiry.name, inquiry.phone, inquiry.contact_by) == ("Grace Caller", "917 555 0199", "phone")
    page = soup(shown).text
    assert "On the phone, today" in page
    assert "Added by hand: phone call" in page
    assert not Mail.objects.exists()
    assert listed(desk.get("/admin/inquiry/")) == [inquiry.reference]
    with connection.cursor() as cursor:
        cursor.execute("SELECT consent_note FROM inquiries_inquiry")
        assert "phone" not in cursor.fetchone()[0]
    act(desk, inquiry, "state", state="spam")
    act(desk, inquiry, "not-spam")
    assert listed(desk.get("/admin/inquiry/")) == [inquiry.reference]
    assert not Mail.objects.exists()
    desk.post(ADD, data | {"name": "Grace’s Sister"})  # back, and on to the next caller
    assert Inquiry.objects.count() == 2


def test_a_call_that_was_answered_at_once_counts_as_no_wait(desk: Client) -> None:
    desk.post(ADD, filled(state="contacted", received="2026-03-02 10:00"))
    inquiry = Inquiry.objects.get()
    assert inquiry.created_at == datetime(2026, 3, 2, 10, tzinfo=timezone.get_current_timezone())
    assert inquiry.first_answered_at == inquiry.created_at


def test_a_call_that_is_added_late_is_kept_as_long_as_any_other(desk: Client) -> None:
    desk.post(ADD, filled(received="2020-03-02 10:00"))
    purge()
    assert Inquiry.objects.exists()


def test_another_system_hears_of_a_call_once(desk: Client) -> None:
    OutgoingWebhook.objects.create(url="https://other.example/", events=["new"], is_on=True)
    data = filled()
    for _ in range(2):
        desk.post(ADD, data)
    told = Mail.objects.get(purpose=Mail.Purpose.WEBHOOK)
    assert (told.inquiry, told.details["event"]) == (Inquiry.objects.get(), "new")


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ({"email", "received", "consent_note"}, {"phone": "", "received": "2099-01-01 10:00", "consent_note": " "}),
        ({"phone"}, {"phone": "12"}),
    ],
)
def test_mistakes_are_said_beside_their_fields_and_what_was_typed_stays(
    desk: Client, fields: set[str], changed: dict[str, str]
) -> None:
    answer = desk.post(ADD, filled(**changed))
    assert answer.status_code == 422
    page = soup(answer)
    assert {field["name"] for field in page.select("[aria-invalid=true]")} == fields
    assert page.find("textarea", {"name": "message"}).text.strip() == "Asked about zebra stripes"
    assert not Inquiry.objects.exists()


def test_only_those_who_may_answer_add_and_correct() -> None:
    reader = signed_in(staff(User, "reader", "view"))
    inquiry = make_inquiry()
    assert reader.get(ADD).status_code == 302
    reader.post(ADD, filled())
    act(reader, inquiry, "correct", name="Other", email="other@example.com")
    inquiry.refresh_from_db()
    assert (Inquiry.objects.count(), inquiry.email) == (1, "ada@example.com")
    assert "Add an inquiry" not in reader.get("/admin/inquiry/").content.decode()


@pytest.mark.parametrize("fate", [{"state": Mail.State.BOUNCED}, {"last_error": "recipient refused 550"}])
def test_a_corrected_address_keeps_the_old_one_encrypted_and_what_bounced_goes_there(
    desk: Client, fate: dict[str, str]
) -> None:
    inquiry = make_inquiry(email="ada@exmaple.com", email_failed=True)
    inquiry.mails.filter(purpose="confirmation").update(attempts=3, **fate)
    shown = seen_after(desk, inquiry, "correct", name="Ada Exemplar", email="ada@example.com", phone="")
    inquiry.refresh_from_db()
    assert not inquiry.email_failed  # nothing has failed at the new one
    timeline = soup(shown).select_one(".inbox-timeline").text
    assert "ada@exmaple.com" in timeline
    assert "Ada Example" in timeline
    button = soup(shown).find("form", action=f"/admin/inquiry/{inquiry.pk}/send-bounced/")
    assert "ada@example.com" in button.text
    act(desk, inquiry, "send-bounced")
    assert "ada@example.com" in [mail.to[0] for mail in deliver()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM inquiries_inquiryevent WHERE kind = 'email_corrected'")
        assert "exmaple" not in cursor.fetchone()[0]
    # The person is found by the new address and no longer by the old one, and is erased completely.
    owner = signed_in(staff(User, "owner", "view", "export", "erase"))
    person = "/admin/inquiry/person/"
    assert "Nothing is stored" in owner.post(person, {"email": "ada@exmaple.com", "find": "1"}).content.decode()
    exported = owner.post(person, {"email": "ada@example.com", "inquiry": inquiry.pk, "export": "1"}).json()
    assert "ada@exmaple.com" in json.dumps(exported)
    owner.post(person, {"email": "ada@example.com", "inquiry": inquiry.pk, "erase": "1", "sure": "1"})
    assert not InquiryEvent.objects.exists()


def test_a_wrong_correction_is_said_beside_the_field(desk: Client) -> None:
    inquiry = make_inquiry()
    answer = step(desk, inquiry, "correct", name="Ada", email="nonsense", phone="")
    assert answer.status_code == 422
    assert soup(answer).find("input", id="correct_email")["value"] == "nonsense"
    assert "nonsense" not in desk.get(page_of(inquiry)).content.decode()
