"""An appointment as an invitation that calendars understand."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

from content.models import ClinicSettings
from inquiries.models import Inquiry, Message


def place_of(clinic: ClinicSettings) -> str:
    """The clinic's address in one line."""
    town = " ".join(part for part in (clinic.region, clinic.postal_code) if part)
    return ", ".join(part for part in (clinic.street, clinic.locality, town) if part)


@dataclass(frozen=True)
class Sent:
    """What the visitor's calendar knows: the last invitation's name and span, and how many there were."""

    uid: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    count: int = 0
    is_off: bool = False

    @property
    def can_be_called_off(self) -> bool:
        return self.starts is not None and self.starts > timezone.now() and not self.is_off


def sent_before(inquiry: Inquiry) -> Sent:
    """The last invitation sent for the inquiry. One whose key is missing counts, but says nothing."""
    messages = list(inquiry.messages.exclude(calendar=""))
    if not messages:
        return Sent()
    try:
        (event,) = Calendar.from_ical(messages[-1].calendar).walk("VEVENT")
        uid, starts, ends = str(event["uid"]), event.decoded("dtstart"), event.decoded("dtend")
    except (ValueError, KeyError):
        return Sent(count=len(messages))
    is_off = messages[-1].kind == Message.Kind.CANCELLATION
    return Sent(uid, starts, ends, max(len(messages), int(event.get("sequence", 0)) + 1), is_off)


def invitation(inquiry: Inquiry, clinic: ClinicSettings, starts: datetime, minutes: int) -> str:
    """The .ics file's text. It names clinic, time and place, and nothing about the visitor's health."""
    begins = starts.astimezone(UTC)
    return calendar_text(inquiry, clinic, sent_before(inquiry), begins, begins + timedelta(minutes=minutes))


def cancellation(inquiry: Inquiry, clinic: ClinicSettings, sent: Sent) -> str:
    """The .ics file's text that takes the last invitation out of the visitor's calendar."""
    starts, ends = sent.starts or timezone.now(), sent.ends or timezone.now()
    return calendar_text(inquiry, clinic, sent, starts, ends, is_off=True)


def calendar_text(
    inquiry: Inquiry, clinic: ClinicSettings, sent: Sent, starts: datetime, ends: datetime, is_off: bool = False
) -> str:
    """One event of the same name for each inquiry: a later mail moves or removes it instead of adding another."""
    event = Event()
    event.add("uid", sent.uid or f"{inquiry.reference}@{sender_domain()}")
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", f"Appointment at {clinic.name}")
    event.add("description", f"Reference {inquiry.reference}")
    event.add("status", "CANCELLED" if is_off else "TENTATIVE")
    event.add("class", "PRIVATE")
    event.add("sequence", sent.count)
    if place_of(clinic):
        event.add("location", vText(place_of(clinic)))
    organizer = vCalAddress(f"mailto:{clinic.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["cn"] = vText(clinic.name)
    event["organizer"] = organizer
    attendee = vCalAddress(f"mailto:{inquiry.email}")
    attendee.params["partstat"] = vText("NEEDS-ACTION")
    attendee.params["rsvp"] = vText("TRUE")
    event.add("attendee", attendee, encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Pinpoint//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_off else "REQUEST")
    calendar.add_component(event)
    return calendar.to_ical().decode()


def sender_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
