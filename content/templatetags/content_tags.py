"""Tags that every template may use."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from content.headings import anchor_for

register = template.Library()


@register.simple_tag(takes_context=True)
def stylesheet(context: dict[str, Any]) -> SafeString:
    """The inline `<style>`; its hash goes into the response's Content-Security-Policy."""
    chrome = context.get("chrome")
    request = context.get("request")
    from content.stylesheet import stylesheet as build

    sheet = chrome.stylesheet if chrome else build("#b3361e")
    if request is not None:
        request.stylesheet_hash = sheet.csp_hash
    return mark_safe(f"<style>{sheet.text}</style>")  # noqa: S308 (our own files)


@register.filter
def anchor(text: str) -> str:
    """A heading's fragment identifier."""
    return anchor_for(str(text))
