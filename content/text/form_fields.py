"""Form fields that tidy input before validation, on the site and in the admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminAutoHeightTextInput

from content.text.map_place import typed_position
from content.text.typed import tidy, tidy_email

NO_PLACE = (
    "This is neither a link nor coordinates. Paste the link that your map app shares, or write the place as "
    "40.7128, -74.0060."
)


class TextField(forms.CharField):
    """A text field. The length is checked after tidying, and a line break counts as one, as in browsers."""

    tidy = staticmethod(tidy)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "dir": "auto"}

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        # Browsers can't send a line break from a field of one line; programs can.
        tidied = self.tidy(text).replace("\n", " ") if isinstance(self.widget, forms.TextInput) else self.tidy(text)
        return tidied or self.empty_value


class EmailField(TextField, forms.EmailField):
    """An email address."""

    tidy = staticmethod(tidy_email)


class MapLinkInput(forms.URLField):
    """A link to a map location, or its coordinates."""

    widget = forms.TextInput  # browsers only accept URLs in a URL input
    default_error_messages = {"invalid": NO_PLACE}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "assume_scheme": "https"})

    def to_python(self, value: Any) -> Any:
        text = tidy(str(value or ""))
        position = typed_position(text)
        if position is None:
            return super().to_python(text)
        if not position.is_on_earth:
            raise ValidationError("There is no such place: latitude goes from -90 to 90, longitude from -180 to 180.")
        return position.link


def use_in_admin() -> None:
    """Make the admin's model forms use these fields."""
    fields = {models.CharField: TextField, models.TextField: TextField, models.EmailField: EmailField}
    for model_field, form_field in fields.items():
        override: dict[str, Any] = {"form_class": form_field}
        if model_field is models.TextField:
            override["widget"] = AdminAutoHeightTextInput  # Wagtail's default
        register_form_field_override(model_field, override=override, exact_class=True)
