"""Replies of a visitor's calendar to our invitation (RFC 5546): yes, no, maybe, or another time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import Message as Part
from functools import partial
from typing import Any

from anymail.inbound import AnymailInboundMessage
from django.utils import timezone
from icalendar import Calendar

from inquiries.mail.invitation import last_invitation, time_span
from inquiries.mail.mime import content_type, part_bytes, parts_of, read_or, strip_control
from inquiries.models import Inquiry, Message

CALENDAR_TYPES = {"text/calendar", "application/ics"}
ANSWERS = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
ANOTHER_TIME = "another time"
IN_WORDS = {
    "accepted": "Accepted the appointment",
    "declined": "Declined the appointment",
    "tentative": "May come to the appointment (tentative)",
    ANOTHER_TIME: "Proposes another time",
}
LONGEST_MINUTES = 480
FURTHEST = timedelta(days=730)
LONGEST_CALENDAR = 100_000


@dataclass(frozen=True)
class CalendarAnswer:
    """A calendar's reply to an invitation."""

    answer: str  # one of ANSWERS' values, or ANOTHER_TIME
    uid: str
    sequence: int
    starts: datetime | None
    ends: datetime | None
    comment: str
    source: str

    def in_words(self, is_outdated: bool) -> str:
        """Describe the reply for the conversation."""
        when = time_span(self.starts, self.ends) if self.starts and self.ends else ""
        joint = ": " if self.answer == ANOTHER_TIME else " on "
        outdated = " This answers an earlier invitation." if is_outdated else ""
        return f"[{IN_WORDS[self.answer]}{joint if when else ''}{when}.{outdated}]"


def read_answer(message: AnymailInboundMessage) -> CalendarAnswer | None:
    """Return the reply to an invitation that an email contains, whether or not it was our invitation."""
    parts = [part for part in parts_of(message) if content_type(part) in CALENDAR_TYPES]
    return next(filter(None, (read_or(partial(answer_in, part), None) for part in parts)), None)


def answer_in(part: Part) -> CalendarAnswer | None:
    source = strip_control(part_bytes(part).decode("utf-8", "replace"))[:LONGEST_CALENDAR]
    return parse_answer(source)


def parse_answer(source: str) -> CalendarAnswer | None:
    """Parse the reply in an .ics file's text; raises if it is malformed."""
    calendar: Any = Calendar.from_ical(source)
    method = str(calendar.get("method", "")).upper()
    if method not in {"REPLY", "COUNTER"}:
        return None
    event = calendar.events[0]
    status = str(event.attendees[0].params.get("PARTSTAT", "")).upper() if event.attendees else ""
    answer = ANOTHER_TIME if method == "COUNTER" else ANSWERS.get(status)
    if answer is None:
        return None
    starts = clinic_moment(event.DTSTART)
    return CalendarAnswer(
        answer=answer,
        uid=str(event.uid),
        sequence=event.sequence,
        starts=starts,
        ends=clinic_moment(event.DTEND) or (starts + event.DURATION if starts and event.DURATION else None),
        comment=" ".join(event.comments).strip(),
        source=source,
    )


def clinic_moment(at: date | None) -> datetime | None:
    """Return a time in the clinic's time zone, which is also assumed for naive times; None for a date without time."""
    if not isinstance(at, datetime):
        return None
    return timezone.localtime(at) if timezone.is_aware(at) else timezone.make_aware(at)


def is_outdated(answer: CalendarAnswer, inquiry: Inquiry) -> bool:
    """Return whether the reply is to an invitation that was since replaced or canceled."""
    return answer.sequence < last_invitation(inquiry).count - 1


@dataclass(frozen=True)
class ProposedTime:
    """The time that the visitor's calendar proposed last, if staff can still accept it."""

    message_pk: int
    starts: datetime
    minutes: int


def proposed_time(inquiry: Inquiry) -> ProposedTime | None:
    """Return the time that staff can accept: in the future, with no later invitation or reply."""
    newest = Message.objects.filter(inquiry__in=inquiry.whole).exclude(calendar="").last()
    if newest is None:
        return None
    answer, last = read_or(lambda: parse_answer(newest.calendar), None), last_invitation(inquiry)
    if answer is None or answer.answer != ANOTHER_TIME or answer.uid != last.uid or last.is_canceled:
        return None
    if answer.starts is None or not timezone.now() < answer.starts < timezone.now() + FURTHEST:
        return None
    usual = (last.ends - last.starts) if last.starts and last.ends else timedelta(hours=1)
    minutes = int(((answer.ends - answer.starts) if answer.ends else usual).total_seconds() // 60)
    if not 0 < minutes <= LONGEST_MINUTES:
        minutes = int(usual.total_seconds() // 60)
    return ProposedTime(newest.pk, answer.starts, minutes)
