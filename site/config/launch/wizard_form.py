"""The first-run wizard's form: the clinic's facts, its people, and which of the sample's pages to keep."""

from collections.abc import Iterator
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.widgets import AdminTimeInput
from wagtail.models import Page

from config.launch.sample import is_sample_value
from content.models import (
    ArticlePage,
    ClinicSettings,
    ComparisonPage,
    ConditionPage,
    FAQPage,
    GuidePage,
    MusclePage,
    PractitionerPage,
    StarterRecord,
)
from content.models.clinic_form import fit_to_clinic
from content.models.looks import FAULTS, LEAST_LOGO_HEIGHT
from content.text.form_fields import TextField
from content.text.hours import WEEKDAYS
from content.text.zones import zone_after
from content.uploads.forms import CleanImageField
from inquiries.models.routing import clean_recipients

FACTS = (
    "name",
    "tagline",
    "street",
    "locality",
    "region",
    "postal_code",
    "country",
    "market",
    "map_url",
    "time_zone",
    "signal_color",
    "phone",
    "email",
)
NEVER_EMPTY = {"country", "market", "time_zone", "signal_color"}  # never empty, so there is nothing to clear
OTHER_SAMPLE_FACTS = ("service_area", "access")  # the sample's, which this form doesn't ask for
PICTURES = {
    "logo_file": f"Any picture, at least {LEAST_LOGO_HEIGHT} pixels high.",
    "icon_file": "For browser tabs and home screens: a square picture, ideally 512 × 512 pixels.",
}
PEOPLE = 4
# Pages that a clinic can do without. Index pages, the form, the map, and the legal pages stay.
OPTIONAL = {
    ConditionPage: "Conditions",
    GuidePage: "Guides",
    ComparisonPage: "Comparisons",
    ArticlePage: "Articles",
    FAQPage: "Questions",
    MusclePage: "Muscles",
}


