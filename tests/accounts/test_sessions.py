"""Sessions end: when nothing is done, after a working day, everywhere at once; and new devices are told of."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from config.accounts.models import Session
from tests.accounts.help import RIGHT, SIGN_IN, sign_in
from tests.accounts.test_second_factor import _at_ten, is_inside, text  # noqa: F401
from tests.inquiries.visitor import deliver

pytestmark = pytest.mark.django_db
STATE = "/admin/session/"


@pytest.fixture(autouse=True)
def _usual_ends(settings: Any) -> None:
    settings.SESSION_IDLE, settings.SESSION_LONGEST = timedelta(minutes=30), timedelta(hours=12)


@pytest.fixture
def client(ada: Any) -> Client:
    client = Client()
    sign_in(password=RIGHT, client=client)
    return client


def later(time_machine: Any, **delta: int) -> None:
    time_machine.shift(timedelta(**delta).total_seconds())


def test_a_session_ends_when_nothing_is_done(client: Client, time_machine: Any) -> None:
    for _ in range(3):
        later(time_machine, minutes=29)
        assert is_inside(client)
    # What an open page asks by itself keeps nothing alive.
    later(time_machine, minutes=20)
    assert client.get(STATE).json()["left"] == 600
    client.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
    later(time_machine, minutes=10)
    assert client.get(STATE).json() == {"left": 0}
    assert client.get("/admin/inquiry/")["Location"].startswith(SIGN_IN)


def test_whoever_says_that_they_are_there_stays(client: Client, time_machine: Any) -> None:
    later(time_machine, minutes=29)
    answer = client.post(STATE)
    assert answer.json()["left"] == 1800
    later(time_machine, minutes=29)
    assert is_inside(client)


def test_a_short_session_lasts_while_somebody_works(client: Client, time_machine: Any, settings: Any) -> None:
    settings.SESSION_IDLE = timedelta(minutes=1)
    for _ in range(20):
        later(time_machine, seconds=7)
        assert is_inside(client)
    later(time_machine, seconds=60)
    assert not is_inside(client)


def test_a_session_ends_after_twelve_hours_whatever_is_done(client: Client, time_machine: Any) -> None:
    for _ in range(24):
        assert client.post(STATE).json()["left"] > 0
        later(time_machine, minutes=29)
    assert is_inside(client)
    later(time_machine, minutes=25)
    assert not is_inside(client)


def test_one_signs_out_everywhere(client: Client, ada: Any) -> None:
    elsewhere, other = Client(), Client()
    sign_in(password=RIGHT, client=elsewhere)
    other.force_login(type(ada).objects.create_superuser("bob", "", RIGHT))
    answer = client.post("/admin/account/security/", {"sign_out": "1"}, follow=True)
    assert "You are signed out everywhere." in text(answer)
    assert [is_inside(one) for one in (client, elsewhere, other)] == [False, False, True]
    sign_in(password=RIGHT, client=elsewhere)
    other.post(f"/admin/users/{ada.pk}/access/", {"sign_out": "1"})
    assert not is_inside(elsewhere)
    assert set(Session.objects.exclude(account=None).values_list("account__username", flat=True)) == {"bob"}


def test_a_sign_in_in_a_new_browser_is_mailed_once(ada: Any, client: Client) -> None:
    deliver()
    (told,) = mail.outbox
    assert told.to == [ada.email]
    assert "hasn’t been used in before" in told.body
    assert "ada" not in told.subject.lower()
    client.post("/admin/logout/")
    sign_in(password=RIGHT, client=client)  # the same browser
    deliver()
    assert len(mail.outbox) == 1


def test_a_visitors_page_knows_of_no_session(client: Client) -> None:
    answer = Client().get("/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
