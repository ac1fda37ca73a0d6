"""What goes into a mail beside its text: the clinic's logo, and an appointment for the calendar."""

from typing import Any

from anymail.message import attach_inline_image
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from content.site_context.logo import png_of

TAKE_ANY_FORM = {"amazon_ses", "sendgrid", "test", "console"}  # anymail's backends that pass on each form of a mail


def attach_logo(message: EmailMultiAlternatives, logo: Any) -> str:
    """Attach the clinic's logo and return the address for its `<img>`; empty without a logo.

    A picture on a server would tell it who opens the mail.
    """
    png = png_of(logo)
    return f"cid:{attach_inline_image(message, png, 'logo.png', 'png')}" if png else ""


def add_calendar(message: EmailMultiAlternatives, calendar: str, method: str) -> None:
    """The calendar as a third form of the mail, which Outlook and Gmail show as an invitation, and as a file.

    The file has another type then, or they would show two invitations. Where a service drops the form, the file has
    to do for both.
    """
    calendar_type = f"text/calendar; method={method}"
    backend = settings.EMAIL_BACKEND
    if backend.startswith("anymail.") and backend.split(".")[2] not in TAKE_ANY_FORM:
        message.attach("appointment.ics", calendar, calendar_type)
        return
    message.attach_alternative(calendar, calendar_type)
    message.attach("appointment.ics", calendar.encode(), "application/ics")
