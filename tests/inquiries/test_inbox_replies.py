"""Replies from the inbox go through the outbox, stay in their thread, and are sent once."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from inquiries.mail.outbox import enqueue
from inquiries.models import Inquiry, Mail, Message, ReplyTemplate
from tests.inquiries.inbox_help import CANARY, deliver, make_inquiry, page_of, seen_after, soup, step

pytestmark = pytest.mark.django_db


def test_a_reply_goes_through_the_outbox_in_the_thread_and_counts_as_answer(desk: Client) -> None:
    inquiry = make_inquiry()
    confirmation = inquiry.mails.get(purpose=Mail.Purpose.CONFIRMATION)
    deliver()
    key = uuid4()
    for _ in range(2):  # a double click
        step(desk, inquiry, "reply", text="Does Monday suit you?", key=key)
    inquiry.refresh_from_db()
    assert inquiry.state == "contacted"
    assert inquiry.first_answered_at
    (sent,) = deliver()
    assert sent.to == ["ada@example.com"]
    assert "Does Monday suit you?" in sent.body
    assert CANARY not in sent.body
    threaded = {sent.extra_headers[name] for name in ("In-Reply-To", "References")}
    assert threaded == {confirmation.message_id}
    assert "Ada" not in sent.subject
    shown = desk.get(page_of(inquiry)).content.decode()
    assert "Does Monday suit you?" in shown
    assert "Sent, delivery unknown" in shown
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM inquiries_message")
        assert "Monday" not in cursor.fetchone()[0]


def test_a_second_reply_answers_the_visitors_own_mail_and_keeps_the_first_time(desk: Client) -> None:
    inquiry = make_inquiry()
    step(desk, inquiry, "reply", text="Hello", key=uuid4())
    inquiry.refresh_from_db()
    first = inquiry.first_answered_at
    Message.objects.create(inquiry=inquiry, kind="inbound", text="Monday is fine", inbound_id="<theirs@example.com>")
    inquiry.mark_wrote_again()
    assert inquiry in Inquiry.objects.to_answer()
    step(desk, inquiry, "reply", text="See you", key=uuid4())
    inquiry.refresh_from_db()
    assert inquiry not in Inquiry.objects.to_answer()
    assert inquiry.first_answered_at == first
    assert deliver()[-1].extra_headers["In-Reply-To"] == "<theirs@example.com>"


def test_an_empty_reply_is_refused_beside_the_field(desk: Client) -> None:
    inquiry = make_inquiry()
    answer = step(desk, inquiry, "reply", text=" ", key=uuid4())
    assert answer.status_code == 422
    assert "Write the reply first." in answer.content.decode()
    assert not Message.objects.exists()


def test_templates_fill_in_names_and_keep_what_is_typed(desk: Client) -> None:
    inquiry = make_inquiry()
    template = ReplyTemplate.objects.get(name="Ask for times")
    template.text += " {0.__class__} {unknown}"
    template.save()
    answer = step(desk, inquiry, "reply", insert="1", template=template.pk, text="Typed before.", key=uuid4())
    text = soup(answer).find("textarea", {"name": "text", "id": "reply_text"}).text
    assert "Typed before." in text
    assert "Hello Ada Example," in text
    assert "{0.__class__} {unknown}" in text
    assert not Message.objects.exists()


def test_without_an_address_there_is_no_reply_but_the_phone(desk: Client) -> None:
    inquiry = make_inquiry(email="", phone="917 555 0142")
    shown = soup(desk.get(page_of(inquiry)))
    assert not shown.select("#reply_text")
    assert shown.select_one("#reply-section a[href^='tel:']")["href"] == "tel:+19175550142"
    step(desk, inquiry, "reply", text="Hello", key=uuid4())
    assert not Message.objects.exists()


def test_a_reply_to_a_suspect_makes_it_real(desk: Client) -> None:
    inquiry = make_inquiry(is_suspect=True, suspect_reasons=["Many links."])
    assert "Many links." in desk.get(page_of(inquiry)).content.decode()
    assert "not spam" in seen_after(desk, inquiry, "state", state="booked").content.decode()
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.mails.count()) == ("new", 0)
    step(desk, inquiry, "state", state="closed")  # it would be in neither folder
    inquiry.refresh_from_db()
    assert inquiry.state == "new"
    step(desk, inquiry, "not-spam")
    step(desk, inquiry, "not-spam")
    inquiry.refresh_from_db()
    assert inquiry.state_changed_at  # from which retention counts
    assert inquiry.mails.count() == 2
    noticed = make_inquiry(is_suspect=True, email="noticed@example.com")
    enqueue(Mail.Purpose.REPLY_NOTICE, ["desk@clinic.example"], noticed)
    step(desk, noticed, "not-spam")
    assert set(noticed.mails.values_list("purpose", flat=True)) == {"reply_notice", "staff_notice", "confirmation"}
    other = make_inquiry(is_suspect=True, email="other@example.com")
    step(desk, other, "reply", text="Hello", key=uuid4())
    other.refresh_from_db()
    assert (other.is_suspect, other.state) == (False, "contacted")


def test_a_failed_mail_is_sent_again_from_its_row(desk: Client) -> None:
    inquiry = make_inquiry()
    inquiry.mails.update(state=Mail.State.NEEDS_ATTENTION)
    form = soup(desk.get(page_of(inquiry))).select_one(".inbox-mails form")
    desk.post(form["action"])
    assert inquiry.mails.filter(state=Mail.State.QUEUED).count() == 1
    assert len(deliver()) == 1
