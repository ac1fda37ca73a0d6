"""The roles that staff can have, each with a sentence that explains it."""

from typing import Any

from django.contrib.auth.models import Group, User
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

OWNER = "owner"  # not a group: Django's superuser


# What forms say of a group, by its name. If staff rename the group, its explanation is no longer shown.
ROLES = {
    "Clinician reviewer": "Clinician reviewer: Reads health pages, approves what editors send, corrects, publishes, "
    "unpublishes, and deletes pages, and records reviews. Sees no inquiries.",
    "Editors": "Editor: Writes drafts and sends them for approval, and redirects addresses that lead nowhere. "
    "Publishes no pages and sees no inquiries.",
    "Front desk": "Front desk: Reads and answers inquiries. Changes no pages.",
    "Moderators": "Moderator: Edits all pages, approves what editors send, publishes, unpublishes, and deletes pages. "
    "Sees no inquiries.",
    "Inquiry manager": "Inquiry manager: Like the front desk, and may also export and erase inquiries.",
}
OWNER_HELP = "May do everything: pages, inquiries, settings, and who has an account."


def role_in_words(group: Group) -> str:
    return ROLES.get(group.name, group.name)


def role_choices() -> list[tuple[str, str]]:
    known = {name: place for place, name in enumerate(ROLES)}
    ordered = sorted(Group.objects.all(), key=lambda group: (known.get(group.name, len(known)), group.name))
    return [(OWNER, f"Owner: {OWNER_HELP}"), *((str(group.pk), role_in_words(group)) for group in ordered)]


class OwnersPermissionPolicy(ModelPermissionPolicy):
    """Only owners manage accounts and roles: anyone else who could would be able to grant themselves anything."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and user.is_superuser)


def restrict_to_owners() -> None:
    for model in (User, Group):
        register_permission_policy(model, OwnersPermissionPolicy(model))
