"""The first account gets the name given during setup, or one that nobody can guess."""

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts.help import RIGHT, SIGN_IN, is_in, sign_in

pytestmark = pytest.mark.django_db


def ensure_owner() -> str:
    said = io.StringIO()
    call_command("ensure_owner", "--no-input", stdout=said)
    return said.getvalue()


def test_the_owners_address_is_the_username(settings: Any) -> None:
    settings.OWNER_EMAIL, settings.OWNER_PASSWORD = " Ada@Clinic.example ", ""
    password = ensure_owner().split()[-1]
    owner = User.objects.get()
    assert (owner.username, owner.email, owner.is_superuser) == ("ada@clinic.example",) * 2 + (True,)
    assert is_in(sign_in("ada@clinic.example", password))
    assert "so none was made" in ensure_owner()


def test_without_an_address_the_username_is_made_up(settings: Any) -> None:
    settings.OWNER_EMAIL, settings.OWNER_PASSWORD = "", "a long password"
    names = set()
    for _ in range(2):
        said = ensure_owner()
        name = User.objects.get().username
        assert name in said
        assert "has no email address yet" in said
        names.add(name)
        User.objects.all().delete()
    assert len(names) == 2
    assert not names & {"owner", "admin"}


def test_a_wrong_address_is_refused(settings: Any) -> None:
    settings.OWNER_EMAIL = "ada at clinic"
    with pytest.raises(CommandError, match="OWNER_EMAIL is not an email address"):
        ensure_owner()
    assert not User.objects.exists()


def test_no_second_owner_comes_where_somebody_works_already(settings: Any) -> None:
    """Not even where the owner's account was renamed, or lost its rights."""
    settings.OWNER_EMAIL = "ada@clinic.example"
    User.objects.create_user("eve")
    assert "so none was made" in ensure_owner()
    assert User.objects.get().username == "eve"


def test_an_account_signs_in_by_its_email_address_too(ada: Any) -> None:
    page = BeautifulSoup(Client().get(SIGN_IN).content, "html.parser")
    assert page.select_one("label[for=id_username]").text.strip().startswith("Email address or username")
    for name in ("ada", "ada@clinic.example", " Ada@Clinic.Example "):
        assert is_in(sign_in(name, RIGHT)), name
    assert not is_in(sign_in("ada@clinic.example"))


def test_an_address_of_two_accounts_opens_neither_but_a_username_does(ada: Any, django_user_model: Any) -> None:
    django_user_model.objects.create_superuser("eve", ada.email, RIGHT)
    assert not is_in(sign_in(ada.email, RIGHT))
    assert is_in(sign_in("eve", RIGHT))
    named = django_user_model.objects.create_superuser(ada.email, "bo@clinic.example", "another long password")
    assert sign_in(ada.email, "another long password").wsgi_request.user == named
