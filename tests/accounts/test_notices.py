"""Changes to the second step are mailed to the person concerned and recorded in the report."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from config.accounts.models import SignIn
from tests.accounts.help import HERE, RIGHT, sign_in
from tests.accounts.test_second_factor import APP, SECOND, SECURITY, _at_ten, half, protected, set_up_app  # noqa: F401
from tests.forms import as_sent, form_with
from tests.inquiries.visitor import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(ada: Any) -> Client:
    client = Client()
    sign_in(password=RIGHT, client=client)
    return client


def told(words: str) -> list[list[str]]:
    """Who was mailed that this happened."""
    deliver()
    return [message.to for message in mail.outbox if words in message.body]


def lines() -> list[tuple[str, str]]:
    return list(SignIn.objects.order_by("pk").values_list("door", "outcome"))


def test_a_second_step_that_is_added_or_removed_is_mailed(client: Client, ada: Any) -> None:
    set_up_app(client)
    assert told("A passkey or an authenticator app was added to your account.") == [[ada.email]]
    client.post(SECURITY, {"remove": ada.authenticator_set.get(type="totp").pk})
    assert told("A passkey or an authenticator app was removed from your account.") == [[ada.email]]
    assert lines()[-2:] == [("second", "factor_added"), ("second", "factor_removed")]


def test_signing_out_everywhere_is_recorded(client: Client) -> None:
    client.post(SECURITY, {"sign_out": "1"})
    assert lines()[-1] == ("change", "ended")


def test_throttled_codes_are_recorded(protected: Any) -> None:  # noqa: F811
    client = half()
    for _ in range(7):
        client.post(SECOND, {"code": "000000"}, REMOTE_ADDR=HERE)
    assert lines()[-6:] == [("second", "wrong_code")] * 5 + [("second", "held")]


def test_a_wrong_password_to_confirm_speaks_of_no_code(client: Client) -> None:
    shown = client.post(SECOND, {"password": "wrong"}).content.decode()
    assert "That isn’t the password of this account. Try again." in shown
    assert "Check the code" not in shown


def test_guesses_at_an_unlocked_computer_are_counted_with_those_at_the_door(client: Client) -> None:
    for _ in range(5):
        client.post(SECOND, {"password": "wrong"})
    client.post("/admin/logout/")
    assert sign_in(password=RIGHT, client=client).status_code == 429


def test_a_user_with_an_app_is_shown_no_new_secret(client: Client) -> None:
    set_up_app(client)
    assert client.get(APP)["Location"] == SECURITY


def test_the_second_step_leads_on_to_where_somebody_wanted_to_go(protected: tuple[str, list[str]]) -> None:  # noqa: F811
    client = half()
    form = form_with(client.get(SECOND, {"next": "/admin/reports/"}).content, "code")
    answer = client.post(SECOND, as_sent(form) | {"code": protected[1][0]})
    assert answer["Location"] == "/admin/reports/"
