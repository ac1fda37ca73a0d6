"""A field with a button that fills in the rest of its form."""

from typing import Any

from django.apps import apps
from django.forms import TextInput
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class LookUpInput(TextInput):
    """A DOI or PubMed number, with a button only if this site may make requests to other sites."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        if not apps.get_model("content", "ClinicSettings").default().looks_outside:
            return field
        return field + render_to_string("wagtailadmin/sources/look_up.html")
