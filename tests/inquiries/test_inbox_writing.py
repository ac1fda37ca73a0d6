"""Writing to a visitor: a preview before sending, their last mail quoted, and saved replies that can be relied on."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from content.models import ClinicSettings, PractitionerPage
from inquiries.models import Inquiry, Mail, Message, ReplyTemplate
from tests.inquiries.inbox_help import CANARY, act, deliver, make_inquiry, open_day, page_of, soup, step

pytestmark = pytest.mark.django_db


def proposal() -> dict[str, Any]:
    return {"day": open_day(), "time": "10:00", "minutes": 45, "text": "We have a place."}


@pytest.mark.parametrize("name", ["reply", "proposal", "call-off"])
def test_a_preview_is_what_is_sent_and_sends_nothing(desk: Client, name: str) -> None:
    inquiry = make_inquiry()
    if name == "call-off":
        act(desk, inquiry, "proposal", key=uuid4(), **proposal())
    data = proposal() if name == "proposal" else {"text": "Does Monday <b>suit</b> you?"}
    deliver()
    stored = (Message.objects.count(), Mail.objects.count(), Inquiry.objects.values().get())
    data |= {"key": str(uuid4())}
    shown = soup(step(desk, inquiry, name, preview="1", **data))
    assert (Message.objects.count(), Mail.objects.count(), Inquiry.objects.values().get()) == stored
    form = shown.select_one("#preview").find_parent("form")
    assert form.select_one("[name=preview]")["formaction"] == form["action"].partition("#")[0] + "#preview"
    assert form.find("textarea", {"name": "text"}).text.strip() == data["text"]
    assert form.find("input", {"name": "key"})["value"] == data["key"]
    frame = form.iframe
    assert frame.has_attr("sandbox")
    act(desk, inquiry, name, **data)
    (sent,) = deliver()
    assert frame["srcdoc"] == str(sent.alternatives[0][0])
    assert sent.subject in form.select_one("#preview").text
    assert CANARY not in frame["srcdoc"]


def test_their_last_mail_is_quoted_only_where_staff_tick_it_and_stays_folded(desk: Client) -> None:
    inquiry = make_inquiry()
    assert not soup(desk.get(page_of(inquiry))).find("input", {"name": "quotes"})
    theirs = "Monday is fine.\n\nOn November 2, 2026, at 9 a.m., Clinic <c@clinic.example> wrote:\n> Which day?"
    Message.objects.create(inquiry=inquiry, kind="inbound", text=theirs, inbound_id="<theirs@example.com>")
    act(desk, inquiry, "reply", text="Good.", key=uuid4())
    act(desk, inquiry, "reply", text="See you then.", key=uuid4(), quotes="on")
    plain, quoting = deliver()[-2:]
    assert "Monday" not in plain.body
    assert "Ada Example wrote:\n> Monday is fine.\n" in quoting.body
    assert "Which day?" not in quoting.body
    assert CANARY not in quoting.body
    html = soup(type("Answer", (), {"content": quoting.alternatives[0][0]}))
    assert "Monday is fine." in html.blockquote.text
    assert ">" not in html.blockquote.text
    conversation = soup(desk.get(page_of(inquiry))).select("#conversation-section details.inbox-quoted")
    assert "Monday is fine." in conversation[-1].text


def test_saved_replies_fill_in_what_is_known_and_nothing_goes_out_in_braces(desk: Client) -> None:
    who, clinic = PractitionerPage.objects.live().first(), ClinicSettings.default()
    inquiry = make_inquiry(name="Ada {phone}", practitioner="Anyone else")
    template = ReplyTemplate.objects.create(
        name="All", text="{name}: {clinic} {address} {reference} {practitioner} {appointment} {me} on {appointment}."
    )
    data = {"template": template.pk, "insert": "1", "key": uuid4()}
    text = soup(step(desk, inquiry, "reply", **data)).find("textarea", id="reply_text").text
    assert f"Ada {{phone}}: {clinic.name}" in text
    assert clinic.street in text
    assert "Anyone else {appointment} desk" in text
    refused = step(desk, inquiry, "reply", text="See you at {appointment}", key=uuid4())
    assert refused.status_code == 422
    assert "Replace {appointment} first" in refused.content.decode()
    at = timezone.make_aware(timezone.datetime(2027, 1, 4, 9, 30))
    Inquiry.objects.update(state="booked", booked_for=at, booked_with=who)
    text = soup(step(desk, inquiry, "reply", **data)).find("textarea", id="reply_text").text
    assert f"{who.title} January 4, 2027, at 9:30 a.m. desk on January 4, 2027, at 9:30 a.m." in text
    assert ".." not in text
    Inquiry.objects.update(state="not_booked")
    text = soup(step(desk, inquiry, "reply", **data)).find("textarea", id="reply_text").text
    assert "{appointment} desk" in text
    act(desk, inquiry, "reply", text="Bring {anything}", key=uuid4())  # no field of ours
    assert "Bring {anything}" in deliver()[-1].body


@pytest.mark.parametrize("text", ["Hello {nmae}", "Call {Phone}", "{0.__class__}", "{}"])
def test_an_unknown_field_is_an_error_when_the_reply_is_saved(desk: Client, text: str) -> None:
    User.objects.get(username="desk").user_permissions.add(Permission.objects.get(codename="add_replytemplate"))
    answer = desk.post("/admin/reply_template/new/", {"name": "Mine", "text": text, "order": 0})
    assert "There is no field" in soup(answer).text
    assert not ReplyTemplate.objects.filter(name="Mine").exists()
    desk.post("/admin/reply_template/new/", {"name": "Mine", "text": "Hello {name}", "order": 0})
    assert ReplyTemplate.objects.get(name="Mine").text == "Hello {name}"
