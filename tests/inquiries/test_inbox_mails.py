"""Mails that wait or failed: staff see which ones, and send them again, send them elsewhere, or drop them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as sent
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from inquiries.mail.outbox import enqueue
from inquiries.models import Inquiry, Mail
from tests.inquiries.inbox_help import CANARY, act, listed, make_inquiry, seen_after, signed_in, soup, staff
from tests.inquiries.visitor import deliver

pytestmark = pytest.mark.django_db
MAILS = "/admin/inquiry/mails/"
State = Mail.State


@pytest.fixture
def desk(django_user_model: Any) -> Client:
    return signed_in(staff(django_user_model, "desk", "view", "answer"))


@pytest.fixture
def lead(django_user_model: Any) -> Client:
    """A front-desk user who may also decide where mails to staff go."""
    return signed_in(staff(django_user_model, "lead", "view", "answer", "change_inquiryrouting"))


def failed(inquiry: Inquiry, purpose: str, state: str = State.NEEDS_ATTENTION) -> Mail:
    inquiry.mails.exclude(purpose=purpose).update(state=State.SENT)
    inquiry.mails.filter(purpose=purpose).update(state=state, attempts=90, last_error="SMTPRecipientsRefused 550")
    return inquiry.mails.get(purpose=purpose)


def text_of(client: Client) -> str:
    return " ".join(soup(client.get(MAILS)).select_one("main").text.split())


def test_what_waits_or_failed_is_listed_without_content(desk: Client) -> None:
    make_inquiry().mails.update(state=State.SENT)
    assert "No email is waiting to be sent" in text_of(desk)
    lost = make_inquiry(name="Bo Lost")
    failed(lost, Mail.Purpose.STAFF_NOTICE)
    make_inquiry(email="", name="Cy Waiting")
    said = text_of(desk)
    assert "1 email waits to be sent" in said
    assert "1 failed and needs someone" in said
    assert lost.reference in said
    assert "SMTPRecipientsRefused 550" in said
    assert CANARY not in said
    assert {"private", "no-store"} <= set(desk.get(MAILS)["Cache-Control"].split(", "))


def test_of_many_mails_the_oldest_are_listed_and_the_others_counted(desk: Client, monkeypatch) -> None:
    monkeypatch.setattr("inquiries.inbox.mails.MAX_SHOWN", 1)
    make_inquiry()
    assert "The oldest 1 of 2." in text_of(desk)


def test_a_notice_goes_to_another_colleague(lead: Client) -> None:
    inquiry = make_inquiry()
    mail = failed(inquiry, Mail.Purpose.STAFF_NOTICE)
    lead.post(f"/admin/inquiry/{inquiry.pk}/mails/{mail.pk}/", {"to": "second@clinic.example"})
    deliver()
    assert [message.to for message in sent.outbox] == [["second@clinic.example"]]
    assert Inquiry.objects.get().email == "ada@example.com"
    assert "failed and need" not in text_of(lead)


def test_without_the_right_to_route_a_mail_to_staff_keeps_its_address(desk: Client) -> None:
    inquiry = make_inquiry(email="")
    mail = failed(inquiry, Mail.Purpose.STAFF_NOTICE)
    (own,) = enqueue(Mail.Purpose.REMINDER, ["desk@clinic.example"])
    Mail.objects.filter(pk=own.pk).update(state=State.BOUNCED)
    for address in (MAILS, f"/admin/inquiry/inspect/{inquiry.pk}/"):
        assert "Send to another address" not in desk.get(address).content.decode()
    for address in (f"/admin/inquiry/{inquiry.pk}/mails/{mail.pk}/", f"{MAILS}{own.pk}/"):
        answer = desk.post(address, {"to": "stranger@elsewhere.example"}, follow=True)
        assert "Its address was not changed" in answer.content.decode()
    deliver()
    assert sorted(message.to[0] for message in sent.outbox) == ["desk@clinic.example", "hello@example.com"]


def test_a_mistyped_address_is_corrected_and_the_mail_and_replies_go_there(desk: Client) -> None:
    inquiry = make_inquiry(email="ada@exmaple.com")
    Inquiry.objects.filter(pk=inquiry.pk).update(email_failed=True)
    mail = failed(inquiry, Mail.Purpose.CONFIRMATION, State.BOUNCED)
    shown = soup(desk.get(f"/admin/inquiry/inspect/{inquiry.pk}/"))
    assert "bounced" in shown.select_one(".inbox-warning").text
    act(desk, inquiry, "correct", name=inquiry.name, email="ada@example.com")
    act(desk, inquiry, f"mails/{mail.pk}")
    deliver()
    assert [message.to for message in sent.outbox] == [["ada@example.com"]]
    shown = soup(desk.get(f"/admin/inquiry/inspect/{inquiry.pk}/"))
    assert not shown.select_one(".inbox-warning")
    assert "Corrected the visitor’s email address" in shown.select_one(".inbox-timeline").text
    found = desk.post("/admin/inquiry/find/", {"q": "ada@example.com"}, follow=True)
    assert listed(found) == [inquiry.reference]


def test_an_address_that_is_tried_again_is_not_called_wrong(desk: Client) -> None:
    inquiry = make_inquiry(email_failed=True)
    mail = failed(inquiry, Mail.Purpose.CONFIRMATION, State.BOUNCED)
    act(desk, inquiry, f"mails/{mail.pk}")
    assert not soup(desk.get(f"/admin/inquiry/inspect/{inquiry.pk}/")).select_one(".inbox-warning")


@pytest.mark.parametrize("to", ["no address", "a@example.com, b@example.com", "a@example.com\nBcc: c@example.com"])
def test_what_is_no_address_changes_nothing(desk: Client, to: str) -> None:
    inquiry = make_inquiry()
    mail = failed(inquiry, Mail.Purpose.STAFF_NOTICE)
    desk.post(f"/admin/inquiry/{inquiry.pk}/mails/{mail.pk}/", {"to": to})
    mail.refresh_from_db()
    assert (mail.state, mail.recipient) == (State.NEEDS_ATTENTION, "hello@example.com")


def test_a_mail_tried_in_vain_is_sent_now(desk: Client) -> None:
    inquiry = make_inquiry(email="")
    mail = inquiry.mails.get()
    address = f"/admin/inquiry/{inquiry.pk}/mails/{mail.pk}/"
    inquiry.mails.update(attempts=3, next_attempt_at=timezone.now() + timedelta(hours=1))
    assert "Send now" in desk.get(MAILS).content.decode()
    desk.post(address)
    deliver()
    assert len(sent.outbox) == 1
    desk.post(address)  # a second click, after it was sent
    deliver()
    assert len(sent.outbox) == 1


def test_a_mail_that_a_worker_just_sends_is_left_alone(desk: Client) -> None:
    inquiry = make_inquiry(email="")
    mail = inquiry.mails.get()
    lease = timezone.now() + timedelta(minutes=1)
    inquiry.mails.update(attempts=3, leased_by="worker", lease_until=lease)
    desk.post(f"/admin/inquiry/{inquiry.pk}/mails/{mail.pk}/", {"to": "second@clinic.example"})
    mail.refresh_from_db()
    assert (mail.lease_until, mail.recipient) == (lease, "hello@example.com")


def test_a_failed_reminder_is_found_and_sent_or_dropped(lead: Client) -> None:
    (one,) = enqueue(Mail.Purpose.REMINDER, ["old@clinic.example"])
    (two,) = enqueue(Mail.Purpose.SUSPECT_DIGEST, ["old@clinic.example"])
    Mail.objects.update(state=State.BOUNCED)
    assert "2 failed and need someone" in text_of(lead)
    lead.post(f"{MAILS}{one.pk}/", {"drop": "1"})
    lead.post(f"{MAILS}{two.pk}/", {"to": "new@clinic.example"})
    deliver()
    assert [message.to for message in sent.outbox] == [["new@clinic.example"]]
    assert list(Mail.objects.values_list("pk", flat=True)) == [two.pk]
    assert "failed and need" not in text_of(lead)


def test_only_what_failed_and_belongs_to_nobody_can_be_dropped(desk: Client) -> None:
    inquiry = make_inquiry()
    mail = failed(inquiry, Mail.Purpose.STAFF_NOTICE)
    assert desk.post(f"{MAILS}{mail.pk}/", {"drop": "1"}).status_code == 404
    desk.post(f"/admin/inquiry/{inquiry.pk}/mails/{mail.pk}/", {"drop": "1"})
    (waiting,) = enqueue(Mail.Purpose.REMINDER, ["desk@clinic.example"])
    desk.post(f"{MAILS}{waiting.pk}/", {"drop": "1"})
    assert Mail.objects.filter(pk__in=[mail.pk, waiting.pk]).count() == 2


def test_each_right_opens_its_own_part(django_user_model: Any) -> None:
    inquiry = make_inquiry()
    mail = failed(inquiry, Mail.Purpose.STAFF_NOTICE)
    (own,) = enqueue(Mail.Purpose.REMINDER, ["desk@clinic.example"])
    editor = signed_in(staff(django_user_model, "editor"))
    viewer = signed_in(staff(django_user_model, "viewer", "view"))
    assert editor.get(MAILS).status_code == 302
    assert "Send again" not in viewer.get(MAILS).content.decode()
    for client in (editor, viewer):
        assert client.post(f"/admin/inquiry/{inquiry.pk}/mails/{mail.pk}/").status_code == 302
        assert client.post(f"{MAILS}{own.pk}/", {"drop": "1"}).status_code == 302
    assert Mail.objects.get(pk=mail.pk).state == State.NEEDS_ATTENTION
    assert Mail.objects.filter(pk=own.pk).exists()


def test_the_dashboard_leads_to_mails_and_to_who_waits_too_long(desk: Client) -> None:
    late = make_inquiry(created_at=timezone.now() - timedelta(days=30))
    fresh = make_inquiry(name="Bo Fresh")
    failed(fresh, Mail.Purpose.STAFF_NOTICE)
    panel = soup(desk.get("/admin/")).select_one("#inbox-section")
    links = {link["href"] for link in panel.select("a")}
    assert {MAILS, "/admin/inquiry/?attention=overdue"} <= links
    assert "2 to be sent" in panel.text  # both mails of the late inquiry
    assert "The delivery worker has not run" in panel.text
    assert listed(desk.get("/admin/inquiry/?attention=overdue")) == [late.reference]
    assert listed(desk.get("/admin/inquiry/all/?attention=mail")) == [fresh.reference]
    desk.get(f"/admin/inquiry/inspect/{late.pk}/")
    assert listed(desk.get("/admin/inquiry/all/?attention=unread")) == [fresh.reference]


@pytest.mark.parametrize("purpose", [Mail.Purpose.STAFF_NOTICE, Mail.Purpose.CONFIRMATION])
def test_a_failed_email_of_a_merged_inquiry_counts_for_the_one_that_is_listed(desk: Client, purpose: str) -> None:
    merged, kept = make_inquiry(), make_inquiry()
    failed(merged, purpose)
    Inquiry.objects.filter(pk=merged.pk).update(merged_into=kept)
    assert listed(desk.get("/admin/inquiry/all/?attention=mail")) == [kept.reference]
    assert merged.reference in text_of(desk)


def logged(action: str) -> list[Any]:
    return list(ModelLogEntry.objects.filter(action=f"inquiries.{action}"))


def test_sending_again_is_logged_and_the_timeline_names_the_new_recipient(lead: Client) -> None:
    inquiry = make_inquiry()
    mail = failed(inquiry, Mail.Purpose.STAFF_NOTICE)
    lead.post(f"/admin/inquiry/{inquiry.pk}/mails/{mail.pk}/", {"to": "second@clinic.example"})
    (line,) = logged("sent_again")
    assert line.object_id == str(inquiry.pk)
    assert "second@" not in f"{line.label} {line.data}"
    timeline = soup(lead.get(f"/admin/inquiry/inspect/{inquiry.pk}/")).select_one(".inbox-timeline").text
    assert "Sent an email again: notice to staff, now to second@clinic.example" in timeline
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, data FROM inquiries_inquiryevent")
        assert "second@" not in str(cursor.fetchall())


def test_looking_finding_dropping_and_sending_leave_lines_without_content(lead: Client, desk: Client) -> None:
    make_inquiry()
    (one,) = enqueue(Mail.Purpose.REMINDER, ["old@clinic.example"])
    (two,) = enqueue(Mail.Purpose.REMINDER, ["old@clinic.example"])
    Mail.objects.filter(inquiry=None).update(state=State.BOUNCED)
    for _ in range(2):
        lead.get("/admin/inquiry/all/?state=new&Ada=1")
        lead.get(MAILS)
    for client in (lead, desk):
        client.get("/admin/inquiry/suspects/")
    lead.post("/admin/inquiry/find/", {"q": "ada"}, follow=True)
    lead.post(f"{MAILS}{one.pk}/", {"drop": "1"})
    lead.post(f"{MAILS}{two.pk}/", {"to": "new@clinic.example"})
    said = {kind: [line.data for line in logged(kind)] for kind in ("list", "find", "mails", "dropped", "sent_again")}
    assert said == {
        "list": [  # logged once, while the same person keeps looking
            *[{"folder": "suspects", "narrowed_by": []}] * 2,
            {"folder": "all", "narrowed_by": ["state"]},
        ],
        "find": [{"folder": "all", "narrowed_by": []}],
        "mails": [{}],
        "dropped": [{"purpose": "reminder"}],
        "sent_again": [{"purpose": "reminder", "elsewhere": True}],
    }
    lines = ModelLogEntry.objects.filter(action__startswith="inquiries.")
    assert [line.user.username for line in lines].count("desk") == 1
    assert {line.user.username for line in lines} == {"lead", "desk"}


def test_a_delivered_reminder_is_not_sent_again(desk: Client) -> None:
    (mail,) = enqueue(Mail.Purpose.REMINDER, ["desk@clinic.example"])
    Mail.objects.filter(pk=mail.pk).update(state=State.DELIVERED)
    desk.post(f"{MAILS}{mail.pk}/", {"to": "elsewhere@clinic.example"})
    mail.refresh_from_db()
    assert (mail.state, mail.recipient) == (State.DELIVERED, "desk@clinic.example")


def test_a_confirmation_that_was_given_up_is_shown_where_failed_mails_are(desk: Client) -> None:
    inquiry = make_inquiry(phone="917 555 0142")
    failed(inquiry, Mail.Purpose.CONFIRMATION)
    answered = make_inquiry(email="bo@example.com", state="booked")
    failed(answered, Mail.Purpose.CONFIRMATION)
    assert listed(desk.get("/admin/inquiry/all/?attention=mail")) == [inquiry.reference]
    assert inquiry.reference in text_of(desk)
    assert answered.reference not in text_of(desk)
    assert "never reached" not in desk.get(f"/admin/inquiry/inspect/{answered.pk}/").content.decode()
    shown = soup(desk.get(f"/admin/inquiry/inspect/{inquiry.pk}/")).select_one(".inbox-warning").text
    assert "never reached ada@example.com" in shown
    assert "call 917 555 0142" in shown


def test_a_mail_queued_again_does_not_say_that_it_was_sent(desk: Client) -> None:
    inquiry = make_inquiry()
    mail = failed(inquiry, Mail.Purpose.CONFIRMATION, State.BOUNCED)
    Mail.objects.filter(pk=mail.pk).update(sent_at=timezone.now())
    desk.post(f"/admin/inquiry/{inquiry.pk}/mails/{mail.pk}/")
    mail.refresh_from_db()
    assert (mail.sent_at, mail.last_error) == (None, "")


def test_without_the_encryption_key_no_address_is_corrected_and_the_person_stays_found(desk: Client, settings) -> None:
    inquiry = make_inquiry()
    kept, settings.FIELD_KEYS = settings.FIELD_KEYS, ["b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXktMTI="]
    answer = seen_after(desk, inquiry, "correct", name="Ada", email="new@example.com")
    assert "encryption key" in answer.content.decode()
    settings.FIELD_KEYS = kept
    inquiry.refresh_from_db()
    assert inquiry.email == "ada@example.com"
    assert listed(desk.post("/admin/inquiry/find/", {"q": "ada"}, follow=True)) == [inquiry.reference]
