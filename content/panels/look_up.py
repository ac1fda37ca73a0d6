"""A field with a button that fills in the form it stands in."""

from typing import Any

from django.apps import apps
from django.forms import TextInput


class LookUpInput(TextInput):
    """A DOI or PubMed number; the button is there only while this site may ask other sites."""

    template_name = "wagtailadmin/sources/look_up.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["may_look_up"] = apps.get_model("content", "ClinicSettings").default().looks_outside
        return context
