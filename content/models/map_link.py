"""A place on a map, as staff paste it."""

from typing import Any

from django.db import models

from content.text.form_fields import MapLinkInput


class MapLinkField(models.URLField):  # type: ignore[type-arg]
    """The address of a place on a map; coordinates that are typed become one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 1000, **kwargs})  # map apps share long ones

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": MapLinkInput, **kwargs})
