"""`{% seo as head %}`: the page's `<head>`; `{% not_found_help %}`: the 404 page's suggestions."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from content.models import ClinicPage
from content.seo.meta import Head, head_for
from content.seo.not_found import NotFoundHelp, help_for

register = template.Library()


@register.simple_tag(takes_context=True)
def seo(context: template.Context, title: str = "") -> Head:
    """Return the head of the page in the context; other views only get a title, and noindex."""
    page, site_context = context.get("page"), context.get("site_context")
    if title or not isinstance(page, ClinicPage) or not site_context or "request" not in context:
        name = site_context.clinic.name if site_context else ""
        words = title or getattr(page, "title", "")
        return Head(title=" · ".join(part for part in (words, name) if part))
    return head_for(page, context["request"], {str(name): value for name, value in context.flatten().items()})


@register.simple_tag
def json_ld(head: Head) -> SafeString | str:
    """Render the page's structured data in its `<script>`; `as_script` has escaped it."""
    if not head.json_ld:
        return ""
    return mark_safe(f'<script type="application/ld+json">{head.json_ld}</script>')  # noqa: S308


@register.simple_tag(takes_context=True)
def not_found_help(context: template.Context) -> NotFoundHelp:
    return help_for(context.get("request"))
