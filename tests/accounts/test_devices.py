"""The browsers known to an account: a new one is announced once, and an unused one is forgotten in time."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.accounts.help import RIGHT, is_in, sign_in
from tests.inquiries.visitor import deliver

pytestmark = pytest.mark.django_db


def told(address: str) -> int:
    """How many mails said that the account was used in a new browser."""
    deliver()
    return len([message for message in mail.outbox if message.to == [address] and "used in before" in message.body])


def test_the_ninth_colleague_at_one_computer_is_known_to_it_too(django_user_model: Any) -> None:
    desk = Client()
    for number in range(1, 10):
        name = f"colleague{number}"
        django_user_model.objects.create_superuser(name, f"{name}@clinic.example", RIGHT)
        assert is_in(sign_in(name, RIGHT, client=desk))
    assert is_in(sign_in("colleague9", RIGHT, client=desk))
    assert told("colleague9@clinic.example") == 1


def test_the_mail_about_a_new_browser_says_which_and_when(ada: Any, time_machine: Any) -> None:
    time_machine.move_to("2026-03-02 15:00Z", tick=False)
    mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/605.1.15"
    sign_in(password=RIGHT, client=Client(headers={"user-agent": mac}))
    assert told(ada.email) == 1
    message = mail.outbox[-1]
    assert message.subject == "Please check: a sign-in to your account from a new browser"
    for text in (message.body, message.alternatives[0][0]):
        assert "Browser: Safari on Mac" in text
        assert "March 2, 2026, at 10 a.m." in text


def test_a_browser_that_nobody_used_for_half_a_year_is_new_again(ada: Any, time_machine: Any) -> None:
    time_machine.move_to("2026-03-02 10:00Z", tick=False)
    desk = Client()
    sign_in(password=RIGHT, client=desk)
    time_machine.move_to("2026-08-28 10:00Z", tick=False)  # 179 days later, which renews the cookie
    sign_in(password=RIGHT, client=desk)
    assert told(ada.email) == 1
    time_machine.move_to("2027-02-25 10:00Z", tick=False)  # 181 days later
    sign_in(password=RIGHT, client=desk)
    assert told(ada.email) == 2
