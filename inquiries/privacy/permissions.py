"""The permissions to view, answer, export, and erase inquiries. Each is granted to groups separately."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from inquiries.models import Inquiry
from inquiries.models.routing import ROUTING_PERMISSION

ACTIONS = {"view", "answer", "export", "erase"}
NOT_ELSEWHERE = (
    "To send a staff email to another address you need permission to change inquiry routing. Its "
    "address was not changed."
)


class InquiryPermissionPolicy(ModelPermissionPolicy):
    """The permission policy for inquiries: the other actions require `view`, and no one can add or edit an inquiry."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action not in ACTIONS or not super().user_has_permission(user, "view"):
            return False
        return action == "view" or bool(super().user_has_permission(user, action))


policy = InquiryPermissionPolicy(Inquiry)


def may(user: Any, action: str) -> bool:
    return policy.user_has_permission(user, action)


def may_route(user: Any) -> bool:
    return bool(user.has_perm(ROUTING_PERMISSION))


def owners() -> QuerySet[Any]:
    """Return the site's owners who can be emailed."""
    return get_user_model().objects.filter(is_superuser=True, is_active=True).exclude(email="").order_by("pk")


def colleagues() -> QuerySet[Any]:
    found: QuerySet[Any] = policy.users_with_permission("view").order_by("first_name", "username")
    return found
