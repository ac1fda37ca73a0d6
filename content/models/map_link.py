"""A map location, as pasted by staff."""

from typing import Any

from django.db import models

from content.text.form_fields import MapLinkInput


class MapLinkField(models.URLField):  # type: ignore[type-arg]
    """The URL of a map location; typed coordinates are converted to one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 1000, **kwargs})  # map apps share long URLs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": MapLinkInput, **kwargs})
