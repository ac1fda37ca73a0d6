"""A form that isn't saved over what somebody else has saved since its page was opened."""

import json
from contextlib import suppress
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import Truncator
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import registry as log_registry

LONGEST_SHOWN = 300  # characters of a stored value


def digest(value: Any) -> str:
    return salted_hmac("stale form", str(value)).hexdigest()[:16]


def shown(field: forms.Field, value: Any) -> str:
    """Return a stored value as the form's reader knows it; empty if there is none."""
    if isinstance(field, forms.BooleanField):
        return "checked" if value else "not checked"
    if isinstance(field, forms.ModelChoiceField) and not isinstance(value, list):
        value = field.queryset.filter(pk=value).first() if value and field.queryset is not None else ""
    labels = dict(getattr(field, "choices", [])) if isinstance(field, forms.ChoiceField) else {}
    values = value if isinstance(value, list) else [f"{value:%H:%M}" if isinstance(value, time) else value]
    said = ", ".join(str(labels.get(one, one)) for one in values if one not in (None, ""))
    return str(Truncator(said).chars(LONGEST_SHOWN))


def shown_rows(formset: Any, rows: list[dict[str, Any]]) -> str:
    """Return the stored rows of a formset."""
    fields = {name: field for name, field in formset.empty_form.fields.items() if name in formset.form.base_fields}
    words = [[shown(field, row.get(name)) for name, field in fields.items() if name != "id"] for row in rows]
    return "; ".join(", ".join(filter(None, one)) for one in words)


class StaleCheck(forms.BaseForm):
    """Carries a digest of each stored value in a hidden field, and compares it with what is stored when it is sent.

    After a refusal the form carries the new digests, so the next save goes through.
    """

    log_action = "wagtail.edit"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = {name: digest(self.initial.get(name)) for name in self.fields}
        formsets = getattr(self, "formsets", {})
        self.stored_rows = {name: [model_to_dict(row) for row in getattr(self.logged, name).all()] for name in formsets}
        self.stored |= {name: digest(rows) for name, rows in self.stored_rows.items()}
        stored, name = json.dumps(self.stored | {"": timezone.now().isoformat()}), self.add_prefix("seen")
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=stored)
        self.seen: dict[str, str] = {}
        if self.is_bound:
            with suppress(ValueError, TypeError):
                self.seen = dict(json.loads(self.data.get(name) or "{}"))
            self.data: Any = self.data.copy()
            self.data[name] = stored

    @property
    def logged(self) -> Any:
        """What the change is logged for."""
        return self.instance  # type: ignore[attr-defined]

    def clean(self) -> Any:
        cleaned, formsets = super().clean(), getattr(self, "formsets", {})
        stale = [name for name, value in self.stored.items() if self.seen.get(name, value) != value]
        now = []
        for name in stale:
            if name in formsets and formsets[name].has_changed():
                now.append((name.replace("_", " "), shown_rows(formsets[name], self.stored_rows[name])))
            elif name in self.changed_data:
                now.append((str(self[name].label), shown(self.fields[name], self.initial.get(name))))
        if now:
            said = "Nothing is saved yet, and what you typed is kept. Compare it with this, then save again:"
            lines = [f"{label[0].upper()}{label[1:]}, stored now: {value or 'empty'}" for label, value in now]
            self.add_error(None, ValidationError([f"{self.who_and_when()} after you opened this page. {said}", *lines]))
        return cleaned

    def who_and_when(self) -> str:
        opened = parse_datetime(self.seen.get("", "")) or timezone.now()
        changes = log_registry.get_logs_for_instance(self.logged).filter(action=self.log_action, timestamp__gt=opened)
        last = changes.select_related("user").order_by("-timestamp").first()
        if last is None:
            return "Somebody saved changes here"
        who = get_user_display_name(last.user) if last.user else "Somebody"
        at = timezone.localtime(last.timestamp)
        is_today = at.date() == timezone.localdate()
        when = f"at {date_format(at, 'TIME_FORMAT')}" if is_today else f"on {date_format(at, 'DATETIME_FORMAT')}"
        return f"{who} saved changes here {when},"


class StaleCheckModelForm(StaleCheck, WagtailAdminModelForm):
    """The form of a setting or snippet, unless it keeps revisions, about which Wagtail warns by itself."""
