"""The forms on an inquiry's page, and those for bulk actions."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid5

from django import forms
from django.utils import timezone
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from content.models import PractitionerPage
from content.text.form_fields import EmailField, TextField
from content.text.phone import FEWEST_DIGITS, digits
from inquiries.inbox.appointments import SESSION, doubts_about
from inquiries.mail.calendar_answers import FURTHEST, LONGEST_MINUTES
from inquiries.models import Inquiry, ReplyTemplate
from inquiries.models.message import IN_BRACES, REPLY_FIELDS
from inquiries.privacy.permissions import colleagues

State = Inquiry.State
CLOCKS_FORWARD = "The clocks go forward then, so this time does not exist on that day."


def text_field(label: str, rows: int, **options: Any) -> TextField:
    return TextField(label=label, max_length=10_000, widget=forms.Textarea(attrs={"rows": rows}), **options)


def local_moment(day: date, clock: time) -> datetime | None:
    """Return that day and time in the clinic's time zone; None if the change to daylight saving time skips it."""
    moment = datetime.combine(day, clock, tzinfo=timezone.get_current_timezone())
    return moment if moment.astimezone(UTC).astimezone(moment.tzinfo).time() == clock else None


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(get_user_display_name(obj))


class OnceForm(forms.Form):
    """What is done only once, however often the same is sent from the same page: the key includes what was typed."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        return data | {"key": uuid5(data["key"], repr(data))} if "key" in data else data


class AssignForm(forms.Form):
    assignee = ColleagueField(label="Assigned to", queryset=None, required=False, empty_label="Nobody")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = colleagues()  # type: ignore[attr-defined]


class FollowUpForm(forms.Form):
    follow_up_on = forms.DateField(label="Follow up on", required=False, widget=AdminDateInput)

    def clean_follow_up_on(self) -> date | None:
        day: date | None = self.cleaned_data["follow_up_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError("Choose today or a later day.")
        return day


class OutcomeForm(forms.Form):
    state = forms.ChoiceField(
        label="State",
        choices=[(state, state.label) for state in (State.CONTACTED, State.BOOKED, State.NOT_BOOKED, State.CLOSED)],
        widget=forms.RadioSelect,
    )


class AddressForm(forms.Form):
    """A new address to send an email to; empty keeps the original one."""

    to = EmailField(required=False, max_length=254)


class ContactForm(forms.Form):
    name = TextField(label="Name", max_length=120)
    email = EmailField(label="Email", required=False, max_length=254)
    phone = TextField(label="Phone", required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        email, phone = data.get("email"), data.get("phone")
        if phone and len(digits(phone)) < FEWEST_DIGITS:
            self.add_error("phone", "Enter a phone number with at least six digits.")
        elif not email and not phone and not {"email", "phone"} & set(self.errors):
            self.add_error("email", "Enter an email address or a phone number, so that someone can answer.")
        return data


class AppointmentForm(forms.Form):
    """A day and a time. If something speaks against them, the form says so and accepts them the next time."""

    day = forms.DateField(label="Day", widget=AdminDateInput)
    time = forms.TimeField(label="Time", widget=AdminTimeInput)
    warned = forms.CharField(required=False, widget=forms.HiddenInput)
    inquiry: Inquiry  # which the page adds

    def moment(self, data: dict[str, Any], earliest: datetime, too_early: str) -> datetime | None:
        """Return the moment; None if it is missing or refused."""
        day, time = data.get("day"), data.get("time")
        if not day or not time:
            return None
        at = local_moment(day, time)
        if at is None:
            self.add_error("time", CLOCKS_FORWARD)
        elif at < earliest:
            self.add_error("day", too_early)
        elif at > timezone.now() + FURTHEST:
            self.add_error("day", "Choose a day within two years.")
        else:
            length = timedelta(minutes=data["minutes"]) if data.get("minutes") else SESSION
            doubts = doubts_about(self.inquiry, at, length, data.get("booked_with"))
            if doubts and doubts != data.get("warned"):
                self.data: Any = self.data.copy()
                self.data["warned"] = doubts
                self.add_error("time", f"{doubts} If it is right all the same, press the button again.")
        return at


class BookedForm(AppointmentForm):
    """When and with whom an appointment was booked; both are optional."""

    booked_with: "forms.ModelChoiceField[PractitionerPage]" = forms.ModelChoiceField(
        label="With", queryset=None, required=False, empty_label="Not said"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].required = self.fields["time"].required = False
        practitioners = PractitionerPage.objects.live().order_by("path")
        self.fields["booked_with"].queryset = practitioners  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(data["day"]) != bool(data["time"]):
            self.add_error("time" if data["day"] else "day", "Enter both day and time, or neither.")
        came_in = timezone.localtime(min(self.inquiry.whole.values_list("created_at", flat=True)))
        that_day = came_in.replace(hour=0, minute=0, second=0, microsecond=0)
        booked_for = self.moment(data, that_day, "That is before the inquiry came in. Check the year.")
        return {"booked_for": booked_for, "booked_with": data.get("booked_with")}


class NotBookedForm(forms.Form):
    lost_reason = forms.ChoiceField(
        label="Why not?", choices=[("", "Not said"), *Inquiry.LostReason.choices], required=False
    )


class NoteForm(forms.Form):
    text = text_field("New note", rows=3, error_messages={"required": "Write the note first."})


class MessageForm(OnceForm):
    """An email to the visitor."""

    def clean_text(self) -> str:
        """Reject text with placeholders that weren't filled in."""
        text: str = self.cleaned_data["text"]
        left = [f"{{{name}}}" for name in dict.fromkeys(IN_BRACES.findall(text)) if name in REPLY_FIELDS]
        if left:
            raise forms.ValidationError(f"Replace {', '.join(left)} first: the inquiry doesn’t say.")
        return text


class ReplyForm(MessageForm):
    template = forms.ModelChoiceField(
        label="Template", queryset=ReplyTemplate.objects.all(), required=False, empty_label="Choose a template"
    )
    text = text_field("Message", rows=10, error_messages={"required": "Write the reply first."})
    quotes = forms.BooleanField(
        label="Quote their last email below",
        required=False,
        help_text="Only what they wrote by email, never the form. Leave it out if it is about their health.",
    )


class CallOffForm(MessageForm):
    text = text_field(
        "Message", rows=3, required=False, help_text="Which appointment it is about is added automatically."
    )


class ProposalForm(MessageForm, AppointmentForm):
    minutes = forms.IntegerField(label="Minutes", min_value=10, max_value=LONGEST_MINUTES, initial=60)
    text = text_field("Message", rows=4, required=False, help_text="Day, time, and place are added automatically.")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        starts = self.moment(data, timezone.now(), "Choose a time in the future.")
        return {name: data.get(name) for name in ("key", "text", "minutes")} | {"starts": starts}
