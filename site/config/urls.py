"""Addresses. Wagtail's catch-all comes last."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config.http.media import serve_document, serve_media

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("config.accounts.urls")),  # before Wagtail's own doors
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", serve_document),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("inquiries.urls")),
    path("", include("search.urls")),
    path("", include("content.urls")),
    path("media/<path:path>", serve_media),
    path("", include(wagtail_urls)),
]

handler500 = "inquiries.form.fallback.server_error"  # an inquiry that meets a broken database keeps what was typed
