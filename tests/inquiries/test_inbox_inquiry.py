"""One inquiry in the inbox: what it shows, steps with undo, replies in their thread, appointments."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import ModelLogEntry, Page

from content.anatomy.models import RegionPage
from inquiries.models import Inquiry, Mail, Message, ReplyTemplate
from inquiries.outbox import owe
from tests.inquiries.inbox_help import CANARY, make_inquiry, signed_in, soup, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return signed_in(staff(User, "desk", "view", "answer"))


def page_of(inquiry: Inquiry) -> str:
    return f"/admin/inquiry/inspect/{inquiry.pk}/"


def step(client: Client, inquiry: Inquiry, name: str, **data: Any) -> Any:
    return client.post(f"/admin/inquiry/{inquiry.pk}/{name}/", data, follow=True)


def deliver() -> list[Any]:
    mail.outbox.clear()
    call_command("deliver", "--once", stdout=open("/dev/null", "w"))  # noqa: SIM115
    return mail.outbox


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
    shown = desk.get(page_of(inquiry)).content.decode()
    for tag in ["<script>alert", "<img src=x", "<b>x", "<i>y", "<u>z"]:
        assert tag not in shown
    assert "<script>alert" not in desk.get("/admin/inquiry/").content.decode()


def test_states_move_on_and_come_back_by_undo(desk: Client) -> None:
    inquiry = make_inquiry()
    said = step(desk, inquiry, "state", state="booked")
    assert "Undo" in said.content.decode()
    inquiry.refresh_from_db()
    assert inquiry.state == "booked"
    assert inquiry.first_answered_at
    undo = soup(said).select_one(".inbox-timeline form")["action"]
    assert desk.get(undo).status_code == 302  # reading an address changes nothing
    inquiry.refresh_from_db()
    assert inquiry.state == "booked"
    desk.post(undo)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.first_answered_at) == ("new", None)
    desk.post(undo)
    step(desk, inquiry, "state", state="closed")
    answer = desk.post(undo, follow=True)  # an old undo does not take back what came after
    inquiry.refresh_from_db()
    assert inquiry.state == "closed"
    assert "nothing was taken back" in answer.content.decode()


def undo_on(client: Client, inquiry: Inquiry) -> Any:
    return soup(client.get(page_of(inquiry))).select_one(".inbox-timeline form")


def test_undo_never_drops_what_a_visitor_wrote_since(desk: Client) -> None:
    inquiry = make_inquiry()
    step(desk, inquiry, "state", state="booked")
    step(desk, inquiry, "state", state="closed")
    undo = undo_on(desk, inquiry)["action"]
    inquiry.refresh_from_db()
    inquiry.note("inbound", automatic=True)  # an out-of-office note changes nothing
    assert undo_on(desk, inquiry)
    inquiry.note("inbound", automatic=False)
    inquiry.heard_again()
    assert not undo_on(desk, inquiry)
    assert "nothing was taken back" in desk.post(undo, follow=True).content.decode()
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
    desk.post(undo_on(desk, other)["action"])  # back among those to answer, and yet a reply went out
    other.refresh_from_db()
    assert other.state == "new"
    assert other.first_answered_at


def test_an_unknown_state_changes_nothing(desk: Client) -> None:
    inquiry = make_inquiry()
    step(desk, inquiry, "state", state="archived")
    inquiry.refresh_from_db()
    assert inquiry.state == "new"


def test_assign_follow_up_and_keep_stand_in_the_timeline(desk: Client) -> None:
    inquiry = make_inquiry()
    colleague = staff(User, "colleague", "view")
    outsider = staff(User, "outsider")
    step(desk, inquiry, "assign", assignee=colleague.pk)
    day = timezone.localdate() + timedelta(days=3)
    step(desk, inquiry, "follow-up", follow_up_on=day.isoformat())
    step(desk, inquiry, "keep")
    inquiry.refresh_from_db()
    assert (inquiry.assignee, inquiry.follow_up_on, inquiry.is_held) == (colleague, day, True)
    text = soup(desk.get(page_of(inquiry))).select_one(".inbox-timeline").text
    assert "Assigned to colleague" in text
    assert "Follow up on" in text
    assert step(desk, inquiry, "assign", assignee=outsider.pk).status_code == 422
    past = timezone.localdate() - timedelta(days=1)
    refused = step(desk, inquiry, "follow-up", follow_up_on=past.isoformat())
    assert "Choose today or a day to come" in refused.content.decode()


def test_notes_are_private_and_unreadable_in_the_database(desk: Client) -> None:
    inquiry = make_inquiry()
    step(desk, inquiry, "note", text="prefers quiet giraffes")
    assert "quiet giraffes" in desk.get(page_of(inquiry)).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM inquiries_inquirynote")
        assert "giraffes" not in cursor.fetchone()[0]
    assert all("giraffes" not in message.body for message in deliver())


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
    assert sent.extra_headers["In-Reply-To"] == confirmation.message_id
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
    inquiry.heard_again()
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
    step(desk, inquiry, "templates")
    assert not ReplyTemplate.objects.exists()  # a right of its own
    User.objects.get(username="desk").user_permissions.add(Permission.objects.get(codename="add_replytemplate"))
    step(desk, inquiry, "templates")
    template = ReplyTemplate.objects.get(name="Ask for times")
    template.text += " {0.__class__} {unknown}"
    template.save()
    answer = step(desk, inquiry, "reply", insert="1", template=template.pk, text="Typed before.", key=uuid4())
    text = soup(answer).find("textarea", {"name": "text", "id": "reply_text"}).text
    assert "Typed before." in text
    assert "Hello Ada," in text
    assert "{0.__class__} {unknown}" in text
    assert not Message.objects.exists()


def test_without_an_address_there_is_no_reply_but_the_phone(desk: Client) -> None:
    inquiry = make_inquiry(email="", phone="917 555 0142")
    shown = soup(desk.get(page_of(inquiry)))
    assert not shown.select("#reply_text")
    assert shown.select_one("#reply-section a[href^='tel:']")["href"] == "tel:9175550142"
    step(desk, inquiry, "reply", text="Hello", key=uuid4())
    assert not Message.objects.exists()


def test_a_proposed_appointment_carries_an_invitation(desk: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-10-28T12:00:00+00:00")
    inquiry = make_inquiry(about="Hip pain")
    deliver()
    data = {"day": "2026-11-02", "time": "10:00", "minutes": 45, "text": "We have a place.", "key": uuid4()}
    step(desk, inquiry, "proposal", **data)
    (sent,) = deliver()
    assert "Monday, 2 November 2026, 10:00 to 10:45" in sent.body
    parts = {part.get_content_type(): part for part in sent.message().walk()}
    invitation = parts["text/calendar"]
    assert invitation.get_param("method") == "REQUEST"
    calendar = Calendar.from_ical(invitation.get_payload(decode=True))
    assert calendar["METHOD"] == "REQUEST"
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2026-11-02T15:00:00+00:00"  # New York, after the clocks went back
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=45)
    assert "ada@example.com" in event["attendee"]
    assert "hip" not in calendar.to_ical().decode().lower()
    inquiry.refresh_from_db()
    assert inquiry.state == "contacted"


def invitations(sent: list[Any]) -> list[tuple[str, Any]]:
    """Method and event of each mail's calendar file."""
    found = []
    for message in sent:
        for part in message.message().walk():
            if part.get_content_type() == "text/calendar":
                calendar = Calendar.from_ical(part.get_payload(decode=True))
                assert calendar["METHOD"] == part.get_param("method")
                found.append((str(calendar["METHOD"]), calendar.walk("VEVENT")[0]))
    return found


