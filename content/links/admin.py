"""Where links hook into Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin import messages

from content.links.inside import Readable, broken_in
from content.links.not_found_actions import RedirectNotFoundView, ignore_not_found
from content.links.takedown import DeletePages, UnpublishPages


def links_urls() -> list[URLPattern]:
    return [
        path("reports/not-found/redirect/", RedirectNotFoundView.as_view(), name="redirect_not_found"),
        path("reports/not-found/ignore/", ignore_not_found, name="ignore_not_found"),
    ]


def warn_of_broken_links(request: HttpRequest, page: Any) -> None:
    """Warn about broken links on a page that was just published."""
    broken = [f"{link.address} {link.why} (in {link.where})" for link in broken_in(page, Readable())]
    if broken:
        found = "; ".join(broken)
        messages.warning(request, f"Links on “{page.get_admin_display_title()}” that lead visitors nowhere: {found}.")


hooks.register("register_bulk_action", DeletePages, order=1)  # after Wagtail's own, which they replace
hooks.register("register_bulk_action", UnpublishPages, order=1)
hooks.register("register_admin_urls", links_urls)
hooks.register("after_publish_page", warn_of_broken_links)
