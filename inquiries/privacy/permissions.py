"""Who may do what with inquiries: view, answer, export, erase, each given to groups by itself."""

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from inquiries.models import Inquiry
from inquiries.models.routing import RIGHT

ACTIONS = {"view", "answer", "export", "erase"}
NOT_ELSEWHERE = (
    "To send a staff email to another address you need permission to change inquiry routing. Its "
    "address was not changed."
)


class InquiryPermissionPolicy(ModelPermissionPolicy):
    """Whoever answers, exports or erases must also be allowed to view; nobody adds or edits an inquiry."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action not in ACTIONS or not super().user_has_permission(user, "view"):
            return False
        return action == "view" or bool(super().user_has_permission(user, action))


policy = InquiryPermissionPolicy(Inquiry)


def may(user: Any, action: str) -> bool:
    """Whether the user may `view`, `answer`, `export` or `erase` inquiries."""
    return policy.user_has_permission(user, action)


def may_add_templates(user: Any) -> bool:
    """A right of its own, given in the groups' form like that of any other snippet."""
    return bool(user.has_perm("inquiries.add_replytemplate"))


def may_route(user: Any) -> bool:
    """Whether the user may decide where mails about inquiries go."""
    return bool(user.has_perm(RIGHT))


def colleagues() -> QuerySet[Any]:
    """The users to whom an inquiry can be assigned."""
    found: QuerySet[Any] = policy.users_with_permission("view").order_by("first_name", "username")
    return found
