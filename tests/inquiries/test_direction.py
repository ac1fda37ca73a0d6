"""Visitors' words keep their own text direction wherever they appear, and visitors are greeted by their full name."""

from importlib import import_module
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.apps import apps
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from inquiries.models import InquiryRouting, Message, ReplyTemplate
from tests.inquiries.inbox_help import deliver, make_inquiry, page_of, signed_in, soup, staff
from tests.inquiries.visitor import answers, send

pytestmark = pytest.mark.django_db

NAME, MESSAGE = "محمد علي", "ألم في الرقبة منذ شهر"
WORDS = (NAME, MESSAGE, "أي صباح", "بالحافلة")


def astray(page: BeautifulSoup) -> list[str]:
    """The places where a visitor's words have no direction of their own."""
    texts = [text for text in page.find_all(string=True) if any(word in text for word in WORDS)]
    boxes = [box for box in page.select("input[value]") if any(word in box["value"] for word in WORDS)]
    assert texts or boxes
    places = [text.parent for text in texts if text.parent] + boxes
    return [str(place)[:200] for place in places if not has_direction(place)]


def has_direction(place: Tag) -> bool:
    return any(tag.name == "bdi" or tag.get("dir") == "auto" for tag in [place, *place.parents])


def test_words_in_a_form_shown_again_have_a_direction(client: Client) -> None:
    given = answers(client, name=NAME, message=MESSAGE, times="أي صباح", consent="")
    assert astray(soup(send(client, given))) == []


def test_words_on_the_page_without_a_database_have_a_direction(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    given = answers(client, name=NAME, message=MESSAGE, times="أي صباح")
    monkeypatch.setattr("inquiries.intake.views.store_inquiry", lambda *_: 1 / 0)
    assert astray(soup(send(client, given))) == []
    assert astray(soup(client.post("/inquiries/send/", given | {"contact_by": "\x00"}))) == []


def test_words_in_the_inbox_have_a_direction(client: Client) -> None:
    inquiry = make_inquiry(
        name=NAME,
        message=MESSAGE,
        times="أي صباح",
        answers='[["How will you come?", "بالحافلة"]]',
        phone="917 555 0142",
    )
    Message.objects.create(inquiry=inquiry, kind="inbound", text=MESSAGE)
    inquiry.notes.create(text=f"Said: {MESSAGE}")
    desk = signed_in(staff(User, "desk", "view", "answer", "export", "erase"))
    shown = soup(desk.get(page_of(inquiry)))
    assert astray(shown) == []
    assert all(box["dir"] == "auto" for box in shown.select("#reply_text, #note_text"))
    assert astray(soup(desk.get("/admin/inquiry/"))) == []
    assert astray(soup(desk.get(f"/admin/bulk/inquiries/inquiry/spam/?id={inquiry.pk}"))) == []
    person: Any = {"email": "ada@example.com", "phone": "", "find": "1"}
    assert astray(soup(desk.post("/admin/inquiry/person/", person))) == []


def test_words_in_html_mails_have_a_direction_and_greetings_the_whole_name(client: Client, desk: Client) -> None:
    InquiryRouting.objects.update_or_create(defaults={"mail_contains_message": True})
    inquiry = make_inquiry(name=f"  {NAME},,", message=MESSAGE)
    Message.objects.create(inquiry=inquiry, kind="inbound", text="x")
    sent = deliver()
    to_staff = next(each for each in sent if "From:" in each.body)
    assert astray(BeautifulSoup(to_staff.alternatives[0][0], "html.parser")) == []
    assert f"From: {NAME}\n" in to_staff.body
    mail.outbox.clear()
    template = ReplyTemplate.objects.create(name="t", text="Hello {name}, hello {first_name}.")
    import_module("inquiries.migrations.0032_ready_groups_and_name_in_replies").fill_in_the_name(apps, None)
    page = soup(desk.post(f"/admin/inquiry/{inquiry.pk}/reply/", {"insert": "1", "template": template.pk, "text": ""}))
    assert page.select_one("#reply_text").text.strip() == f"Hello {NAME}, hello {NAME}."  # type: ignore[union-attr]
