"""Staff can word the visitor's confirmation themselves."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client

from inquiries.models import Inquiry, InquiryPage
from tests.inquiries.visitor import CANARY, answers, deliver, send

pytestmark = pytest.mark.django_db


def reword(**words: str) -> InquiryPage:
    page = InquiryPage.objects.get()
    for name, text in words.items():
        setattr(page, f"confirmation_{name}", text)
    page.save_revision().publish()
    return page


def confirmation(client: Client) -> Any:
    send(client, answers(client))
    deliver()
    return next(message for message in mail.outbox if message.to == ["ada@example.com"])


def test_the_words_of_staff_reach_the_visitor_in_text_and_html(client: Client) -> None:
    reword(
        subject="Thanks from {clinic}",
        opening="Hello.\n\nWe <3 mail & call {phone}.",
        closing="Your {clinic}, {clinic}",
    )
    got = confirmation(client)
    reference = Inquiry.objects.get().reference
    assert got.subject == f"Thanks from Pinpoint sample clinic ({reference})"
    html = str(got.alternatives[0][0])
    assert "We <3 mail & call " in got.body
    assert "We &lt;3 mail &amp; call " in html
    assert "Your Pinpoint sample clinic" in got.body
    for part in (got.body, html):
        assert "in an emergency" in part  # staff can't remove this part
        assert "{" not in part.partition("</head>")[2]


def test_nothing_that_a_visitor_wrote_can_be_quoted(client: Client) -> None:
    reword(opening="{first_name} {name} {message} {email} {inquiry.message} {{ inquiry.message }} {reference}")
    got = confirmation(client)
    everything = got.subject + got.body + str(got.alternatives[0][0])
    assert "Ada" not in everything
    assert CANARY not in everything
    assert Inquiry.objects.get().reference in got.body


def test_an_empty_closing_leaves_no_gap_and_a_reply_keeps_the_thread(client: Client, admin_client: Client) -> None:
    reword(subject="It came in", closing="")
    got = confirmation(client)
    inquiry = Inquiry.objects.get()
    assert "\n\n\n" not in got.body
    shown = BeautifulSoup(admin_client.get(f"/admin/inquiry/inspect/{inquiry.pk}/").content, "html.parser")
    key = shown.select_one("#reply_key")["value"]
    admin_client.post(f"/admin/inquiry/{inquiry.pk}/reply/", {"text": "Tuesday?", "key": key})
    deliver()
    reply = mail.outbox[-1]
    assert reply.subject == f"Re: {got.subject}"
    assert reply.extra_headers["In-Reply-To"] == got.extra_headers["Message-ID"]


def test_staff_see_the_mail_while_they_write_it(admin_client: Client) -> None:
    page = InquiryPage.objects.get()
    editor = BeautifulSoup(admin_client.get(f"/admin/pages/{page.pk}/edit/").content, "html.parser")
    assert editor.select_one("[name=confirmation_subject]")["value"] == "We received your inquiry"
    assert "Email to the visitor" in [option.text.strip() for option in editor.select("option")]
    page.confirmation_opening = "Words that nobody published yet, {reference}."
    shown = page.make_preview_request(preview_mode="confirmation")
    text = shown.content.decode()
    assert "Words that nobody published yet, K7QF-3M9P." in text
    assert "We received your inquiry (K7QF-3M9P)" in text
    assert "style-src-attr 'unsafe-inline'" in shown["Content-Security-Policy"]


def test_a_subject_of_two_lines_is_refused() -> None:
    page = InquiryPage(title="x", confirmation_subject="Hello\nBcc: everybody@example.com")
    with pytest.raises(Exception, match="one line"):
        page.clean_fields(exclude=[f.name for f in page._meta.fields if f.name != "confirmation_subject"])
