"""Everything that is stored about one person, as data and as a page to print."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from content.site_context.clinic import the_clinic
from inquiries.inbox.facts import as_text, facts_about, heading_of
from inquiries.inbox.timeline import describe
from inquiries.models import Inquiry

LISTS = ("messages", "notes", "mails", "history")


def stored_about(inquiry: Inquiry) -> dict[str, Any]:
    return {
        **facts_about(inquiry),
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


def in_words(stored: dict[str, Any]) -> list[tuple[str, str]]:
    """Return labels and texts, without what is empty."""
    shown = {key: as_text(value) for key, value in stored.items() if key not in LISTS}
    return [(heading_of(key), text) for key, text in shown.items() if text]


def to_print(inquiries: list[dict[str, Any]]) -> str:
    """Return the page: one file, which needs nothing else to be read."""
    sheets = [
        {
            "facts": in_words(stored),
            "lists": [(key, [in_words(row) for row in stored[key]]) for key in LISTS if stored[key]],
        }
        for stored in inquiries
    ]
    given = {"clinic": the_clinic(), "sheets": sheets, "on": timezone.localdate()}
    return render_to_string("inquiries/inbox/person_paper.html", given)
