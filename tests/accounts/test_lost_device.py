"""A lost device: another owner or the server removes the second step, and a required one can't be bypassed."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.test import Client
from wagtail.models import ModelLogEntry, Page, PageViewRestriction

from config.accounts.models import SignIn
from tests.accounts.help import RIGHT, SIGN_IN, fail, sign_in
from tests.accounts.test_second_factor import SECOND, SECURITY, SET_UP, _at_ten, is_inside, set_up_app, text  # noqa: F401
from tests.inquiries.inbox_help import signed_in
from tests.inquiries.visitor import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(ada: Any) -> Client:
    """Ada, with an authenticator app."""
    client = Client()
    sign_in(password=RIGHT, client=client)
    set_up_app(client)
    return client


@pytest.mark.parametrize("by", ["owner", "server"])
def test_a_lost_device_is_reset(by: str, ada: Any, colleague: Client, django_user_model: Any, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    if by == "owner":
        bob = django_user_model.objects.create_superuser("bob", "bob@clinic.example", RIGHT)
        signed_in(bob).post(f"/admin/users/{ada.pk}/access/", {"reset": "1"})
        entry = ModelLogEntry.objects.get(action="accounts.reset_second_factor")
        assert (entry.user, entry.object_id) == (bob, str(ada.pk))
    else:
        call_command("reset_second_factor", "ada", verbosity=0)
    assert not is_inside(colleague)
    deliver()
    said = [message.body for message in mail.outbox if "was reset for your account" in message.body]
    assert len(said) == 1
    client = Client()
    assert sign_in(password=RIGHT, client=client)["Location"].startswith(SET_UP)  # right away, without a grace period
    assert not is_inside(client)
    set_up_app(client)
    assert is_inside(client)


def test_an_owner_sees_how_a_colleague_signs_in_and_when_they_last_did(
    ada: Any, colleague: Client, django_user_model: Any, time_machine: Any
) -> None:
    owner = signed_in(django_user_model.objects.create_superuser("bob", "bob@clinic.example", RIGHT))
    time_machine.shift(timedelta(days=2).total_seconds())
    fail(1)  # somebody else, perhaps
    shown = text(owner.get(f"/admin/users/{ada.pk}/access/"))
    assert "0 passkeys, an authenticator app, 10 recovery codes left." in shown
    assert "Last signed in on March 2, 2026." in shown
    SignIn.objects.all().delete()
    assert "Has not signed in within 90 days." in text(owner.get(f"/admin/users/{ada.pk}/access/"))


def test_only_another_owner_resets_a_second_step(ada: Any, colleague: Client, django_user_model: Any) -> None:
    front = django_user_model.objects.create_user("front", "front@clinic.example", RIGHT)
    front.groups.add(Group.objects.get(name="Front desk"))
    for client in (signed_in(front), colleague):
        assert client.post(f"/admin/users/{ada.pk}/access/", {"reset": "1"}).status_code == 302
    assert ada.authenticator_set.exists()


@pytest.mark.parametrize(
    "role", ["Editors", "Moderators", "Clinician reviewer", "Front desk", "Inquiry manager", "owner"]
)
def test_everybody_in_the_admin_needs_a_second_step(
    role: str, django_user_model: Any, settings: Any, time_machine: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED, settings.SECOND_FACTOR_GRACE = True, timedelta(days=7)
    user = django_user_model.objects.create_user("eve", "", RIGHT, is_superuser=role == "owner")
    if role != "owner":
        user.groups.add(Group.objects.get(name=role))
    client = signed_in(user)
    assert "needs a second step from March 9, 2026" in text(client.get("/admin/"))
    time_machine.shift(timedelta(days=7).total_seconds())
    late = Client()
    sign_in("eve", RIGHT, client=late)
    assert is_inside(late) == is_inside(client) is False
    assert late.get(SIGN_IN)["Location"].startswith(SET_UP)
    set_up_app(late)
    assert is_inside(late)
    assert "Add another one first" in text(
        late.post(SECURITY, {"remove": user.authenticator_set.first().pk}, follow=True)
    )
    assert is_inside(late)


def test_a_shorter_setting_shortens_the_time_without_a_second_step(ada: Any, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED, settings.SECOND_FACTOR_GRACE = True, timedelta(days=7)
    client = signed_in(ada)
    assert "needs a second step from March 9, 2026" in text(client.get("/admin/"))
    settings.SECOND_FACTOR_GRACE = timedelta(days=1)
    assert "needs a second step from March 3, 2026" in text(client.get("/admin/"))
    settings.SECOND_FACTOR_GRACE = timedelta(days=0)
    assert not is_inside(client)


def test_mere_readers_need_no_second_step(private_page: Page, django_user_model: Any, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED, settings.SECOND_FACTOR_GRACE = True, timedelta(days=0)
    reader = django_user_model.objects.create_user("reader", "", RIGHT)
    PageViewRestriction.objects.create(page=private_page, restriction_type="login")
    client = Client()
    assert client.get(private_page.url).status_code == 302
    sign_in("reader", RIGHT, client=client)
    assert client.get(private_page.url).status_code == 200
    assert reader.authenticator_set.count() == 0


def test_at_an_unlocked_computer_nobody_adds_or_removes_a_way_in(
    colleague: Client, ada: Any, time_machine: Any
) -> None:
    time_machine.shift(timedelta(minutes=16).total_seconds())
    factor = ada.authenticator_set.exclude(type="recovery_codes").get()
    for answer in (
        colleague.get(SET_UP),
        colleague.post(SET_UP, {"begin": "1"}),
        colleague.post(SECURITY, {"remove": factor.pk}),
        colleague.post(SECURITY, {"codes": "1"}),
        colleague.get("/admin/users/new/"),
    ):
        assert answer["Location"].startswith(SECOND)
    assert is_inside(colleague)