def test_a_second_proposal_moves_the_first_and_calling_off_removes_it(desk: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-10-28T12:00:00+00:00")
    inquiry = make_inquiry()
    for day in ("2026-11-02", "2026-11-03"):
        step(desk, inquiry, "proposal", day=day, time="10:00", minutes=45, text="", key=uuid4())
        time_machine.shift(60)
    assert "Call off the appointment of 3 November 2026" in desk.get(page_of(inquiry)).content.decode()
    step(desk, inquiry, "call-off", text="I am ill.", key=uuid4())
    assert "no appointment to come" in step(desk, inquiry, "call-off", text="", key=uuid4()).content.decode()
    sent = deliver()
    (first, moved, off) = invitations(sent)
    assert [method for method, _ in (first, moved, off)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(event["uid"]) for _, event in (first, moved, off)}) == 1
    assert [int(event["sequence"]) for _, event in (first, moved, off)] == [0, 1, 2]
    assert off[1]["status"] == "CANCELLED"
    assert off[1].decoded("dtstart") == moved[1].decoded("dtstart")
    assert "called off" in sent[-1].subject
    assert "I am ill." in sent[-1].body
    assert "Tuesday, 3 November 2026, 10:00" in sent[-1].body
    timeline = soup(desk.get(page_of(inquiry))).select_one(".inbox-timeline").text
    assert "Appointment called off" in timeline


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [("2020-01-06", "10:00", "Choose a time to come."), ("2027-03-14", "02:30", "The clocks go forward")],
)
def test_impossible_appointments_are_refused(desk: Client, day: str, time: str, words: str, time_machine: Any) -> None:
    time_machine.move_to("2026-11-01T12:00:00+00:00")
    inquiry = make_inquiry()
    answer = step(desk, inquiry, "proposal", day=day, time=time, minutes=60, key=uuid4())
    assert words in answer.content.decode()
    assert not Message.objects.exists()


