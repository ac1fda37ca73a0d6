"""Visitors' calendars answering our invitation, in the formats that Google, Outlook and Apple use."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from icalendar import Calendar

from inquiries.mail.outbox import compose
from inquiries.models import Inquiry, Mail, Message
from tests.inquiries.calendar_mails import FORMS, google, outlook
from tests.inquiries.inbox_help import deliver, make_inquiry, page_of, seen_after, signed_in, soup, staff, step
from tests.inquiries.webhook_calls import answer_to, call

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("webhooks")]

ZONES = {
    "Europe/Berlin": "TZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\n"
    "TZOFFSETTO:+0100\r\nEND:STANDARD",
    "W. Europe Standard Time": "TZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"
    "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD",
}


@pytest.fixture
def invited(desk: Client, time_machine: Any) -> Inquiry:
    """An inquiry whose visitor was invited to an appointment on November 2, 10 a.m. in New York."""
    time_machine.move_to("2026-10-28T12:00:00+00:00")
    inquiry = make_inquiry()
    step(desk, inquiry, "proposal", day="2026-11-02", time="10:00", minutes=45, text="", key=uuid4())
    return inquiry


def our_event(inquiry: Inquiry) -> Any:
    return Calendar.from_ical(inquiry.messages.filter(kind="proposal").last().calendar).walk("VEVENT")[0]


def ics(inquiry: Inquiry, method: str, status: str, times: str = "", **more: Any) -> str:
    """A calendar's reply."""
    event = our_event(inquiry)
    zone = "".join(f"BEGIN:VTIMEZONE\r\n{rule}\r\nEND:VTIMEZONE\r\n" for name, rule in ZONES.items() if name in times)
    times = times or "DTSTART:20261102T150000Z\r\nDTEND:20261102T154500Z"
    return (
        f"BEGIN:VCALENDAR\r\nPRODID:-//Some Calendar//EN\r\nVERSION:2.0\r\nMETHOD:{method}\r\n"
        f"{zone}BEGIN:VEVENT\r\n{times}\r\n"
        f"UID:{more.get('uid', event['uid'])}\r\nSEQUENCE:{more.get('sequence', event['sequence'])}\r\n"
        f"ORGANIZER:mailto:answers@in.example.com\r\n"
        f'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={status};CN="Ada":mailto:ada@example.com\r\n'
        f"{more.get('extra', '')}DTSTAMP:20261028T120000Z\r\nSUMMARY:Appointment\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def answer(
    client: Client, inquiry: Inquiry, calendar: str, form: Any = outlook, sender: str = "ada@example.com"
) -> None:
    head = f"From: Ada <{sender}>\nTo: clinic@clinic.example\nSubject: Accepted\nMIME-Version: 1.0\n"
    method = "COUNTER" if "METHOD:COUNTER" in calendar else "REPLY"
    raw = (head + form(calendar, method)).replace("\r\n", "\n")
    assert call(client, "inbound", answer_to() | {"RawEmail": raw}) == 200


def timeline_of(desk: Client, inquiry: Inquiry) -> str:
    return str(soup(desk.get(page_of(inquiry))).select_one(".inbox-timeline").text)


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ("Google", "ACCEPTED", "The visitor accepted the appointment"),
        ("Outlook", "DECLINED", "The visitor declined the appointment"),
        ("Apple", "TENTATIVE", "The visitor may come to the appointment (tentative)"),
        ("bare", "ACCEPTED", "The visitor accepted the appointment"),
    ],
)
def test_an_answer_is_on_the_timeline(client, desk, invited, form: str, status: str, said: str) -> None:
    answer(client, invited, ics(invited, "REPLY", status), FORMS[form])
    assert said in timeline_of(desk, invited)
    text = Message.objects.get(kind="inbound").text
    assert "Monday, November 2, 2026, 10 a.m. to 10:45 a.m. (EST).]" in text
    assert "Accept November" not in desk.get(page_of(invited)).content.decode()
    invited.refresh_from_db()
    assert invited.wrote_again_at  # staff should also see an answer given by a click
    assert Mail.objects.filter(purpose=Mail.Purpose.REPLY_NOTICE).count() == 1


def test_an_answer_comes_to_the_inquiry_that_was_kept(client: Client, desk: Client, invited: Inquiry) -> None:
    kept = make_inquiry()
    step(desk, kept, f"merge/{invited.pk}")
    answer(client, invited, ics(invited, "REPLY", "ACCEPTED"))
    assert Message.objects.get(kind="inbound").inquiry == kept
    assert "The visitor accepted the appointment" in timeline_of(desk, kept)
    kept.refresh_from_db()
    assert kept.wrote_again_at


def test_a_calendars_own_mark_of_automation_makes_it_no_machines(client: Client, invited: Inquiry) -> None:
    def marked(calendar: str, method: str) -> str:
        return "Auto-Submitted: auto-generated\n" + outlook(calendar, method)

    answer(client, invited, ics(invited, "REPLY", "ACCEPTED"), marked)
    invited.refresh_from_db()
    assert invited.wrote_again_at


