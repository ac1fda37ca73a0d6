"""The inquiry form on any page."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from content.version import per_version
from inquiries.forms import InquiryForm, form_for
from inquiries.models import InquiryPage

register = template.Library()


@register.inclusion_tag("inquiries/form.html", takes_context=True)
def inquiry_form(context: dict[str, Any], form: InquiryForm | None = None) -> dict[str, Any]:
    """The form, knowing the page it stands on. A second one on the same page becomes a link to the first."""
    request = context.get("request")
    page = context.get("page")
    inquiry_page = form.page if form else per_version("inquiry-page", lambda: InquiryPage.objects.live().first())
    repeated = getattr(request, "inquiry_form_shown", False)
    if request is not None:
        request.inquiry_form_shown = True
    if form is None and inquiry_page is not None and not repeated:
        regions = getattr(page, "felt_at", ())
        form = form_for(inquiry_page, request, source_page_id=getattr(page, "pk", None), regions=regions)
    return {"form": form, "chrome": context.get("chrome"), "repeated": repeated, "inquiry_page": inquiry_page}


@register.inclusion_tag("inquiries/ask_about.html")
def ask_about(regions: str) -> dict[str, Any]:
    """A button that takes chosen places of the pain map (keys with spaces between) along to the form."""
    return {"regions": regions}


@register.simple_tag
def proof_script() -> SafeString | str:
    """The script that proves work; nothing where static files were not collected yet, since the form works without."""
    try:
        return format_html('<script type="module" src="{}"></script>', static("js/proof.js"))
    except ValueError:
        return ""
