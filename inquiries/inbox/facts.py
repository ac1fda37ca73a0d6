"""What is stored about an inquiry, by plain names: for spreadsheets, and for the person whom it is about."""

from datetime import date, datetime
from typing import Any

from wagtail.admin.utils import get_user_display_name

from content.site_context.context import day_in_words, moment_in_words
from inquiries.inbox.detail import places_in_words
from inquiries.models import Inquiry
from inquiries.models.asked import answer_pairs, asked_of

RELATED = ("source_page", "assignee", "merged_into", "booked_with")


def facts_about(inquiry: Inquiry) -> dict[str, Any]:
    """Return everything that is stored in the inquiry itself. Its columns in an export have the same names."""
    return {
        "reference": inquiry.reference,
        "received": inquiry.created_at,
        "came_in_by": inquiry.get_came_by_display(),
        "state": inquiry.get_state_display(),
        "suspect": inquiry.is_suspect,
        "suspect_because": inquiry.suspect_reasons,
        **asked_of(
            inquiry,
            contact_by=inquiry.get_contact_by_display(),
            about=inquiry.about_titles,
            regions=places_in_words(inquiry),
            answers=[f"{question}: {answer}" for question, answer in answer_pairs(inquiry)],
        ),
        "agreed_to": inquiry.consent_text,
        "consent": inquiry.consent_note,
        "merged_into": inquiry.merged_into.reference if inquiry.merged_into else None,
        "sent_from_page": inquiry.source_page.title if inquiry.source_page else None,
        "first_page": inquiry.landing_path,
        "referrer": inquiry.referrer_host,
        "campaign": inquiry.campaign,
        "assigned_to": get_user_display_name(inquiry.assignee) if inquiry.assignee else None,
        "follow_up_on": inquiry.follow_up_on,
        "first_answered": inquiry.first_answered_at,
        "waiting_since": inquiry.waiting_since if inquiry.is_to_answer else None,
        "state_changed": inquiry.state_changed_at,
        "booked_for": inquiry.booked_for,
        "booked_with": inquiry.booked_with.title if inquiry.booked_with else None,
        "why_not_booked": inquiry.get_lost_reason_display(),
        "email_failed": inquiry.email_failed,
        "never_erase": inquiry.is_held,
    }


def heading_of(name: str) -> str:
    return name.replace("_", " ").capitalize()


def as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return moment_in_words(value)
    if isinstance(value, date):
        return day_in_words(value)
    return "" if value is None else plain_text(value)


def plain_text(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dict):
        return "\n".join(f"{key}: {text}" for key, text in value.items())
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)