TIMES = {
    "in UTC": "DTSTART:20261103T190000Z\r\nDTEND:20261103T200000Z",
    "in a zone": "DTSTART;TZID=Europe/Berlin:20261103T200000\r\nDTEND;TZID=Europe/Berlin:20261103T210000",
    "in a zone of Windows": 'DTSTART;TZID="W. Europe Standard Time":20261103T200000\r\n'
    'DTEND;TZID="W. Europe Standard Time":20261103T210000',
    "floating": "DTSTART:20261103T140000\r\nDTEND:20261103T150000",
    "with a duration": "DTSTART:20261103T190000Z\r\nDURATION:PT1H",
}


@pytest.mark.parametrize(("times", "form"), list(zip(TIMES, [*FORMS, "Google"], strict=True)))
def test_staff_agree_to_another_time_by_a_button(client, desk, invited, form: str, times: str) -> None:
    proposed = ics(invited, "COUNTER", "TENTATIVE", TIMES[times], extra="COMMENT:Later is better\r\n")
    answer(client, invited, proposed, FORMS[form])
    assert "The visitor proposes another time" in timeline_of(desk, invited)
    text = Message.objects.get(kind="inbound").text
    assert "[Proposes another time: Tuesday, November 3, 2026, 2 p.m. to 3 p.m. (EST).]" in text
    assert "Later is better" in text
    deliver()
    page = soup(desk.get(page_of(invited)))
    button = page.find("button", string=lambda words: words and "Accept November 3, 2026, at 2 p.m." in words)
    assert button is not None
    for _ in range(2):
        desk.post(button.find_parent("form")["action"])
    (moved,) = [message for message in deliver() if message.to == ["ada@example.com"]]
    event = our_event(invited)
    assert event.decoded("dtstart") == datetime(2026, 11, 3, 19, tzinfo=UTC)
    assert event.decoded("dtend") == datetime(2026, 11, 3, 20, tzinfo=UTC)
    assert int(event["sequence"]) == 1
    assert "Tuesday, November 3, 2026, 2 p.m. to 3 p.m." in moved.body
    assert "Does it suit you?" not in moved.body
    invited.refresh_from_db()
    assert invited.wrote_again_at is None
    assert "Accept November 3" not in desk.get(page_of(invited)).content.decode()


@pytest.mark.parametrize("end", ["\r\nDTEND:20261105T190000Z", ""])
def test_another_time_without_a_likely_end_is_as_long_as_the_first(client, desk, invited, end: str) -> None:
    answer(client, invited, ics(invited, "COUNTER", "TENTATIVE", f"DTSTART:20261103T190000Z{end}"))
    kept = make_inquiry()
    Inquiry.objects.filter(pk=invited.pk).update(merged_into=kept)
    step(desk, kept, f"accept-time/{Message.objects.get(kind='inbound').pk}")
    assert our_event(kept).decoded("dtend") == datetime(2026, 11, 3, 19, 45, tzinfo=UTC)


def test_who_may_only_view_can_not_agree(client: Client, invited: Inquiry) -> None:
    answer(client, invited, ics(invited, "COUNTER", "TENTATIVE", TIMES["in UTC"]))
    pk = Message.objects.get(kind="inbound").pk
    viewer = signed_in(staff(User, "viewer", "view"))
    assert "Accept November 3" not in viewer.get(page_of(invited)).content.decode()
    for visitor in (viewer, client):
        visitor.post(f"/admin/inquiry/{invited.pk}/accept-time/{pk}/")
    assert int(our_event(invited)["sequence"]) == 0


@pytest.mark.parametrize("why", ["passed", "newer", "other", "called off", "too late", "a day", "years ahead"])
def test_a_time_that_is_over_can_not_be_accepted(client, desk, invited, time_machine, why: str) -> None:
    day = "DTSTART;VALUE=DATE:20261103\r\nDTEND;VALUE=DATE:20261104"
    times = {"a day": day, "years ahead": TIMES["in UTC"].replace("2026", "2029")}.get(why, TIMES["in UTC"])
    if why == "too late":
        step(desk, invited, "call-off", text="", key=uuid4())
    answer(client, invited, ics(invited, "COUNTER", "TENTATIVE", times))
    message = Message.objects.get(kind="inbound")
    assert message.text.startswith("[Proposes another time." if why == "a day" else "[Proposes another time: ")
    inquiry = invited
    if why == "passed":
        time_machine.move_to("2026-11-03T19:01:00+00:00")
        desk.force_login(User.objects.get(username="desk"))
    elif why == "newer":
        step(desk, invited, "proposal", day="2026-11-05", time="12:00", minutes=45, text="", key=uuid4())
    elif why == "called off":
        step(desk, invited, "call-off", text="", key=uuid4())
    elif why == "other":
        inquiry = make_inquiry()
    before = Message.objects.count()
    page = seen_after(desk, inquiry, f"accept-time/{message.pk}").content.decode()
    assert Message.objects.count() == before
    assert "can no longer be accepted" in page


