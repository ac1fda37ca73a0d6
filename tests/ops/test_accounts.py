"""Weak staff passwords are refused, and staff cookies are kept from scripts and other sites."""

import importlib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Site

from config.accounts.models import Invitation
from config.accounts.people.invitations import invitation_link, invite
from content.models import ClinicSettings
from tests.forms import as_sent, form_with
from tests.ops.test_production import SAFE

pytestmark = pytest.mark.django_db
STRONG = "plum-Lantern-48-orbit"
WEAK = {
    "qX7!vbn": "too short",
    "qX7!vbn-9kT": "too short",  # eleven characters
    "1234567890123": "entirely numeric",
    "qwerty123456": "too common",
    "startfinding": "too common",
    "adalovelace99": "too similar",
    "PolniyPizdec0211": "too common",  # long, but from a stolen list
    "P1npoint-Clinic-2026": "words about this clinic",
    "Pinpoint 2026 lemon": "words about this clinic",  # and five letters
    "W3lcome.to.Harbour!": "words about this clinic",  # built from the clinic's name
    "Clinic 1010101010": "words about this clinic",
}
GOOD = {
    "plum-Lantern-48-orbit": "random words",
    "Pinpoint 2026 lemons": "a word of the clinic among others, of six letters",
    "ÄÖÜ ß 雪の夜に歩く犬と猫": "letters of any script",
    " two spaces at each end ": "spaces",
    "x7#q" * 32: "128 characters",
    "8294-1938-2847-1103": "digits and signs",
}


def choose(client: Client, password: str) -> Any:
    """Accept an invitation with this password."""
    ClinicSettings.objects.update_or_create(site=Site.objects.get(), defaults={"name": "Harbour Street"})
    person = {"username": "adalovelace", "email": "ada@example.com", "first_name": "Ada", "last_name": "Lovelace"}
    invite(User.objects.create(**person), by=None)
    address = urlsplit(invitation_link(Invitation.objects.get())).path
    sent = as_sent(form_with(client.get(address).content, "new_password1"))
    return client.post(address, sent | {"new_password1": password, "new_password2": password})


@pytest.mark.parametrize("password", WEAK)
def test_a_weak_password_is_refused_with_the_reason(client: Client, password: str) -> None:
    answer = choose(client, password)
    assert answer.status_code == 200
    assert WEAK[password] in answer.content.decode()
    assert not User.objects.get(username="adalovelace").check_password(password)


@pytest.mark.parametrize("password", GOOD)
def test_a_strong_password_is_taken_as_it_is(client: Client, password: str) -> None:
    assert choose(client, password).status_code == 302
    account = User.objects.get(username="adalovelace")
    assert account.check_password(password)
    others = {password.strip(), password[:64], password.swapcase()} - {password}
    assert not any(account.check_password(other) for other in others)


def test_somebody_cant_change_to_a_weak_password_either(client: Client) -> None:
    client.force_login(User.objects.create_superuser("adalovelace", "ada@example.com", STRONG))
    address = "/admin/account/"
    sent = as_sent(form_with(client.get(address).content, "password-old_password"))
    new = {f"password-new_password{number}": "startfinding" for number in (1, 2)}
    answer = client.post(address, sent | {"password-old_password": STRONG} | new)
    assert "too common" in answer.content.decode()
    assert User.objects.get().check_password(STRONG)


def test_the_cookies_of_staff_in_production(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in (SAFE | {"DATA_DIR": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    production = vars(importlib.import_module("config.settings.production"))
    for name, value in production.items():
        if name.startswith(("SESSION_", "CSRF_", "SECURE_")):
            setattr(settings, name, value)
    User.objects.create_superuser("ada", "ada@example.com", STRONG)
    plain = client.get("/admin/login/")
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/admin/login/")
    page = client.get("/admin/login/", secure=True)
    assert page["Strict-Transport-Security"].startswith("max-age=31536000")
    sent = as_sent(form_with(page.content, "password")) | {"username": "ada", "password": STRONG}
    answer = client.post("/admin/login/", sent, secure=True, headers={"Referer": "https://testserver/admin/login/"})
    assert answer.status_code == 302
    assert sorted(client.cookies) == ["__Host-csrf", "__Host-session", "__Secure-device"]
    for cookie in client.cookies.values():
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["domain"] == ""
        assert cookie["path"] == ("/" if cookie.key.startswith("__Host-") else "/admin/")


def test_the_fields_help_password_managers(client: Client) -> None:
    sign_in = form_with(client.get("/admin/login/").content, "password").select_one("[name=password]")
    assert sign_in["type"] == "password"
    assert sign_in.get("autocomplete") != "off"
    client.force_login(User.objects.create_superuser("ada", "ada@example.com", STRONG))
    form = form_with(client.get("/admin/account/").content, "password-old_password")
    for name in ("old_password", "new_password1", "new_password2"):
        field = form.select_one(f"[name=password-{name}]")
        assert field["type"] == "password"
        assert field.get("autocomplete") != "off"
        assert not {"onpaste", "maxlength", "pattern"} & set(field.attrs)
