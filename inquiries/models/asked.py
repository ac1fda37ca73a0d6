"""What the form asks for, by the names under which exports, a person's data, and the webhook have it."""

import json
from typing import Any

from inquiries.models.inquiry import Inquiry

# In the order of an export's columns. By the field's name.
ASKED = {
    "name": "name",
    "email": "email",
    "phone": "phone",
    "contact_by": "reach_by",
    "times": "times",
    "about": "about",
    "practitioner": "asked_for",
    "session": "session",
    "regions": "places",
    "message": "message",
    "answers": "answers",
}
OWN_WORDS = ("message", "times")  # what visitors type freely, which may be advertising


def asked_of(inquiry: Inquiry, **instead: Any) -> dict[str, Any]:
    """Return what the visitor was asked, by name. `instead`: by field, what replaces the stored value."""
    return {name: instead.get(field, getattr(inquiry, field)) for field, name in ASKED.items()}


def answer_pairs(inquiry: Inquiry) -> list[tuple[str, str]]:
    """Return the extra questions with their answers. Text that can't be parsed is returned as is."""
    try:
        return [(str(question), str(answer)) for question, answer in json.loads(inquiry.answers or "[]")]
    except ValueError:
        return [("Answers", inquiry.answers)]
