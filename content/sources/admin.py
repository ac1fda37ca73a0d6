"""Where sources hook into Wagtail's admin."""

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from content.sources.views import look_up


def source_urls() -> list[URLPattern]:
    return [path("sources/look-up/", look_up, name="look_up_source")]


def source_js() -> SafeString:
    """On every screen: choosers open their forms in a window of any."""
    return format_html('<script type="module" src="{}"></script>', static("js/source-admin.js"))


hooks.register("register_admin_urls", source_urls)
hooks.register("insert_global_admin_js", source_js)
