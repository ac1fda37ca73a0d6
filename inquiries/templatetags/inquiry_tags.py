"""The inquiry form on any page."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from content.caching.version import per_version
from inquiries.form.choices import condition_choices
from inquiries.form.forms import InquiryForm, form_for
from inquiries.form.tokens import make_token
from inquiries.models import InquiryPage
from inquiries.privacy.retention import inquiry_settings
from inquiries.privacy.retention_words import retention_words

register = template.Library()

PLACEHOLDER = "{token}"  # stands for the token in the cached form


@register.simple_tag(takes_context=True)
def inquiry_form(context: dict[str, Any], form: InquiryForm | None = None) -> SafeString:
    """Render the inquiry form. A second one on the same page becomes a link to the first."""
    request = context.get("request")
    page = context.get("page")
    site_context = context.get("site_context")
    repeated = getattr(request, "inquiry_form_shown", False)
    if request is not None:
        request.inquiry_form_shown = True
    if form is not None or repeated:
        return render_to_string(
            "inquiries/form.html", {"form": form, "site_context": site_context, "repeated": repeated}
        )
    inquiry_page = form_page(context)
    if inquiry_page is None:
        return SafeString("")
    source = getattr(page, "pk", None)
    chosen = {"regions": list(getattr(page, "felt_at", ())), "practitioner": list(getattr(page, "asks_for", ()))}

    def render_empty() -> SafeString:
        form = form_for(inquiry_page, request, source_page_id=source, chosen=chosen, token=PLACEHOLDER)
        return render_to_string("inquiries/form.html", {"form": form, "site_context": site_context})

    if getattr(request, "is_preview", False):
        html = render_empty()
    else:  # cached except for its token, since the fields are half the cost of a page with a form
        checked = source if str(source) in dict(condition_choices()) else ""
        html = per_version(f"empty-form {inquiry_page.pk} {checked} {chosen}", render_empty)
    return mark_safe(html.replace(PLACEHOLDER, escape(make_token(source))))  # noqa: S308 (a template's)


@register.simple_tag(takes_context=True)
def form_page(context: dict[str, Any]) -> InquiryPage | None:
    """Return the page whose form is shown: the current one if it has a form, else the clinic's."""
    page = context.get("page")
    if isinstance(page, InquiryPage):
        return page
    found: InquiryPage | None = per_version("inquiry-page", InquiryPage.current)
    return found


@register.simple_tag
def retention_in_words() -> str:
    return retention_words(inquiry_settings())


@register.inclusion_tag("inquiries/ask_for.html", takes_context=True)
def ask_for(context: dict[str, Any], kind: str, key: Any, label: str, subject: str = "") -> dict[str, Any]:
    """Render a button that takes a `practitioner` or `session` to the form, by POST to keep the choice out of URLs.

    `subject`: what it is about, for screen reader users who go through the buttons.
    """
    has_form = form_page(context) is not None
    return {"has_form": has_form, "kind": kind, "key": key, "label": label, "subject": subject}
