"""Every signed link and cookie has one purpose, and opens nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.test import RequestFactory

from config.accounts import devices
from config.accounts.models import Invitation
from config.accounts.people import invitations
from content.models import ClinicSettings
from inquiries.form.tokens import make_token, read_token
from inquiries.weekly import mail as weekly

pytestmark = pytest.mark.django_db


@pytest.fixture
def tokens(client: Any) -> dict[str, str]:
    """One token of each kind, all for the same account."""
    owner = User.objects.create_superuser("ada", "ada@example.com", "x")
    eve = User.objects.create_user("eve", "eve@example.com")
    invitations.invite(eve, by=owner)
    request, answer = RequestFactory().get("/admin/"), client.get("/contact/")
    devices.remember_device(request, answer, owner)
    return {
        "invitation": invitations.invitation_link(Invitation.objects.get()).rstrip("/").rpartition("/")[2],
        "Monday mail": weekly.token_of(owner.pk),
        "device": answer.cookies[devices.cookie_name()].value,
        "form": make_token(None),
        "look": ClinicSettings.default().look_token,
        "unsigned": signing.dumps(owner.pk, key="another"),
    }


def test_a_token_for_one_thing_is_none_for_another(tokens: dict[str, str]) -> None:
    assert opened(tokens, lambda token: invitations.find_invitation(token) is not None) == ["invitation"]
    assert opened(tokens, lambda token: weekly.owner_of(token) is not None) == ["Monday mail"]
    assert opened(tokens, lambda token: read_token(token) is not None) == ["form"]
    assert opened(tokens, ClinicSettings.default().opens_with) == ["look"]
    assert opened(tokens, is_known_device) == ["device"]


def opened(tokens: dict[str, str], opens: Callable[[str], bool]) -> list[str]:
    """Which of the tokens a door accepts."""
    return [name for name, token in tokens.items() if opens(token)]


def is_known_device(token: str) -> bool:
    request = RequestFactory().get("/admin/")
    request.COOKIES[devices.cookie_name()] = token
    return bool(devices.known_device(request, "ada"))
