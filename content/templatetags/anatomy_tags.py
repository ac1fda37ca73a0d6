"""`{% regions_figure keys %}`: the figure with chosen places. `{% drawing picture %}`: a muscle or region in a crop."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from content.anatomy.doing import PORTRAIT
from content.anatomy.drawing import render_figure
from content.anatomy.pictures import LARGE, doing_picture, picture_height, picture_path, picture_words
from content.models import PainMapPage
from content.site_context.clinic import the_clinic
from content.site_context.context import current_market
from content.text.cards import Picture

register = template.Library()


@register.filter
def with_numbers(text: str) -> str:
    """Fill in the emergency number and the medical help line of the clinic's market."""
    market = current_market()
    return text.replace("{emergency}", market.emergency_number).replace("{doctor}", market.urgent_help)


@register.simple_tag
def drawing(picture: Picture | None, side: str | None = None) -> SafeString | str:
    """Render a lazy-loaded drawing of a muscle or region; mirrored for the left side.

    Drawings that are shown whole have width and height, to prevent layout shift.
    """
    if picture is None:
        return ""
    large = picture.kind in LARGE  # at the top of a page, so it is loaded eagerly
    return format_html(
        '<img class="crop{}{}" src="{}" alt="{}" width="400" height="{}"{}>',
        " mirrored" if side == "left" else "",
        " whole" if large or picture.kind == "doing" else "",
        picture_path(picture, the_clinic().signal_color),
        picture_words(picture),
        picture_height(picture),
        "" if large else mark_safe(' loading="lazy" decoding="async"'),
    )


@register.simple_tag
def portrait_drawing() -> SafeString | str:
    """Render the placeholder for a portrait."""
    return drawing(doing_picture(PORTRAIT))


@register.inclusion_tag("content/regions_figure.html")
def regions_figure(keys: Iterable[str]) -> dict[str, Any]:
    """Render the figure with places highlighted; `keys` such as `outer-hip:left`. Unknown keys are ignored."""
    lit = dict.fromkeys(dict(PainMapPage.named_places(keys)), "chosen")
    labels = dict(PainMapPage.named_places([key.partition(":")[0] for key in lit]))
    return {"figure": render_figure(lit, labels=labels, size="small", views=None, uid="asked") if lit else ""}