class WizardForm(forms.ModelForm):  # type: ignore[type-arg]
    """The whole wizard on one page. The sample's values are never prefilled: they would be saved as the clinic’s."""

    logo_file = CleanImageField(label="Logo", required=False)
    icon_file = CleanImageField(label="Icon", required=False)
    recipients = TextField(
        label="Who is emailed about inquiries",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Email addresses, one per line. Leave empty for the clinic’s own address.",
    )

    class Meta:
        model = ClinicSettings
        fields = FACTS
        formfield_callback = formfield_for_dbfield
        labels = {
            "name": "Name of the clinic",
            "tagline": "What kind of clinic it is",
            "signal_color": "Color of points and buttons",
        }
        help_texts = {
            "tagline": "In a short phrase, such as “Trigger point therapy and massage”.",
            "country": "",
            "time_zone": "If you change the market, its time zone is set when you save, unless you choose one here.",
            "signal_color": "It has to be readable on white; a color that isn’t is refused.",
        }
        widgets = {"signal_color": forms.TextInput(attrs={"type": "color"})}

    def __init__(self, *args: Any, may_route: bool = False, **kwargs: Any) -> None:
        clinic: ClinicSettings = kwargs["instance"]
        self.market_before = clinic.market
        typed = [name for name in FACTS if name not in NEVER_EMPTY and is_sample_value(name, getattr(clinic, name))]
        kwargs["initial"] = dict.fromkeys(typed, "") | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        fit_to_clinic(self)
        if not may_route:
            del self.fields["recipients"]
        # Replaces the fields' own help, which lists formats.
        for name, text in PICTURES.items():
            self.fields[name].help_text = f"{text} Leave empty to change nothing."
        self.add_hours()
        self.add_people()
        self.add_pages()

    # Hours ----------------------------------------------------------------------------------------

    def add_hours(self) -> None:
        """Add one row of hours per weekday; lunch breaks are for the settings."""
        for day, name in enumerate(WEEKDAYS):
            for when in ("opens", "closes"):
                field = forms.TimeField(label=f"{name}, {when}", required=False, widget=AdminTimeInput)
                self.fields[f"{when}_{day}"] = field

    def days(self) -> list[tuple[str, Any, Any]]:
        return [(name, self[f"opens_{day}"], self[f"closes_{day}"]) for day, name in enumerate(WEEKDAYS)]

    def openings(self) -> Iterator[tuple[int, time, time]]:
        for day in range(len(WEEKDAYS)):
            opens, closes = self.cleaned_data.get(f"opens_{day}"), self.cleaned_data.get(f"closes_{day}")
            if opens and closes:
                yield day, opens, closes

    # People ---------------------------------------------------------------------------------------

    def add_people(self) -> None:
        for number in range(PEOPLE):
            for name, column in {"person": "title", "role": "role"}.items():
                label = f"Person {number + 1}, {'name' if name == 'person' else name}"
                length = PractitionerPage._meta.get_field(column).max_length
                self.fields[f"{name}_{number}"] = TextField(label=label, required=False, max_length=length)

    def people_fields(self) -> list[tuple[Any, Any]]:
        return [(self[f"person_{number}"], self[f"role_{number}"]) for number in range(PEOPLE)]

    def people(self) -> list[tuple[str, str]]:
        data = self.cleaned_data
        rows = [(data[f"person_{number}"], data[f"role_{number}"]) for number in range(PEOPLE)]
        return [(name, role) for name, role in rows if name]

    # Pages ----------------------------------------------------------------------------------------

    def add_pages(self) -> None:
        """Add a checkbox per kind, and one per page of it: a page is kept if both are checked."""
        keys = StarterRecord.objects.exclude(page=None).values("page")
        self.kinds: list[tuple[str, str]] = []
        for model, kind in OPTIONAL.items():
            pages = Page.objects.filter(pk__in=keys, live=True).type(model).order_by("path")
            count = pages.count()
            if not count:
                continue
            name = model.__name__.lower()
            self.kinds.append((f"keep_{name}", f"pages_{name}"))
            self.fields[f"keep_{name}"] = forms.BooleanField(label=f"{kind} ({count})", required=False, initial=True)
            self.fields[f"pages_{name}"] = forms.ModelMultipleChoiceField(
                pages,
                label=kind,
                required=False,
                initial=list(pages.values_list("pk", flat=True)),
                widget=forms.CheckboxSelectMultiple,
            )

    def kind_fields(self) -> list[tuple[Any, Any]]:
        return [(self[kind], self[pages]) for kind, pages in self.kinds]

    def not_kept(self) -> list[Page]:
        gone: list[Page] = []
        for kind, name in self.kinds:
            field: Any = self.fields[name]
            kept = set(self.cleaned_data[name]) if self.cleaned_data[kind] else set()
            gone += [page for page in field.queryset if page not in kept]
        return gone

    # Checks ---------------------------------------------------------------------------------------

    def clean_recipients(self) -> str:
        return clean_recipients(self.cleaned_data["recipients"])

    def clean_logo_file(self) -> Any:
        return self.picture("logo")

    def clean_icon_file(self) -> Any:
        return self.picture("icon")

    def picture(self, name: str) -> Any:
        file = self.cleaned_data[f"{name}_file"]
        if file and (fault := FAULTS[name](file.image.get_size())):
            raise ValidationError(fault)
        return file

    def full_clean(self) -> None:
        """Ask for a picture again if anything is wrong, because browsers forget chosen files."""
        super().full_clean()
        for name in [name for name in PICTURES if self.errors and self.cleaned_data.get(name)]:
            self.add_error(name, "Choose it again: files can’t be kept while something else is being corrected.")

    @property
    def problems(self) -> list[tuple[Any, str]]:
        return [(bound, str(error)) for bound in self for error in bound.errors]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "time_zone" in cleaned:
            cleaned["time_zone"] = zone_after(self.market_before, cleaned.get("market", ""), cleaned["time_zone"])
        for day in range(len(WEEKDAYS)):
            opens, closes = cleaned.get(f"opens_{day}"), cleaned.get(f"closes_{day}")
            if bool(opens) != bool(closes):
                self.add_error(f"closes_{day}" if opens else f"opens_{day}", "Enter both times, or neither.")
            elif opens and closes and closes <= opens:
                self.add_error(f"closes_{day}", "The closing time must be later than the opening time.")
        for number in range(PEOPLE):
            if cleaned.get(f"person_{number}") and not cleaned.get(f"role_{number}"):
                self.add_error(f"role_{number}", "What do they do? “Massage therapist”, for example.")
            if cleaned.get(f"role_{number}") and not cleaned.get(f"person_{number}"):
                self.add_error(f"person_{number}", "Who is it?")
        return cleaned
