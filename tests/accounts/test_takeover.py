"""Neither an unlocked computer nor the right to edit users is a way into somebody else's account."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from config.accounts.models import Session
from tests.accounts.help import RIGHT, sign_in
from tests.accounts.test_second_factor import _at_ten, is_inside, text  # noqa: F401
from tests.inquiries.inbox_help import signed_in
from tests.inquiries.visitor import deliver

pytestmark = pytest.mark.django_db
ACCOUNT = "/admin/account/"


@pytest.fixture
def client(ada: Any) -> Client:
    client = Client()
    sign_in(password=RIGHT, client=client)
    return client


@pytest.fixture
def eve(django_user_model: Any) -> User:
    user: User = django_user_model.objects.create_user("eve", "eve@clinic.example", RIGHT, first_name="Eve")
    user.groups.add(Group.objects.get(name="Front desk"))
    return user


def sent(user: User, **changes: Any) -> dict[str, Any]:
    """What a user's form submits."""
    given = {"username": user.username, "email": user.email, "first_name": user.first_name, "last_name": "Example"}
    return given | {"is_active": "on", "groups": [group.pk for group in user.groups.all()]} | changes


def own(user: User, **changes: Any) -> dict[str, Any]:
    """What the form of one's own account submits."""
    given = {"first_name": user.first_name, "last_name": user.last_name, "email": user.email} | changes
    return {f"name_email-{name}": value for name, value in given.items()} | {
        "locale-current_time_zone": "",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }


def doors_to(user: User, group: Group) -> list[str]:
    """Every view that decides who has an account, and what it may do."""
    return [
        reverse("wagtailusers_users:edit", args=[user.pk]),
        reverse("wagtailusers_users:delete", args=[user.pk]),
        reverse("wagtailusers_users:add"),
        reverse("wagtailusers_groups:add"),
        reverse("wagtailusers_groups:edit", args=[group.pk]),
        reverse("wagtailusers_groups:delete", args=[group.pk]),
        *(
            reverse("wagtail_bulk_action", args=["auth", "user", action]) + f"?id={user.pk}"
            for action in ("assign_role", "delete", "set_active_state")
        ),
    ]


def test_changing_permissions_requires_reauthentication(client: Client, eve: User, time_machine: Any) -> None:
    time_machine.shift(timedelta(minutes=16).total_seconds())
    doors = doors_to(eve, Group.objects.get(name="Front desk"))
    for door in doors:
        for answer in (client.get(door), client.post(door, sent(eve, email="mallory@evil.example", is_superuser="on"))):
            assert answer.status_code == 302, door
            assert answer["Location"].startswith("/admin/second-factor/?next="), door
    eve.refresh_from_db()
    assert (eve.email, eve.is_superuser) == ("eve@clinic.example", False)
    assert client.get("/admin/users/").status_code == client.get("/admin/groups/").status_code == 200
    asked = text(client.get(doors[0], follow=True))
    assert "To continue, confirm that it’s you." in asked
    assert "Back to the dashboard" in asked
    assert "Lost your device" not in asked
    answer = client.post(client.get(doors[0])["Location"], {"password": RIGHT})
    assert answer["Location"] == doors[0]
    assert client.post(doors[0], sent(eve, is_superuser="on")).status_code == 302
    eve.refresh_from_db()
    assert eve.is_superuser


def test_what_protects_a_colleague_is_taken_away_by_those_who_showed_again_who_they_are(
    client: Client, eve: User, time_machine: Any
) -> None:
    theirs, access = signed_in(eve), reverse("account_access", args=[eve.pk])
    time_machine.shift(timedelta(minutes=16).total_seconds())
    assert client.get(access).status_code == 200
    for what in ("reset", "sign_out"):
        assert client.post(access, {what: "1"})["Location"].startswith("/admin/second-factor/?next=")
    assert is_inside(theirs)


def test_setting_up_a_second_step_explains_its_purpose(client: Client) -> None:
    shown = text(client.get("/admin/second-factor/set-up/"))
    assert "A second step protects this account even if somebody learns its password." in shown
    assert "This account needs" not in shown