def test_an_answer_must_be_to_our_own_invitation(client: Client, desk: Client, invited: Inquiry) -> None:
    ours = invited.mails.get(purpose=Mail.Purpose.PROPOSAL)

    def threaded(calendar: str, method: str) -> str:
        return f"In-Reply-To: {ours.message_id}\n" + outlook(calendar, method)

    answer(client, invited, ics(invited, "REPLY", "ACCEPTED", uid="somebody-elses@x.example"), threaded)
    assert "accepted the appointment" not in timeline_of(desk, invited)
    assert "replied" in timeline_of(desk, invited)
    answer(
        client, invited, ics(invited, "COUNTER", "TENTATIVE", TIMES["in UTC"], uid="somebody-elses@x.example"), threaded
    )
    assert "Accept November 3" not in desk.get(page_of(invited)).content.decode()


def test_an_answer_to_an_earlier_invitation_says_so(client, desk, invited, time_machine) -> None:
    early = ics(invited, "REPLY", "ACCEPTED")
    time_machine.shift(60)
    step(desk, invited, "proposal", day="2026-11-05", time="12:00", minutes=45, text="", key=uuid4())
    answer(client, invited, early)
    assert "accepted the appointment, answering an earlier invitation" in timeline_of(desk, invited)
    assert "This answers an earlier invitation." in Message.objects.get(kind="inbound").text


NO_ANSWERS = [
    "BEGIN:VCALENDAR",
    "",
    "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR",
    "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR",
    "BEGIN:VCALENDAR\nMETHOD:COUNTER\nBEGIN:VEVENT\nUID:{uid}\nDTSTART:never\nEND:VEVENT\nEND:VCALENDAR",
    "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:{uid}\nSEQUENCE:x\nATTENDEE;PARTSTAT=ACCEPTED:x\nEND:VEVENT\nEND:VCALENDAR",
    "\x00\x01 no calendar",
    "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:{uid}\nATTENDEE;PARTSTAT=ACCEPTED:x\nEND:VEVENT\nEND:VCALENDAR",
    "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:{uid}\nATTENDEE;PARTSTAT=DELEGATED:x\nEND:VEVENT\nEND:VCALENDAR",
]


@pytest.mark.parametrize("broken", NO_ANSWERS)
def test_a_calendar_that_is_broken_or_no_answer_is_a_mail_like_any_other(client, desk, invited, broken: str) -> None:
    ours = invited.mails.get(purpose=Mail.Purpose.PROPOSAL)

    def threaded(calendar: str, method: str) -> str:
        return f"In-Reply-To: {ours.message_id}\n" + google(calendar, method)

    answer(client, invited, broken.replace("{uid}", str(our_event(invited)["uid"])), threaded)
    text = Message.objects.get(kind="inbound").text
    assert "Ada has replied" in text
    assert "the appointment" not in text
    assert desk.get(page_of(invited)).status_code == 200


def test_the_invitation_is_a_form_of_the_mail_and_a_file(invited: Inquiry) -> None:
    (sent,) = [
        message for message in deliver() if message.to == ["ada@example.com"] and "appointment" in message.subject
    ]
    parsed = sent.message()
    assert parsed.get_content_type() == "multipart/mixed"
    forms, file = parsed.get_payload()
    assert [part.get_content_type() for part in forms.get_payload()] == ["text/plain", "text/html", "text/calendar"]
    assert forms.get_content_type() == "multipart/alternative"
    assert forms.get_payload()[2].get_param("method") == "REQUEST"
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "appointment.ics")
    calendar = Calendar.from_ical(file.get_payload(decode=True))
    assert calendar["METHOD"] == "REQUEST"
    assert f"answers+{invited.reference}@in.example.com" in calendar.events[0]["organizer"]  # where the site hears them


@pytest.mark.parametrize(
    ("service", "forms", "files"),
    [
        ("postmark", ["text/html"], ["text/calendar; method=REQUEST"]),
        ("resend", ["text/html"], ["text/calendar; method=REQUEST"]),
        ("amazon_ses", ["text/html", "text/calendar; method=REQUEST"], ["application/ics"]),
        ("sendgrid", ["text/html", "text/calendar; method=REQUEST"], ["application/ics"]),
    ],
)
def test_services_that_know_two_forms_only_get_a_file_that_tells(
    invited: Inquiry, settings: Any, service: str, forms: list[str], files: list[str]
) -> None:
    settings.EMAIL_BACKEND = f"anymail.backends.{service}.EmailBackend"
    made = compose(invited.mails.select_related("content").get(purpose=Mail.Purpose.PROPOSAL))
    assert [kind for _, kind in made.alternatives] == forms
    assert [kind for _, _, kind in made.attachments] == files
