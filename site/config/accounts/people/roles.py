"""The roles that staff can have, each with a sentence that explains it."""

from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Group, User
from django.utils import timezone
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

OWNER = "owner"  # not a group: Django's superuser
REVIEWER = "Clinician reviewer"
REVIEWERS_CREATED = "clinician reviewer made"  # a Stamp, so that a deleted group does not come back
PAGE_RIGHTS = ["add_page", "change_page", "publish_page"]
FILE_RIGHTS = ["add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"]


@dataclass(frozen=True)
class Role:
    name: str  # of its group; if staff rename that, the explanation is no longer shown
    label: str
    help: str


ROLES = [
    Role(REVIEWER, "Clinician reviewer", "Reads health pages, approves what editors send, corrects, "
         "publishes, unpublishes, and deletes pages, and records reviews. Sees no inquiries."),
    Role("Editors", "Editor", "Writes drafts and sends them for approval, and redirects addresses that lead nowhere. "
         "Publishes no pages and sees no inquiries."),
    Role("Front desk", "Front desk", "Reads and answers inquiries. Changes no pages."),
    Role("Moderators", "Moderator", "Edits all pages, approves what editors send, publishes, unpublishes, and deletes "
         "pages. Sees no inquiries."),
    Role("Inquiry manager", "Inquiry manager", "Like the front desk, and may also export and erase inquiries."),
]  # fmt: skip
OWNER_HELP = "May do everything: pages, inquiries, settings, and who has an account."


def role_in_words(group: Group) -> str:
    """Return a group's label for forms: its name and, for one of ROLES, its explanation."""
    role = next((role for role in ROLES if role.name == group.name), None)
    return f"{role.label}: {role.help}" if role else group.name


def role_choices() -> list[tuple[str, str]]:
    known = {role.name: place for place, role in enumerate(ROLES)}
    ordered = sorted(Group.objects.all(), key=lambda group: (known.get(group.name, len(known)), group.name))
    return [(OWNER, f"Owner: {OWNER_HELP}"), *((str(group.pk), role_in_words(group)) for group in ordered)]


class OwnersPermissionPolicy(ModelPermissionPolicy):
    """Only owners manage accounts and roles: anyone else who could would be able to grant themselves anything."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and user.is_superuser)


def restrict_to_owners() -> None:
    for model in (User, Group):
        register_permission_policy(model, OwnersPermissionPolicy(model))


def ensure_reviewers(sender: AppConfig, apps: Any, using: str = "default", **_: Any) -> None:
    """Create the group of clinician reviewers, once; a receiver of `post_migrate`."""
    names = ["inquiries.Stamp", "auth.Group", "auth.Permission", "wagtailcore.Page", "wagtailcore.Collection"]
    names.append("wagtailcore.GroupApprovalTask")
    try:
        stamps, groups, permissions, pages, collections, tasks = [apps.get_model(name) for name in names]
    except LookupError:  # migrated back to before these models existed
        return
    rights = permissions.objects.using(using)
    entry = rights.filter(content_type__app_label="wagtailadmin", codename="access_admin").first()
    root, files = pages.objects.using(using).filter(depth=1).first(), collections.objects.using(using).first()
    page_rights = rights.filter(content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS)
    if entry is None or root is None or files is None or len(page_rights) < len(PAGE_RIGHTS):
        return  # not all tables exist yet; this runs again after the next migration
    _, is_first = stamps.objects.using(using).get_or_create(name=REVIEWERS_CREATED, defaults={"at": timezone.now()})
    if not is_first:
        return
    group, is_new = groups.objects.using(using).get_or_create(name=REVIEWER)
    if not is_new:
        return
    group.permissions.add(entry)
    for task in tasks.objects.using(using).filter(groups__name="Moderators"):  # both get editors' work
        task.groups.add(group)
    on_pages, on_files = (apps.get_model(f"wagtailcore.Group{kind}Permission") for kind in ("Page", "Collection"))
    on_pages.objects.using(using).bulk_create(on_pages(group=group, page=root, permission=one) for one in page_rights)
    file_rights = rights.filter(content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=FILE_RIGHTS)
    on_files.objects.using(using).bulk_create(
        on_files(group=group, collection=files, permission=one) for one in file_rights
    )
