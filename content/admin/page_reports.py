"""Reports about pages: who may see them, and their items in the menu."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

EDITOR_RIGHTS = ["add", "change", "publish"]  # any of them lets a user see what has to be fixed


def has_right_to_a_page(user: Any, rights: list[str]) -> bool:
    """Return whether the user has one of these permissions on any page."""
    return bool(policy_registry.get_by_type(Page).user_has_any_permission(user, rights))


class PageReportMenuItem(MenuItem):
    """Shown to users with one of the report's permissions on any page."""

    def __init__(self, label: str, url: str, rights: list[str], **kwargs: Any) -> None:
        super().__init__(label, url, **kwargs)
        self.rights = rights

    def is_shown(self, request: HttpRequest) -> bool:
        return has_right_to_a_page(request.user, self.rights)
