"""Two people at one inquiry: nobody acts on a page that doesn't show what a colleague has done since."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from inquiries.models import Inquiry, InquiryNote, Mail, Message
from tests.inquiries.inbox_help import act, make_inquiry, page_of, seen_after, signed_in, soup, staff, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Client:
    user = staff(User, "manager", "view", "answer")
    User.objects.filter(pk=user.pk).update(first_name="Manager")
    return signed_in(user)


def seen_by(client: Client, inquiry: Inquiry) -> str:
    return str(soup(client.get(page_of(inquiry))).find("input", {"name": "seen"})["value"])


def sent_from(shown: Any, action: str) -> dict[str, str]:
    """What the page's form would post."""
    form = soup(shown).find("form", action=lambda address: address and f"/{action}/" in address)
    fields = {field["name"]: field.get("value", "") for field in form.select("input[name]:not([type=checkbox])")}
    return fields | {area["name"]: area.text.strip() for area in form.select("textarea")}


def test_a_second_answer_waits_until_the_first_was_read(desk: Client, manager: Client) -> None:
    inquiry = make_inquiry()
    seen = seen_by(desk, inquiry)
    act(manager, inquiry, "reply", text="Come on Saturday.", key=uuid4(), seen=seen)
    shown = step(desk, inquiry, "reply", text="We are closed on Saturdays.", key=uuid4(), seen=seen)
    assert shown.status_code == 409
    assert "Manager replied to the visitor at" in soup(shown).text
    assert "Nothing was sent" in soup(shown).text
    assert Message.objects.get().text == "Come on Saturday."
    again = sent_from(shown, "reply")
    assert again["text"] == "We are closed on Saturdays."
    act(desk, inquiry, "reply", **again)
    assert Message.objects.count() == 2


def test_no_button_acts_on_what_a_colleague_has_changed(desk: Client, manager: Client) -> None:
    inquiry = make_inquiry()
    Mail.objects.update(state=Mail.State.NEEDS_ATTENTION)
    seen = seen_by(desk, inquiry)
    act(manager, inquiry, "state", state="spam", seen=seen)
    before = [Inquiry.objects.values().get(), *Mail.objects.values()]
    again = f"mails/{Mail.objects.first().pk}"  # type: ignore[union-attr]
    for name in ["state", "assign", "follow-up", "keep/1", "booked", "correct", "not-spam", "call-off", again]:
        shown = step(desk, inquiry, name, state="contacted", follow_up_on="2100-01-01", seen=seen)
        assert (shown.status_code, [Inquiry.objects.values().get(), *Mail.objects.values()]) == (409, before), name
        assert "Manager changed the state at" in soup(shown).text


def test_every_form_on_the_page_says_what_it_has_seen(desk: Client) -> None:
    make_inquiry()
    forms = soup(desk.get(page_of(make_inquiry(state="booked")))).select("#main form[method=post]")
    without = [form["action"].split("/")[-2] for form in forms if not form.find("input", {"name": "seen"})]
    assert len(forms) > 8
    assert set(without) <= {"note"}  # which depends on nothing


def test_what_one_does_oneself_is_no_news_unless_it_was_an_email(desk: Client) -> None:
    inquiry, key = make_inquiry(), uuid4()
    seen = seen_by(desk, inquiry)
    act(desk, inquiry, "state", state="contacted", seen=seen)
    act(desk, inquiry, "state", state="new", seen=seen)
    act(desk, inquiry, "reply", text="Hello.", key=key, seen=seen)
    act(desk, inquiry, "reply", text="Hello.", key=key, seen=seen)  # a double click
    for again in (uuid4(), key):  # from another tab, or from this one after going back
        assert "You replied" in soup(step(desk, inquiry, "reply", text="Hi again.", key=again, seen=seen)).text
    assert Message.objects.count() == 1
    assert step(desk, inquiry, "state", state="closed", seen=seen).status_code == 302


def test_a_visitor_who_wrote_meanwhile_is_read_first_and_automatic_replies_and_notes_hold_up_nobody(
    desk: Client, manager: Client
) -> None:
    inquiry = make_inquiry()
    seen = seen_by(desk, inquiry)
    inquiry.note("inbound", automatic=True)
    act(manager, inquiry, "note", text="She called.")
    act(desk, inquiry, "follow-up", follow_up_on=timezone.localdate().isoformat(), seen=seen)
    inquiry.note("inbound")
    assert "The visitor replied at" in soup(step(desk, inquiry, "state", state="closed", seen=seen)).text
    act(desk, inquiry, "note", text="Seen.")
    assert InquiryNote.objects.count() == 2


def test_what_is_written_to_an_inquiry_that_was_merged_meanwhile_is_kept(desk: Client, manager: Client) -> None:
    first, second = make_inquiry(), make_inquiry()
    seen = seen_by(desk, second)
    act(manager, first, f"merge/{second.pk}", seen=seen_by(manager, first))
    shown = step(desk, second, "reply", text="Typed for the second.", key=uuid4(), seen=seen)
    assert "Manager merged another inquiry into it" in soup(shown).text
    act(desk, first, "reply", **sent_from(shown, "reply"))
    assert Message.objects.get().inquiry == first
    act(desk, second, "note", text="Typed for the second too.")
    assert first.notes.get().text == "Typed for the second too."


def test_undo_works_from_any_page_and_the_page_names_who_else_opened_it(desk: Client, manager: Client) -> None:
    inquiry = make_inquiry()
    undo = soup(seen_after(desk, inquiry, "state", state="closed")).select_one(".inbox-timeline form")["action"]
    shown = soup(manager.get(page_of(inquiry))).text
    assert "desk opened this at" in shown
    assert "Manager opened this" not in shown
    manager.post(undo)
    inquiry.refresh_from_db()
    assert inquiry.state == "new"
