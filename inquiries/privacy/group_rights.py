"""In a group's form: what each right about inquiries opens."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.template.loader import render_to_string

RIGHTS = {
    "Inquiry: can view": "The inbox: menu, list, inquiries, figures.",
    "Inquiry: can answer": "States, assignment, notes, replies, appointments, suspects.",
    "Inquiry: can export": "CSV, XLSX, and one person’s data as a file: visitors’ words leave the inbox.",
    "Inquiry: can erase": "One person’s data, for good.",
    "Inquiry routing: change": "Who is mailed about inquiries, and whether those mails contain what visitors wrote "
    "about their health. Give it to as few people as you can. Whoever has it can have every future inquiry sent "
    "anywhere. Each change is mailed to the old recipients and to the owners.",
    "Inquiries: change": "How soon inquiries are to be answered, and how long they are kept.",
    "Reply template: add, change, delete": "The texts to begin replies with.",
}


class RightsExplained(forms.Form):
    """A panel without fields. Fits as a hook `register_group_permission_panel`."""

    def __init__(self, *args: Any, instance: Group | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def save(self) -> None:
        """Nothing to save."""

    def as_admin_panel(self) -> str:
        return render_to_string("inquiries/group_rights.html", {"rights": RIGHTS})
