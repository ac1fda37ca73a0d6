"""An explanation of the inquiry permissions in the group form."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.template.loader import render_to_string

HELP_TEXTS = {
    "Inquiry: can view": "The inbox: menu, list, inquiries, statistics.",
    "Inquiry: can answer": "Adding, correcting, merging; states, assignment, notes, replies, appointments, suspects.",
    "Inquiry: can export": "CSV, XLSX, contacts, one person’s data as a file: what visitors wrote leaves the inbox.",
    "Inquiry: can erase": "One person’s data, permanently.",
    "Inquiry routing: change": "Who is emailed about inquiries, and whether those emails contain what visitors "
    "wrote about their health. Give it to as few people as possible: anyone who has it "
    "can have every future inquiry sent anywhere, to another system as well. Each change is emailed to the previous "
    "recipients and the owners.",
    "Inquiries: change": "How soon inquiries should be answered, and how long they are kept.",
    "Reply template: add, change, delete": "Ready-made texts for replies.",
}


class RightsExplained(forms.Form):
    """A panel without fields, for the hook `register_group_permission_panel`."""

    def __init__(self, *args: Any, instance: Group | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def save(self) -> None:
        """Nothing to save."""

    def as_admin_panel(self) -> str:
        return render_to_string("inquiries/group_rights.html", {"rights": HELP_TEXTS})
