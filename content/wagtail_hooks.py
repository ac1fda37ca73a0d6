"""The clinic's customizations of the admin: icons, colors, links between pages."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.models import PageQuerySet
from wagtail.permissions import page_permission_policy

from content.admin import regions_panel as panel  # noqa: F401 (registers its hooks)
from content.admin.publish_first import publish_first
from content.checks import admin as checks_admin  # noqa: F401 (registers its hooks)
from content.checks import views as checks_views  # noqa: F401 (registers its report)
from content.counting import visits  # noqa: F401 (counts pages as they are served)
from content.handbook import admin as handbook_admin  # noqa: F401 (registers its hooks)
from content.health import admin as health_admin  # noqa: F401 (registers its hooks)
from content.health import report as health_report  # noqa: F401 (registers itself)
from content.links import admin as links_admin  # noqa: F401 (registers its hooks)
from content.links import not_found_report  # noqa: F401 (register themselves)
from content.panels.pages import LINKS_IN_EDITOR
from content.reviews import admin as reviews_admin  # noqa: F401 (registers its hooks)
from content.reviews import report as reviews_report  # noqa: F401 (registers itself)
from content.seo import feed  # noqa: F401 (answers for feeds)
from content.shared import admin as shared_admin  # noqa: F401 (registers its forms)
from content.sources import admin as sources_admin  # noqa: F401 (registers its hooks)
from content.text.page_links import DirectoryLinkHandler

ADMIN_CSS = ("parts/figure", "figure-admin", "admin", "inbox", "launch")  # on every screen


def register_icons(icons: list[str]) -> list[str]:
    return [*icons, "wagtailadmin/icons/point.svg"]


def register_page_links(features: Any) -> None:
    features.register_link_type(DirectoryLinkHandler)
    features.register_converter_rule("contentstate", "link", LINKS_IN_EDITOR)


def only_for_editors(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Hide titles of drafts and private pages from those who work on no page: Wagtail's chooser asks for no right."""
    may = page_permission_policy.user_has_any_permission(request.user, ["add", "change", "publish"])
    return pages if may else pages.none()


def admin_css() -> SafeString:
    files = ((static(f"css/{name}.css"),) for name in ADMIN_CSS)
    return format_html_join("", '<link rel="stylesheet" href="{}">', files)


hooks.register("register_icons", register_icons)
hooks.register("register_rich_text_features", register_page_links, order=100)
hooks.register("insert_global_admin_css", admin_css)
hooks.register("construct_page_action_menu", publish_first)
hooks.register("construct_page_chooser_queryset", only_for_editors)
