"""The inquiry form on any page."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from content.caching.version import per_version
from inquiries.form.forms import InquiryForm, condition_choices, form_for
from inquiries.form.tokens import make_token
from inquiries.models import InquiryPage

register = template.Library()


PLACE = "{token}"  # where the token goes in a kept form


@register.simple_tag(takes_context=True)
def inquiry_form(context: dict[str, Any], form: InquiryForm | None = None) -> SafeString:
    """The form, knowing the page it stands on. A second one on the same page becomes a link to the first."""
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
    regions = tuple(getattr(page, "felt_at", ()))

    def empty() -> SafeString:
        form = form_for(inquiry_page, request, source_page_id=source, regions=regions, token=PLACE)
        return render_to_string("inquiries/form.html", {"form": form, "site_context": site_context})

    if getattr(request, "is_preview", False):
        html = empty()
    else:  # only the token tells pages and hours apart; the fields are half of what a page with a form costs
        ticked = source if str(source) in dict(condition_choices()) else ""
        html = per_version(f"empty-form {inquiry_page.pk} {ticked} {' '.join(regions)}", empty)
    return mark_safe(html.replace(PLACE, escape(make_token(source))))  # noqa: S308 (a template's)


@register.simple_tag(takes_context=True)
def form_page(context: dict[str, Any]) -> InquiryPage | None:
    """The page whose form and words are shown: the one being read, else the clinic's."""
    page = context.get("page")
    if isinstance(page, InquiryPage):
        return page
    found: InquiryPage | None = per_version("inquiry-page", InquiryPage.current)
    return found


@register.inclusion_tag("inquiries/ask_about.html")
def ask_about(regions: str) -> dict[str, Any]:
    """A button that takes chosen places of the pain map (keys with spaces between) along to the form."""
    return {"regions": regions}


@register.simple_tag
def form_script(name: str) -> SafeString | str:
    """A script of the form; nothing where static files were not collected yet, since the form works without."""
    try:
        return format_html('<script type="module" src="{}"></script>', static(f"js/{name}.js"))
    except ValueError:
        return ""