def test_changing_ones_own_address_requires_reauthentication(client: Client, ada: Any, time_machine: Any) -> None:
    time_machine.shift(timedelta(minutes=16).total_seconds())
    answer = client.post(ACCOUNT, own(ada, first_name="Augusta", email="mallory@evil.example"))
    assert "Before you change your address, confirm that it’s you" in text(answer)
    assert 'value="mallory@evil.example"' in answer.content.decode()
    ada.refresh_from_db()
    assert (ada.email, ada.first_name) == ("ada@clinic.example", "Ada")
    assert client.post(ACCOUNT, own(ada, first_name="Augusta")).status_code == 302
    client.post("/admin/second-factor/", {"password": RIGHT})
    assert client.post(ACCOUNT, own(ada, email="countess@clinic.example")).status_code == 302
    ada.refresh_from_db()
    assert (ada.email, ada.first_name) == ("countess@clinic.example", "Ada")


def test_the_old_address_hears_of_the_new_one(client: Client, ada: Any, eve: User) -> None:
    client.post(ACCOUNT, own(ada, email="countess@clinic.example"))
    client.post(reverse("wagtailusers_users:edit", args=[eve.pk]), sent(eve, email="eve.b@clinic.example"))
    deliver()
    told = {message.to[0]: message.body for message in mail.outbox if "email address of your account" in message.body}
    assert set(told) == {"ada@clinic.example", "eve@clinic.example"}
    assert not any("countess" in body or "eve.b" in body for body in told.values())


def test_owners_hear_of_a_new_owner(client: Client, ada: Any, eve: User, django_user_model: Any) -> None:
    bob = django_user_model.objects.create_superuser("bob", "bob@clinic.example", RIGHT)
    django_user_model.objects.create_superuser("gone", "gone@clinic.example", RIGHT, is_active=False)
    client.post(reverse("wagtailusers_users:edit", args=[eve.pk]), sent(eve, is_superuser="on"))
    deliver()
    told = [message for message in mail.outbox if "was made an owner" in message.body and "eve" in message.body]
    assert {message.to[0] for message in told} == {ada.email, bob.email}


def test_a_new_password_is_mailed(client: Client, ada: Any) -> None:
    new = {f"new_password{number}": "another long pass-phrase" for number in (1, 2)}
    passwords = {f"password-{name}": value for name, value in (new | {"old_password": RIGHT}).items()}
    client.post(ACCOUNT, own(ada) | passwords)
    deliver()
    assert [message.to for message in mail.outbox if "password of your account was changed" in message.body] == [
        [ada.email]
    ]


def test_only_owners_manage_accounts_and_roles(eve: User, ada: Any, django_user_model: Any) -> None:
    """Not even somebody whose role was given the rights to, by an older version or by a script."""
    manager = django_user_model.objects.create_user("manager", "", RIGHT)
    manager.user_permissions.set(
        Permission.objects.filter(Q(codename="access_admin") | Q(content_type__model__in=["user", "group"]))
    )
    client, group = signed_in(manager), Group.objects.get(name="Front desk")
    changed = sent(eve, email="mallory@evil.example", username="mallory", is_superuser="on")
    for door in doors_to(eve, group) + doors_to(ada, group) + ["/admin/users/", "/admin/groups/"]:
        for answer in (client.get(door), client.post(door, changed | {"role": group.pk, "mark_as_active": "False"})):
            assert answer.status_code == 302, door
            assert answer["Location"] == "/admin/", door
    assert is_inside(client)
    eve.refresh_from_db()
    ada.refresh_from_db()
    assert (eve.email, eve.username, eve.is_superuser, ada.is_active) == ("eve@clinic.example", "eve", False, True)
    shown = BeautifulSoup(
        signed_in(ada).get(reverse("wagtailusers_groups:edit", args=[group.pk])).content, "html.parser"
    )
    offered = Permission.objects.filter(pk__in=[box["value"] for box in shown.select("input[name=permissions]")])
    assert offered.filter(content_type__model="inquiry").exists()
    assert not offered.filter(content_type__app_label="auth").exists()


@pytest.mark.parametrize("way", ["form", "list"])
def test_sessions_end_for_good_when_an_account_is_closed(way: str, client: Client, eve: User) -> None:
    theirs = signed_in(eve)
    assert is_inside(theirs)
    for is_active in (False, True):
        if way == "form":
            given = (
                sent(eve) if is_active else {name: value for name, value in sent(eve).items() if name != "is_active"}
            )
            client.post(reverse("wagtailusers_users:edit", args=[eve.pk]), given)
        else:
            url = reverse("wagtail_bulk_action", args=["auth", "user", "set_active_state"]) + f"?id={eve.pk}"
            client.post(url, {"mark_as_active": str(is_active)})
        eve.refresh_from_db()
        assert eve.is_active == is_active
        assert not Session.objects.filter(account=eve).exists()
    assert not is_inside(theirs)
