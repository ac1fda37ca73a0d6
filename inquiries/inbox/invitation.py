"""An appointment as an invitation that calendars understand."""

from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

from content.models import ClinicSettings
from inquiries.models import Inquiry


def place_of(clinic: ClinicSettings) -> str:
    """The clinic's address in one line."""
    town = " ".join(part for part in (clinic.region, clinic.postal_code) if part)
    return ", ".join(part for part in (clinic.street, clinic.locality, town) if part)


def invitation(inquiry: Inquiry, clinic: ClinicSettings, starts: datetime, minutes: int) -> str:
    """The .ics file's text. It names clinic, time and place, and nothing about the visitor's health."""
    event = Event()
    event.add("uid", f"{inquiry.reference}-{starts.astimezone(UTC):%Y%m%dT%H%M%S}@{sender_domain()}")
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("dtstart", starts.astimezone(UTC))
    event.add("dtend", starts.astimezone(UTC) + timedelta(minutes=minutes))
    event.add("summary", f"Appointment at {clinic.name}")
    event.add("description", f"Reference {inquiry.reference}")
    event.add("status", "TENTATIVE")
    event.add("class", "PRIVATE")
    event.add("sequence", 0)
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
    calendar.add("method", "REQUEST")
    calendar.add_component(event)
    return calendar.to_ical().decode()


def sender_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
