"""A session's key is new at each sign-in, too long to guess, and worthless once its account is closed."""

import string
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client

from config.accounts.models import Session
from tests.accounts.help import RIGHT, SIGN_IN, sign_in
from tests.accounts.test_second_factor import SECOND, _at_ten, half, is_inside, protected, set_up_app  # noqa: F401

pytestmark = pytest.mark.django_db


def key_of(client: Client) -> str:
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


@pytest.fixture
def client(ada: Any) -> Client:
    client = Client()
    sign_in(password=RIGHT, client=client)
    return client


def test_reauthenticating_gives_a_new_session_key_and_ends_the_old_one(client: Client, time_machine: Any) -> None:
    first = key_of(client)
    assert len(first) == 32
    assert set(first) <= set(string.ascii_lowercase + string.digits)  # 165 bits
    time_machine.shift(16 * 60)
    assert client.get("/admin/second-factor/set-up/")["Location"].startswith("/admin/second-factor/")
    client.post("/admin/second-factor/", {"password": RIGHT})
    assert key_of(client) != first
    assert is_inside(client)
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = first
    assert not is_inside(old)


def test_the_second_step_gives_a_new_key_and_ends_the_old_one(protected: Any) -> None:  # noqa: F811
    client = half()
    first = key_of(client)
    client.post(SECOND, {"code": protected[1][0]})
    assert key_of(client) != first
    assert is_inside(client)
    assert not Session.objects.filter(session_key=first).exists()


def test_setting_up_a_second_step_gives_a_new_key(client: Client) -> None:
    first = key_of(client)
    set_up_app(client)
    assert key_of(client) != first
    assert not Session.objects.filter(session_key=first).exists()


def test_a_key_that_somebody_else_chose_is_replaced(ada: Any) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    sign_in(password=RIGHT, client=client)
    assert key_of(client) != "a" * 32
    assert is_inside(client)


def test_each_page_of_the_admin_offers_to_sign_out(client: Client) -> None:
    for path in ("/admin/", "/admin/account/", "/admin/inquiry/"):
        assert "/admin/logout/" in client.get(path).content.decode()


def test_signing_out_ends_the_session_on_the_server(client: Client) -> None:
    key = key_of(client)
    client.post("/admin/logout/")
    assert not Session.objects.filter(session_key=key).exists()
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    assert thief.get("/admin/inquiry/")["Location"].startswith(SIGN_IN)


def test_a_new_password_ends_all_other_sessions(client: Client, ada: Any) -> None:
    other = Client()
    sign_in(password=RIGHT, client=other)
    ada.set_password("plum-Lantern-48-orbit")
    ada.save()
    assert not is_inside(other)


@pytest.mark.parametrize("closed", ["switched off", "deleted"])
def test_a_closed_account_is_out_at_once(client: Client, ada: Any, closed: str) -> None:
    assert is_inside(client)
    if closed == "deleted":
        ada.delete()
    else:
        User.objects.filter(pk=ada.pk).update(is_active=False)
    assert not is_inside(client)


def test_refused_requests_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    person = User.objects.create_user("eve", "eve@example.com", RIGHT)
    person.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(person)
    client.get("/admin/")
    assert "Refused" not in caplog.text
    client.get("/admin/users/")
    client.get("/admin/inquiry/", headers={"X-Requested-With": "XMLHttpRequest"})
    refused = [line.getMessage() for line in caplog.records if "Refused" in line.getMessage()]
    assert len(refused) == 2
    assert all(f"(account {person.pk})" in line for line in refused)


def test_signing_out_clears_the_browsers_cache(client: Client) -> None:
    assert client.post("/admin/logout/")["Clear-Site-Data"] == '"cache"'
    sign_in(password=RIGHT, client=client)
    assert client.post("/admin/account/security/", {"sign_out": "1"})["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.get("/admin/login/")
