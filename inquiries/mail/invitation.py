"""An appointment as an iCalendar invitation."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone
from icalendar import CLASS, STATUS, Calendar, Event, vCalAddress

from content.site_context.clinic import the_clinic
from content.site_context.context import clock_in_words, day_in_words
from inquiries.mail.outbox import inbound_address, reply_address
from inquiries.models import Inquiry, Message


def address_line() -> str:
    clinic = the_clinic()
    town = " ".join(filter(None, [clinic.region, clinic.postal_code]))
    return ", ".join(filter(None, [clinic.street, clinic.locality, town]))


def time_span(starts: datetime, ends: datetime) -> str:
    """Return, for example, “Monday, November 2, 2026, 9 a.m. to 9:45 a.m. (EST)”, in the clinic's market's format."""
    local = timezone.localtime(starts)
    return f"{local:%A}, {day_in_words(local)}, {clock_in_words(local)} to {clock_in_words(ends)} ({local:%Z})"


@dataclass(frozen=True)
class LastInvitation:
    """What the visitor's calendar has: the last invitation's uid and times, and how many were sent."""

    uid: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    count: int = 0
    is_canceled: bool = False

    @property
    def can_be_called_off(self) -> bool:
        return self.starts is not None and self.starts > timezone.now() and not self.is_canceled


def last_invitation(inquiry: Inquiry) -> LastInvitation:
    """Return the last invitation sent for the inquiry. One whose encryption key is missing is only counted."""
    sent = Message.objects.filter(inquiry__in=inquiry.whole).exclude(kind=Message.Kind.INBOUND)
    messages = list(sent.exclude(calendar=""))
    if not messages:
        return LastInvitation()
    try:
        (event,) = Calendar.from_ical(messages[-1].calendar).walk("VEVENT")
        uid, starts, ends = str(event["uid"]), event.decoded("dtstart"), event.decoded("dtend")
    except (ValueError, KeyError):
        return LastInvitation(count=len(messages))
    is_canceled = messages[-1].kind == Message.Kind.CANCELLATION
    return LastInvitation(uid, starts, ends, max(len(messages), int(event.get("sequence", 0)) + 1), is_canceled)


def invitation(
    inquiry: Inquiry,
    last: LastInvitation,
    starts: datetime,
    ends: datetime,
    is_canceled: bool = False,
) -> str:
    """Return the .ics text. It has the clinic, time, and place, but nothing about the visitor's health.

    Every invitation of an inquiry has the same uid, so that a later one moves or cancels the appointment.
    """
    clinic, sender = the_clinic(), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    event = Event.new(
        uid=last.uid or f"{inquiry.reference}@{sender.rpartition('@')[2] or 'localhost'}",
        stamp=timezone.now().astimezone(UTC),
        start=starts.astimezone(UTC),
        end=ends.astimezone(UTC),
        summary=f"Appointment at {clinic.name}",
        description=f"Reference {inquiry.reference}",
        location=address_line() or None,
        status=STATUS.CANCELLED if is_canceled else STATUS.TENTATIVE,
        classification=CLASS.PRIVATE,
        sequence=last.count,
        # Calendars send their replies to the organizer.
        organizer=vCalAddress.new(
            reply_address(inquiry) if inbound_address() else clinic.email or sender, cn=clinic.name
        ),
        attendees=[vCalAddress.new(inquiry.email, partstat="NEEDS-ACTION", rsvp=True)],
    )
    calendar = Calendar.new(
        uid=event.uid,
        prodid="-//Pinpoint//Appointments//EN",
        method="CANCEL" if is_canceled else "REQUEST",
        subcomponents=[event],
    )
    return str(calendar.to_ical().decode())
