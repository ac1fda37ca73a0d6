"""Template tags for general use."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.templatetags import wagtailimages_tags

from content.anatomy.drawing import render_outline
from content.models import SessionType
from content.models.session import cheapest
from content.site_context.clinic import the_clinic
from content.site_context.context import current_market, current_site_context, day_in_words, full_stop, moment_in_words
from content.site_context.staff import is_for_staff
from content.site_context.stylesheet import Stylesheet, page_stylesheet, part
from content.text import phone
from content.text.color import DARK, LIGHT
from content.text.glossary import explain
from content.text.money import money

register = template.Library()
register.filter("day", day_in_words, expects_localtime=True)
register.filter("moment", moment_in_words, expects_localtime=True)
register.filter("full_stop", full_stop)


@register.filter
def phone_link(written: str) -> SafeString:
    """Render a phone number as typed, linked if it can be dialed."""
    return phone.phone_link(written, current_market().phone_region)


@register.simple_tag
def color(name: str, dark: bool = False) -> str:
    """Return a color of static/css/tokens.css, for what can't use CSS variables."""
    return (DARK if dark else LIGHT)[name]


@register.simple_tag
def price(session: SessionType, unknown: str = "Price on request") -> str:
    """Return the session's price in the clinic's local format."""
    if session.price is None:
        return unknown
    return money(session.price, session.currency, the_clinic().country)


@register.simple_tag
def prices_in_short() -> str:
    """Return what sessions cost and how long they are: From $55 · 30–75 minutes. Empty without a price."""
    sessions = SessionType.every()
    lowest, is_from = cheapest(sessions)
    if lowest is None:
        return ""
    shortest, longest = (limit(session.minutes for session in sessions) for limit in (min, max))
    minutes = f"{shortest}–{longest}" if shortest != longest else shortest
    return f"{'From ' if is_from else ''}{price(lowest)} · {minutes} minutes"


@register.simple_tag(takes_context=True)
def stylesheet(context: dict[str, Any], block_types: str = "") -> SafeString:
    """Render the inline `<style>` with everything the current page needs, and add its hash to the CSP."""
    shown = [block_types] if block_types else context.get("block_types", ())
    unused = set(getattr(context.get("page"), "unused_components", ())) - set(shown)
    sheet = page_stylesheet(the_clinic().signal_color, shown, context.get("style_parts", ()), unused)
    return style_element(context, sheet)


class ShownPicture(template.Node):
    """Wagtail's picture, or nothing if its file is damaged. For a missing file, Wagtail shows the alt text."""

    def __init__(self, node: template.Node) -> None:
        self.node = node

    def render(self, context: template.Context) -> str:
        try:
            return str(self.node.render(context))
        except OSError:
            return ""


@register.tag
def picture(parser: template.base.Parser, token: template.base.Token) -> ShownPicture:
    """Wagtail's `{% picture %}`, but safe for damaged images."""
    return ShownPicture(wagtailimages_tags.image(parser, token))


@register.simple_block_tag(takes_context=True)
def explained(context: dict[str, Any], content: SafeString) -> SafeString:
    """Link the first use of each glossary term in the content, followed by these terms' explanations."""
    if not context.get("terms"):
        return content
    text, found = explain(content, context["terms"])
    meanings = render_to_string("components/glossary.html", {"found": found}) if found else ""
    return mark_safe(text + meanings)  # noqa: S308 (rendered, so escaped already)


@register.simple_tag(takes_context=True)
def notices_here(context: dict[str, Any]) -> list[Any]:
    """Return the notices for the current page."""
    return current_site_context().notices_on(context.get("page"))


@register.simple_tag(takes_context=True)
def missing_details(context: dict[str, Any], names: str) -> SafeString | str:
    """Tell staff which privacy details are still empty, with a link to them; render nothing for visitors."""
    request, clinic = context.get("request"), the_clinic()
    if request is None or not is_for_staff(request):
        return ""
    missing = [str(clinic._meta.get_field(name).verbose_name) for name in names.split() if not getattr(clinic, name)]
    address = reverse("wagtailsettings:edit", args=["content", "clinicsettings", clinic.site_id])
    told = {"missing": ", ".join(missing), "address": f"{address}#tab-privacy"}
    return render_to_string("components/missing_details.html", told) if missing else ""


@register.simple_tag
def body_outline() -> SafeString:
    """Render the outline that body figures without links refer to; once per page, before the first of them."""
    return render_outline()


@register.simple_tag(takes_context=True)
def style_part(context: dict[str, Any], name: str) -> SafeString:
    """Render an additional `<style>` for a page that needs it, after `{% stylesheet %}`."""
    return style_element(context, part(name))


def style_element(context: dict[str, Any], sheet: Stylesheet) -> SafeString:
    request = context.get("request")
    if request is not None:
        request.stylesheet_hashes = [*getattr(request, "stylesheet_hashes", []), sheet.csp_hash]
    return mark_safe(f"<style>{sheet.text}</style>")  # noqa: S308 (our own files)
