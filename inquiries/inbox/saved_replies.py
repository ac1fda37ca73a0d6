"""Reply templates and their placeholders."""

from typing import Any

from django.db import transaction
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log

from content.models import ClinicSettings
from content.site_context.context import moment_in_words
from inquiries.mail.invitation import address_line, last_invitation
from inquiries.models import Inquiry, ReplyTemplate
from inquiries.models.message import IN_BRACES
from inquiries.privacy.permissions import may_add_templates

SAMPLE_TEMPLATES = {
    "Ask for times": "Hello {name},\n\nThank you for writing to us. Which days and times work for you? "
    "We’ll reply with an appointment.\n\nBest regards,\n{clinic}",
    "Please call us": "Hello {name},\n\nThank you for writing to us. A short call is the quickest way to answer most "
    "questions: {phone}.\n\nBest regards,\n{clinic}",
    "See a doctor first": "Hello {name},\n\nThank you for writing to us. From what you describe, a doctor should take "
    "a look before we work with you. We’d be glad to see you after that.\n\nBest regards,\n{clinic}",
}


def fill_in(template: ReplyTemplate, inquiry: Inquiry, user: Any) -> str:
    """Fill in the template's placeholders. Those without a value, and anything else in braces, stay as they are."""
    clinic = ClinicSettings.default()
    last = last_invitation(inquiry)
    appointment = inquiry.booked_for if inquiry.state == Inquiry.State.BOOKED else None
    appointment = appointment or (last.starts if last.can_be_called_off else None)
    values = {
        "name": inquiry.greeting_name,
        "first_name": inquiry.greeting_name,
        "reference": inquiry.reference,
        "clinic": clinic.name,
        "phone": clinic.phone,
        "address": address_line(clinic),
        "practitioner": inquiry.booked_with.title if inquiry.booked_with else inquiry.practitioner,
        "session": inquiry.session,
        "appointment": moment_in_words(appointment),
        "me": get_user_display_name(user),
    }
    return IN_BRACES.sub(lambda found: values.get(found[1]) or found[0], template.text)


@transaction.atomic
def add_sample_templates(inquiry: Inquiry, user: Any) -> bool:
    """Add sample templates if there are none; logged like any other that staff add."""
    if not may_add_templates(user) or ReplyTemplate.objects.exists():
        return False
    for number, (name, text) in enumerate(SAMPLE_TEMPLATES.items()):
        log(ReplyTemplate.objects.create(name=name, text=text, order=number), "wagtail.create", user=user)
    return True
