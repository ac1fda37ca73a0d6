"""`{% regions_figure keys %}`: chosen places, drawn. `{% drawing picture %}`: a muscle or a region in a crop."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from content.anatomy.doing import PORTRAIT
from content.anatomy.drawing import render_figure
from content.anatomy.pictures import LARGE, doing_picture, picture_height, picture_path, picture_words
from content.models import PainMapPage
from content.site_context.context import SiteContext
from content.text.cards import Picture
from content.text.color import SIGNAL

register = template.Library()


@register.simple_tag
def finder_script() -> SafeString | str:
    """The finder's module; nothing where static files were not collected yet, since the pages work without."""
    return element('<script type="module" src="{}"></script>', "js/finder.js")


@register.simple_tag
def finder_print() -> SafeString | str:
    return element('<link rel="stylesheet" media="print" href="{}">', "css/finder-print.css")


def element(markup: str, file: str) -> SafeString | str:
    try:
        return format_html(markup, static(file))
    except ValueError:
        return ""


@register.filter
def with_numbers(text: str, site_context: SiteContext) -> str:
    """The text with the emergency number and whom to ask where the clinic is."""
    return text.replace("{emergency}", site_context.emergency_number).replace("{doctor}", site_context.urgent_help)


@register.simple_tag(takes_context=True)
def drawing(context: dict[str, Any], picture: Picture | None, side: str | None = None) -> SafeString | str:
    """The picture of a muscle or a region, loaded when it comes into sight; for the left side mirrored.

    What is shown whole keeps the room of its own width and height, so that nothing moves when it comes.
    """
    if picture is None:
        return ""
    site_context = context.get("site_context")
    color = site_context.clinic.signal_colour if site_context else SIGNAL
    large = picture.kind in LARGE  # opens a page, so it is loaded at once
    return format_html(
        '<img class="crop{}{}" src="{}" alt="{}" width="400" height="{}"{}>',
        " mirrored" if side == "left" else "",
        " whole" if large or picture.kind == "doing" else "",
        picture_path(picture, color),
        picture_words(picture),
        picture_height(picture),
        "" if large else mark_safe(' loading="lazy" decoding="async"'),
    )


@register.simple_tag(takes_context=True)
def portrait_drawing(context: dict[str, Any]) -> SafeString | str:
    """What stands in the place of a portrait until there is one."""
    return drawing(context, doing_picture(PORTRAIT))


@register.inclusion_tag("content/regions_figure.html")
def regions_figure(keys: Iterable[str]) -> dict[str, Any]:
    """The figure with the places lit; `keys` such as `outer-hip:left`. Places that are gone are left out."""
    lit = dict.fromkeys(dict(PainMapPage.named_places(keys)), "chosen")
    labels = dict(PainMapPage.named_places([key.partition(":")[0] for key in lit]))
    return {"figure": render_figure(lit, labels=labels, size="small", views=None, uid="asked") if lit else ""}
