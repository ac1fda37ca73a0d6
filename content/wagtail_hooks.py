"""The clinic's own touches in the admin: icons, colours, and what still is a sample."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Site

from content.admin import regions_panel as panel  # noqa: F401 (registers its hooks)
from content.admin.publish_first import publish_first
from content.caching.links import CachedPageLinkHandler
from content.checks import admin as checks_admin  # noqa: F401 (registers its hooks)
from content.counting import visits  # noqa: F401 (counts pages as they are served)
from content.handbook import admin as handbook_admin  # noqa: F401 (registers its hooks)
from content.health import admin as health_admin  # noqa: F401 (registers its hooks)
from content.links import admin as links_admin  # noqa: F401 (registers its hooks)
from content.models import ClinicSettings, PractitionerPage, SessionType
from content.reviews import admin as reviews_admin  # noqa: F401 (registers its hooks)
from content.seo import feed, redirects  # noqa: F401 (answer for feeds, and listen for renamed pages)
from content.shared import admin as shared_admin  # noqa: F401 (registers its forms)
from content.sources import admin as sources_admin  # noqa: F401 (registers its hooks)


def register_icons(icons: list[str]) -> list[str]:
    return [*icons, "wagtailadmin/icons/point.svg"]


def register_page_links(features: Any) -> None:
    features.register_link_type(CachedPageLinkHandler)


def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


class SamplePanel(Component):
    """Lists what visitors still see as a sample, with the way to each."""

    name = "samples"
    order = 150
    template_name = "wagtailadmin/home/samples.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        site = Site.find_for_request(self.request)
        clinic = ClinicSettings.for_site(site) if site else None
        tasks: list[tuple[str, str]] = []
        if clinic and clinic.is_sample:
            address = reverse("wagtailsettings:edit", args=["content", "clinicsettings", site.pk])
            tasks.append(("Name, phone and address of the clinic", address))
        tasks += [
            (f"Practitioner: {page.title}", reverse("wagtailadmin_pages:edit", args=[page.pk]))
            for page in PractitionerPage.objects.filter(is_sample=True)
        ]
        tasks += [
            (f"Session and price: {item.name}", reverse("wagtailsnippets_content_sessiontype:edit", args=[item.pk]))
            for item in SessionType.objects.filter(is_sample=True)
        ]
        return {"tasks": tasks}


def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm("content.change_clinicsettings"):
        panels.append(SamplePanel(request))


hooks.register("register_icons", register_icons)
hooks.register("register_rich_text_features", register_page_links, order=100)
hooks.register("insert_global_admin_css", admin_css)
hooks.register("construct_homepage_panels", add_panels)
hooks.register("construct_page_action_menu", publish_first)
