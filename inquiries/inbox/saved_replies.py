"""Reply templates and their placeholders."""

import re
from typing import Any

from wagtail.admin.utils import get_user_display_name

from content.site_context.clinic import the_clinic
from content.site_context.context import moment_in_words
from inquiries.mail.invitation import address_line, last_invitation
from inquiries.models import Inquiry, ReplyTemplate
from inquiries.models.message import IN_BRACES


def fill_in(template: ReplyTemplate, inquiry: Inquiry, user: Any) -> str:
    """Fill in the template's placeholders. Those without a value, and anything else in braces, stay as they are."""
    clinic = the_clinic()
    last = last_invitation(inquiry)
    appointment = inquiry.booked_for if inquiry.state == Inquiry.State.BOOKED else None
    appointment = appointment or (last.starts if last.can_be_called_off else None)
    values = {
        "name": inquiry.greeting_name,
        "reference": inquiry.reference,
        "clinic": clinic.name,
        "phone": clinic.phone,
        "address": address_line(),
        "practitioner": inquiry.booked_with.title if inquiry.booked_with else inquiry.practitioner,
        "session": inquiry.session,
        "appointment": moment_in_words(appointment),
        "me": get_user_display_name(user),
    }

    def value(found: re.Match[str]) -> str:
        said = values.get(found[1]) or found[0]
        return said.rstrip(".") if found.string.startswith(".", found.end()) else said  # not “9 a.m..”

    return IN_BRACES.sub(value, template.text)
