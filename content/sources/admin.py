"""Where sources hook into Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from content.sources.views import look_up


def source_urls() -> list[URLPattern]:
    return [path("sources/look-up/", look_up, name="look_up_source")]


def source_js() -> SafeString:
    """Add the script to every screen, since choosers open their forms in a modal on any of them."""
    return format_html('<script type="module" src="{}"></script>', static("js/source-admin.js"))


def topics_on_purpose_only(request: HttpRequest, *_: Any) -> None:
    """Ignore new topics on autosave, while the editor may still be typing a word."""
    if request.POST.get("new_topics") and not request.accepts("text/html"):
        sent = request.POST.copy()
        sent["new_topics"] = ""
        request.POST = sent  # type: ignore[assignment]


hooks.register("before_edit_page", topics_on_purpose_only)
hooks.register("before_create_page", topics_on_purpose_only)
hooks.register("register_admin_urls", source_urls)
hooks.register("insert_global_admin_js", source_js)
