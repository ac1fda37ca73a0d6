"""`{% seo as head %}`: the page's `<head>`; `{% not_found_help %}`: the 404 page's suggestions."""

from django import template

from content.models import ClinicPage
from content.seo.meta import Head, head_for
from content.seo.not_found import NotFoundHelp, help_for
from content.site_context.clinic import the_clinic

register = template.Library()


@register.simple_tag(takes_context=True)
def seo(context: template.Context, title: str = "") -> Head:
    """Return the head of the page in the context; other views only get a title, and noindex."""
    page = context.get("page")
    if title or not isinstance(page, ClinicPage) or "request" not in context:
        words = title or getattr(page, "title", "")
        return Head(title=" · ".join(part for part in (words, the_clinic().name) if part))
    return head_for(page, context["request"], {str(name): value for name, value in context.flatten().items()})


@register.simple_tag(takes_context=True)
def not_found_help(context: template.Context) -> NotFoundHelp:
    return help_for(context["request"])
