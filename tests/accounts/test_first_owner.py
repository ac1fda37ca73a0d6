"""The first account gets the name given during setup, or one that nobody can guess."""

import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from tests.accounts.help import is_in, sign_in

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
