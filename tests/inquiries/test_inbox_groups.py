"""The built-in groups, and that each right opens its own doors and no others."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from inquiries.models import Inquiry, Stamp
from tests.inquiries.inbox_help import FRONT_DESK, MANAGER, listed, make_inquiry, signed_in

pytestmark = pytest.mark.django_db
LIST = "/admin/inquiry/"
OPEN = {"Editors": set(), "Moderators": set(), FRONT_DESK: {"view", "answer"}}
OPEN[MANAGER] = {"view", "answer", "export", "erase"}


def member(group: str) -> Client:
    user = User.objects.create_user(group.replace(" ", "_"), "member@clinic.example", "x")
    user.groups.add(Group.objects.get(name=group))
    return signed_in(user)


def make_again() -> None:
    migration = import_module("inquiries.migrations.0032_ready_groups_and_name_in_replies")
    migration.create_groups(apps, SimpleNamespace(connection=connection))


def is_refused(answer: Any) -> bool:
    """Wagtail sends those without the right back to the admin's home page."""
    return answer.status_code == 403 or (
        answer.status_code == 302 and answer["Location"] == reverse("wagtailadmin_home")
    )


@pytest.mark.parametrize("group", OPEN)
def test_each_group_gets_through_its_own_doors_only(group: str) -> None:
    one, client, rights = make_inquiry(), member(group), OPEN[group]
    mine = f"{LIST}{one.pk}/"
    doors = {
        "view": [client.get(LIST), client.get(f"{LIST}inspect/{one.pk}/"), client.get(f"{LIST}all/results/")],
        "answer": [
            client.post(f"{mine}note/", {"text": "Called."}),
            client.post(f"{mine}follow-up/", {"follow_up_on": ""}),
            client.post(f"{mine}assign/", {"assignee": ""}),
            client.post(f"{mine}state/", {"state": "contacted"}),
            client.get(reverse("wagtail_bulk_action", args=["inquiries", "inquiry", "state"]) + f"?id={one.pk}"),
        ],
        "export": [client.get(f"{LIST}all/?export=csv"), client.get(f"{LIST}all/?export=xlsx")],
        "erase": [client.post(f"{LIST}person/", {"email": one.email, "inquiry": one.pk, "erase": "1", "sure": "1"})],
    }
    for right, answers in doors.items():
        assert [is_refused(answer) for answer in answers] == [right not in rights] * len(answers), right
    assert Inquiry.objects.filter(pk=one.pk).exists() == ("erase" not in rights)


@pytest.mark.parametrize("group", OPEN)
def test_the_admin_shows_only_what_the_group_may_see(group: str) -> None:
    page = Page.objects.get(slug="contact")
    one, client = make_inquiry(), member(group)
    signed_in(User.objects.create_superuser("reader")).get(f"{LIST}inspect/{one.pk}/")
    make_inquiry()
    may_view = "view" in OPEN[group]
    home = client.get("/admin/").content.decode()
    assert ("Inquiries (1)" in home) == may_view
    assert ('id="inbox-section"' in home) == may_view
    assert (LIST in home) == may_view
    assert (len(listed(client.get(f"{LIST}all/"))) == 2) == may_view
    for address in (f"/admin/pages/{page.pk}/edit/", "/admin/images/", "/admin/settings/inquiries/inquirysettings/"):
        if group in (FRONT_DESK, MANAGER):  # no page editing
            assert is_refused(client.get(address)), address


def test_what_staff_made_of_the_groups_stays() -> None:
    desk = Group.objects.get(name=FRONT_DESK)
    desk.permissions.remove(desk.permissions.get(codename="answer_inquiry"))
    Group.objects.get(name=MANAGER).delete()
    make_again()
    assert set(desk.permissions.values_list("codename", flat=True)) == {"access_admin", "view_inquiry"}
    assert not Group.objects.filter(name=MANAGER).exists()


def test_a_group_that_was_there_before_is_left_alone() -> None:
    Stamp.objects.all().delete()
    Group.objects.filter(name__in=OPEN).exclude(name__in=["Editors", "Moderators"]).delete()
    Group.objects.create(name=FRONT_DESK)
    make_again()
    assert not Group.objects.get(name=FRONT_DESK).permissions.exists()
    codes = Group.objects.get(name=MANAGER).permissions.values_list("codename", flat=True)
    assert set(codes) == {"access_admin", "view_inquiry", "answer_inquiry", "export_inquiry", "erase_inquiry"}
