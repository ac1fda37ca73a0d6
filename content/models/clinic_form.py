"""The form for the clinic's settings, which rejects rows that contradict each other."""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

from django import forms

from content.models.coming_soon import new_look_key
from content.models.opening_hours import OpeningHours, SpecialDay
from content.models.stale_form import StaleCheckModelForm
from content.text.zones import zone_after, zones_to_choose

AMERICAN = {"locality": "City", "region": "State", "postal_code": "ZIP code"}


def fit_to_clinic(form: Any) -> None:
    """Name the parts of the address as in the clinic's country, and offer time zones by their current names."""
    clinic = form.instance
    for name, label in AMERICAN.items() if clinic.country in ("US", "PR") else ():
        if name in form.fields:
            form.fields[name].label = label
    if "time_zone" in form.fields:
        form.fields["time_zone"].choices = zones_to_choose(clinic.time_zone)


class ClinicForm(StaleCheckModelForm):
    """Checks rows against each other, once each is valid on its own."""

    renew_look_key = forms.BooleanField(
        required=False, label="Make a new link", help_text="The link above stops working as soon as you save."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fit_to_clinic(self)

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data.get("renew_look_key"):
            self.instance.look_key = new_look_key()
        return super().save(commit)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        markets = str(self.initial.get("market", "")), str(cleaned.get("market", ""))
        if "time_zone" in cleaned:
            cleaned["time_zone"] = zone_after(*markets, cleaned["time_zone"])
        self.compare("opening_hours", "opens", hours_clash)
        self.compare("special_days", "first_day", days_clash)
        return cleaned

    def compare(self, relation: str, field: str, clash: Callable[[Any, Any], str]) -> None:
        """Add an error to the second of any two rows that contradict each other."""
        for first, second in combinations(list(self.rows(relation)), 2):
            message = clash(first.instance, second.instance)
            if message and field not in second.errors:
                second.add_error(field, message)

    def rows(self, relation: str) -> Iterator[Any]:
        """Yield rows that are valid and not being deleted."""
        formset = self.formsets[relation]
        formset.is_valid()
        for row in formset.forms:
            if not row.errors and row.cleaned_data and not row.cleaned_data.get("DELETE"):
                yield row


def meet(first: Any, second: Any) -> bool:
    return bool(first.opens < second.closes and second.opens < first.closes)


def hours_clash(first: OpeningHours, second: OpeningHours) -> str:
    if first.weekday != second.weekday or not meet(first, second):
        return ""
    hours = f"{first.opens:%H:%M} to {first.closes:%H:%M}"
    return f"Another row already says {first.get_weekday_display()} {hours}. Combine them, or leave a gap between them."


def days_clash(first: SpecialDay, second: SpecialDay) -> str:
    if first.first_day > second.last_day or second.first_day > first.last_day:
        return ""
    if bool(first.opens) != bool(second.opens):
        said = "open" if first.opens else "closed"
        return f"“{first.label}” says {said} for one of these days already. Change the dates of one."
    if not first.opens:
        return f"“{first.label}” closes one of these days already. Change the dates, or make one row of the two."
    if meet(first, second):
        return f"“{first.label}” has hours for one of these days already, and these overlap them."
    return ""
