"""URLs. Wagtail's catch-all comes last."""

from inspect import unwrap

from django.http import Http404
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.defaults import bad_request, page_not_found, permission_denied
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config.http.media import serve_document, serve_media
from content.links.takedown import take_one_down

# Nobody changes the site itself, for which Wagtail's list of pages has a link.
clinic = RedirectView.as_view(pattern_name="wagtailsettings:edit")
sites = [path("", clinic, {"app_name": "content", "model_name": "clinicsettings"}, name="index")]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("config.accounts.urls")),  # take precedence over Wagtail's own
    path("admin/failwhale/", page_not_found, {"exception": Http404()}),  # Wagtail's own would fail on purpose
    path("admin/sites/", include((sites, "wagtailsites"))),
    path("admin/pages/<int:page_id>/delete/", take_one_down, {"action": "delete"}),
    path("admin/pages/<int:page_id>/unpublish/", take_one_down, {"action": "unpublish"}),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", serve_document),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("inquiries.urls")),
    path("", include("search.urls")),
    path("", include("content.urls")),
    path("media/<path:path>", serve_media),
    path("", include(wagtail_urls)),
]

# Django's own, but without the CSRF token in their context: getting it would read the form that couldn't be read.
handler400, handler403, handler404 = map(unwrap, (bad_request, permission_denied, page_not_found))
handler500 = "inquiries.form.fallback.server_error"  # keeps a visitor's inquiry if the database is down
