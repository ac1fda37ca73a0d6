"""Everything that is stored about one person, as data and as a page to print."""

from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.admin.utils import get_user_display_name

from content.site_context.clinic import first_clinic
from content.site_context.context import day_in_words, moment_in_words
from inquiries.inbox.detail import places_in_words
from inquiries.inbox.timeline import describe
from inquiries.models import Inquiry
from inquiries.models.asked import answer_pairs, asked_of

LISTS = ("messages", "notes", "mails", "history")


def stored_about(inquiry: Inquiry) -> dict[str, Any]:
    """Return everything that is stored with an inquiry, under plain names."""
    return {
        "reference": inquiry.reference,
        "received": inquiry.created_at,
        "state": inquiry.get_state_display(),
        "suspect": inquiry.is_suspect,
        "suspect_because": inquiry.suspect_reasons,
        **asked_of(
            inquiry,
            contact_by=inquiry.get_contact_by_display(),
            about=inquiry.about_titles,
            regions=places_in_words(inquiry),
            answers=[{"question": question, "answer": answer} for question, answer in answer_pairs(inquiry)],
        ),
        "agreed_to": inquiry.consent_text,
        "consent": inquiry.consent_note,
        "came_in_by": inquiry.get_came_by_display(),
        "merged_into": inquiry.merged_into.reference if inquiry.merged_into else None,
        "booked_for": inquiry.booked_for,
        "booked_with": inquiry.booked_with.title if inquiry.booked_with else None,
        "why_not_booked": inquiry.get_lost_reason_display(),
        "sent_from_page": inquiry.source_page.title if inquiry.source_page else None,
        "first_page": inquiry.landing_path,
        "referrer": inquiry.referrer_host,
        "campaign": inquiry.campaign,
        "first_answered": inquiry.first_answered_at,
        "wrote_again": inquiry.wrote_again_at,
        "state_changed": inquiry.state_changed_at,
        "email_failed": inquiry.email_failed,
        "assigned_to": get_user_display_name(inquiry.assignee) if inquiry.assignee else None,
        "follow_up_on": inquiry.follow_up_on,
        "kept_whatever_retention_says": inquiry.is_held,
        "messages": [
            {
                "at": message.at,
                "kind": message.get_kind_display(),
                "from": message.sender or None,
                "text": message.text,
                "invitation": message.calendar or None,
            }
            for message in inquiry.messages.all()
        ],
        "notes": [{"at": note.at, "text": note.text} for note in inquiry.notes.all()],
        "mails": [
            {
                "what": mail.get_purpose_display(),
                "to": mail.recipient if mail.is_to_visitor else "staff",
                "created": mail.created_at,
                "sent": mail.sent_at,
                "status": mail.status,
            }
            for mail in inquiry.mails.all()
        ],
        "history": [
            {"at": event.at, "what": describe(event), "words": event.text or None} for event in inquiry.events.all()
        ],
    }


def as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return moment_in_words(value)
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dict):
        return "\n".join(f"{key}: {text}" for key, text in value.items())
    return "\n".join(map(as_text, value)) if isinstance(value, list) else str(value)


def facts(stored: dict[str, Any]) -> list[tuple[str, str]]:
    """Return labels and texts, without what is empty."""
    shown = {key: as_text(value) for key, value in stored.items() if key not in LISTS and value is not None}
    return [(key.replace("_", " ").capitalize(), text) for key, text in shown.items() if text]


def to_print(inquiries: list[dict[str, Any]]) -> str:
    """Return the page: one file, which needs nothing else to be read."""
    sheets = [
        {"facts": facts(stored), "lists": [(key, [facts(row) for row in stored[key]]) for key in LISTS if stored[key]]}
        for stored in inquiries
    ]
    given = {"clinic": first_clinic(), "sheets": sheets, "on": timezone.localdate()}
    return render_to_string("inquiries/inbox/person_paper.html", given)
