"""Every role at every kind of door in the admin."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone
from wagtail.models import Site

from content.models import GuidePage, HomePage
from inquiries.models import Stamp
from tests.content.test_roles import save
from tests.inquiries.inbox_help import make_inquiry, signed_in

pytestmark = pytest.mark.django_db
PUBLISHES, INBOX, EXPORTS, PEOPLE, CLINIC = "publishes", "inbox", "exports", "people", "clinic"
MAY: dict[str, set[str]] = {
    "owner": {PUBLISHES, INBOX, EXPORTS, PEOPLE, CLINIC},
    "Clinician reviewer": {PUBLISHES},
    "Moderators": {PUBLISHES},
    "Editors": set(),
    "Inquiry manager": {INBOX, EXPORTS},
    "Front desk": {INBOX},
}


@pytest.mark.parametrize("role", MAY)
def test_each_role_gets_through_its_own_doors_only(role: str, django_user_model: Any) -> None:
    user = django_user_model.objects.create_user("eve", "", "x", is_superuser=role == "owner")
    if role != "owner":
        user.groups.add(Group.objects.get(name=role))
    client = signed_in(user)
    page = GuidePage(title="Ankles", slug="ankles", live=False)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision()
    make_inquiry()
    site = Site.objects.get(is_default_site=True)
    doors = {
        INBOX: "/admin/inquiry/",
        EXPORTS: "/admin/inquiry/all/?export=csv",
        PEOPLE: "/admin/users/",
        CLINIC: f"/admin/settings/content/clinicsettings/{site.pk}/",
    }
    opened = {name for name, door in doors.items() if client.get(door).status_code == 200}
    if client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200:
        save(client, page, **{"action-publish": "1"})
    page.refresh_from_db()
    assert opened | ({PUBLISHES} if page.live else set()) == MAY[role]


def create_reviewers() -> None:
    import_module("config.accounts.migrations.0005_clinician_reviewers").create_group(
        apps, SimpleNamespace(connection=connection)
    )


def test_a_role_that_an_owner_deleted_stays_deleted_and_one_that_was_never_made_works() -> None:
    group = Group.objects.get(name="Clinician reviewer")
    given = rights(group)
    group.delete()
    stamp = Stamp.objects.create(name="clinician reviewer made", at=timezone.now())  # by an older version
    create_reviewers()
    assert not Group.objects.filter(name="Clinician reviewer").exists()
    stamp.delete()
    create_reviewers()
    assert rights(Group.objects.get(name="Clinician reviewer")) == given


def rights(group: Group) -> set[str]:
    on_pages = group.page_permissions.values_list("permission__codename", flat=True)
    on_files = group.collection_permissions.values_list("permission__codename", flat=True)
    return {*group.permissions.values_list("codename", flat=True), *on_pages, *on_files}


def test_the_admin_is_in_english_only(ada: Any) -> None:
    assert 'name="locale-preferred_language"' not in signed_in(ada).get("/admin/account/").content.decode()
