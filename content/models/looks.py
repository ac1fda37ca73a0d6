"""The clinic's color and images, as part of its settings."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.contrib.settings.models import BaseSiteSetting

from content.text.color import SIGNAL, validate_signal_color

LEAST_SOCIAL = (600, 315)  # pixels; social networks show smaller ones as a thumbnail, or not at all
LEAST_LOGO_HEIGHT = 96  # pixels; twice the size in the header, for high-density screens
LEAST_ICON = 192  # pixels; the size on home screens
MOST_UNEVEN = 1.02  # aspect ratio; no one notices what is cropped then


def logo_fault(size: tuple[int, int]) -> str:
    """Return why an image of this width and height can't be the logo; empty if it can."""
    if size[1] >= LEAST_LOGO_HEIGHT:
        return ""
    return (
        f"This picture is only {size[1]} pixels high and would look blurred. Choose one that is at least "
        f"{LEAST_LOGO_HEIGHT} pixels high."
    )


def icon_fault(size: tuple[int, int]) -> str:
    """Return why an image of this size can't be the icon; empty if it can."""
    said = f"{size[0]} × {size[1]}"
    if max(size) > MOST_UNEVEN * min(size):
        return f"This picture is not square ({said} pixels). Cut it to a square first, or choose another."
    if min(size) < LEAST_ICON:
        return f"This picture has only {said} pixels and would look blurred. Choose one of 512 × 512 pixels or more."
    return ""


def social_fault(size: tuple[int, int]) -> str:
    """Return why an image of this size can't be the social image; empty if it can."""
    if size[0] >= LEAST_SOCIAL[0] and size[1] >= LEAST_SOCIAL[1]:
        return ""
    return f"This picture has only {size[0]} × {size[1]} pixels. Choose one of 1200 × 630 pixels or more."


FAULTS = {"logo": logo_fault, "icon": icon_fault, "social_image": social_fault}


def picture_field(help_text: str) -> Any:
    return models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text=help_text
    )


class Looks(BaseSiteSetting):
    """Color, logo, icon, and the picture for sharing; part of the clinic's settings."""

    signal_color = models.CharField(
        "signal color",
        db_column="signal_colour",
        max_length=7,
        default=SIGNAL,
        validators=[validate_signal_color],
        help_text="The color of points and buttons, for example #b3361e.",
    )
    logo = picture_field(
        "Your own logo instead of the point and rings: in the header, in emails, and on the cards for sharing. A "
        "roughly square one has the clinic’s name beside it. PNG with a transparent background, at least 96 pixels "
        "high, made for a light background."
    )
    uses_mark = models.BooleanField(
        "we use the point and rings",
        default=False,
        help_text="Says that you want no logo of your own. The launch list then stops asking for one.",
    )
    icon = picture_field(
        "The small picture of browser tabs, bookmarks and home screens (favicon): a square, ideally 512 × 512 pixels. "
        "All sizes are made from it. Leave empty for your logo if it is roughly square, or else for the point and "
        "rings."
    )
    social_image = picture_field(
        "Shown when someone shares a page that has no picture of its own; ideally 1200 × 630 pixels. "
        "Leave empty to use a card made from the page’s drawing and title."
    )

    look_panels = ["signal_color", "logo", "uses_mark", "icon", "social_image"]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        chosen = {name: getattr(self, name) for name in FAULTS}
        found = {name: FAULTS[name]((one.width, one.height)) for name, one in chosen.items() if one}
        if faults := {name: words for name, words in found.items() if words}:
            raise ValidationError(faults)