def test_a_reply_to_a_suspect_makes_it_real(desk: Client) -> None:
    inquiry = make_inquiry(is_suspect=True, suspect_reasons=["Many links."])
    assert "Many links." in desk.get(page_of(inquiry)).content.decode()
    assert "not spam" in step(desk, inquiry, "state", state="booked").content.decode()
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.mails.count()) == ("new", 0)
    step(desk, inquiry, "state", state="closed")  # it would lie in neither pile
    inquiry.refresh_from_db()
    assert inquiry.state == "new"
    step(desk, inquiry, "not-spam")
    step(desk, inquiry, "not-spam")
    assert inquiry.mails.count() == 2
    noticed = make_inquiry(is_suspect=True, email="noticed@example.com")
    owe(Mail.Purpose.REPLY_NOTICE, ["desk@clinic.example"], noticed)
    step(desk, noticed, "not-spam")
    assert set(noticed.mails.values_list("purpose", flat=True)) == {"reply_notice", "staff_notice", "confirmation"}
    other = make_inquiry(is_suspect=True, email="other@example.com")
    step(desk, other, "reply", text="Hello", key=uuid4())
    other.refresh_from_db()
    assert (other.is_suspect, other.state) == (False, "contacted")


def test_a_failed_mail_is_sent_again_from_its_row(desk: Client) -> None:
    inquiry = make_inquiry()
    inquiry.mails.update(state=Mail.State.NEEDS_ATTENTION)
    form = soup(desk.get(page_of(inquiry))).select_one(".inbox-table form")
    desk.post(form["action"])
    assert inquiry.mails.filter(state=Mail.State.QUEUED).count() == 1
    assert len(deliver()) == 1


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
        "keep",
        "not-spam",
        "templates",
    ]:
        data = {"state": "closed", "text": "x", "key": uuid4(), "follow_up_on": "", "assignee": ""}
        assert viewer.post(f"/admin/inquiry/{inquiry.pk}/{name}/", data).status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.state == "new"
    assert not inquiry.notes.exists()
    assert not inquiry.messages.exists()


def test_pages_are_kept_by_no_cache(desk: Client) -> None:
    assert "no-store" in desk.get(page_of(make_inquiry()))["Cache-Control"]
