"""The forms beside an inquiry."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from inquiries.models import Inquiry, ReplyTemplate
from inquiries.privacy.permissions import colleagues

LONGEST_TEXT = 10_000
State = Inquiry.State


class ColleagueField(forms.ModelChoiceField):
    """Somebody who may view inquiries."""

    def label_from_instance(self, obj: Any) -> str:
        return str(get_user_display_name(obj))


class StateForm(forms.Form):
    state = forms.ChoiceField(choices=Inquiry.State.choices)


class AssignForm(forms.Form):
    assignee = ColleagueField(label="Assigned to", queryset=None, required=False, empty_label="Nobody")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = colleagues()  # type: ignore[attr-defined]


class FollowUpForm(forms.Form):
    follow_up_on = forms.DateField(label="Follow up on", required=False, widget=AdminDateInput)

    def clean_follow_up_on(self) -> Any:
        day = self.cleaned_data["follow_up_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError("Choose today or a day to come.")
        return day


class AddressForm(forms.Form):
    """Where a mail is to go instead; empty: where it was to go."""

    to = forms.EmailField(required=False, max_length=254)


class NoteForm(forms.Form):
    text = forms.CharField(
        label="New note", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}), error_messages={
            "required": "Write the note first."
        }
    )  # fmt: skip


class ReplyForm(forms.Form):
    template = forms.ModelChoiceField(
        label="Template", queryset=ReplyTemplate.objects.all(), required=False, empty_label="Choose a template"
    )
    text = forms.CharField(
        label="Reply",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Write the reply first."},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


class CallOffForm(forms.Form):
    text = forms.CharField(
        label="Words with it",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Which appointment is meant is added by itself.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


class OutcomeForm(forms.Form):
    """What came of several inquiries."""

    state = forms.ChoiceField(
        label="State",
        choices=[(state, state.label) for state in (State.CONTACTED, State.BOOKED, State.NOT_BOOKED)],
        widget=forms.RadioSelect,
    )


class ProposalForm(forms.Form):
    day = forms.DateField(label="Day", widget=AdminDateInput)
    time = forms.TimeField(label="Time", widget=AdminTimeInput)
    minutes = forms.IntegerField(label="Minutes", min_value=10, max_value=480, initial=60)
    text = forms.CharField(
        label="Words with it",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Day, time and place are added by themselves.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not {"day", "time"} <= set(data):
            return data
        starts = datetime.combine(data["day"], data["time"], tzinfo=timezone.get_current_timezone())
        if starts.astimezone(UTC).astimezone(starts.tzinfo).time() != data["time"]:
            self.add_error("time", "The clocks go forward then: this time does not exist on that day.")
        elif starts <= timezone.now():
            self.add_error("day", "Choose a time to come.")
        elif starts > timezone.now() + timedelta(days=730):
            self.add_error("day", "Choose a day within two years.")
        data["starts"] = starts
        return data
