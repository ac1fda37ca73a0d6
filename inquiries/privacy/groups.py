"""Creates two groups, once. If staff rename, change, or delete them later, that is kept."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import transaction
from django.utils import timezone

FRONT_DESK, MANAGER = "Front desk", "Inquiry manager"
GROUP_ACTIONS = {FRONT_DESK: ("view", "answer"), MANAGER: ("view", "answer", "export", "erase")}
GROUPS_CREATED = "ready groups made"  # a Stamp, so that a deleted group does not come back


def ensure_groups(sender: AppConfig, apps: Any = all_apps, using: str = "default", **_: Any) -> None:
    """Create the default groups, unless that was done before; a receiver of `post_migrate`."""
    try:
        stamps, groups, permissions = (
            apps.get_model(name) for name in ("inquiries.Stamp", "auth.Group", "auth.Permission")
        )
    except LookupError:  # migrated back to before these models existed
        return
    create_permissions(sender, verbosity=0, using=using, apps=apps)  # Django's own receiver runs later
    rights = permissions.objects.using(using)
    entry = rights.filter(content_type__app_label="wagtailadmin", codename="access_admin").first()
    if entry is None:  # the admin isn't migrated yet; this runs again once it is
        return
    with transaction.atomic(using=using):
        _, is_first = stamps.objects.using(using).get_or_create(name=GROUPS_CREATED, defaults={"at": timezone.now()})
        if not is_first:
            return
        for name, actions in GROUP_ACTIONS.items():
            group, is_new = groups.objects.using(using).get_or_create(name=name)
            if is_new:
                codes = [f"{action}_inquiry" for action in actions]
                mine = rights.filter(content_type__app_label="inquiries", codename__in=codes)
                group.permissions.set([entry, *mine])
