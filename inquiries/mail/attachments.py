"""Attachments of outgoing email: the clinic's logo, and an appointment for the calendar."""

from typing import Any

from anymail.message import attach_inline_image
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from content.site_context.logo import png_of

TAKE_ANY_FORM = {"amazon_ses", "sendgrid", "test", "console"}  # Anymail backends that support any alternative part


def attach_logo(message: EmailMultiAlternatives, logo: Any) -> str:
    """Attach the clinic's logo and return the address for its `<img>`; empty without a logo.

    A remote image would reveal who opens the email.
    """
    png = png_of(logo)
    return f"cid:{attach_inline_image(message, png, 'logo.png', 'png')}" if png else ""


def add_calendar(message: EmailMultiAlternatives, calendar: str, method: str) -> None:
    """Add the calendar as a third alternative, which Outlook and Gmail show as an invitation, and as an attachment.

    The attachment then has a different type, or they would show two invitations. For a service that would drop the
    alternative, the attachment has to do for both.
    """
    calendar_type = f"text/calendar; method={method}"
    backend = settings.EMAIL_BACKEND
    if backend.startswith("anymail.") and backend.split(".")[2] not in TAKE_ANY_FORM:
        message.attach("appointment.ics", calendar, calendar_type)
        return
    message.attach_alternative(calendar, calendar_type)
    message.attach("appointment.ics", calendar.encode(), "application/ics")
