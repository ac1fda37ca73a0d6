"""Sessions end when idle, after a working day, or everywhere at once; and sign-ins on new devices are announced."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.utils import timezone

from config.accounts.models import Session
from config.accounts.sessions import mark_of
from inquiries.schedule.jobs import run_due_jobs
from tests.accounts.help import RIGHT, SIGN_IN, sign_in
from tests.accounts.test_second_factor import _at_ten, half, is_inside, set_up_app, text  # noqa: F401
from tests.inquiries.visitor import deliver

pytestmark = pytest.mark.django_db
STATE = "/admin/session/"
SECURITY = "/admin/account/security/"


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
    # Requests that an open page makes by itself don't keep the session alive.
    later(time_machine, minutes=20)
    assert client.get(STATE).json()["left"] == 600
    client.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
    later(time_machine, minutes=10)
    assert client.get(STATE).json() == {"left": 0}
    assert client.get("/admin/inquiry/")["Location"].startswith(SIGN_IN)


def test_confirming_presence_extends_the_session(client: Client, time_machine: Any) -> None:
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


def test_a_user_can_sign_out_everywhere(client: Client, ada: Any) -> None:
    elsewhere, other = Client(), Client()
    sign_in(password=RIGHT, client=elsewhere)
    other.force_login(type(ada).objects.create_superuser("bob", "", RIGHT))
    answer = client.post(SECURITY, {"sign_out": "1"}, follow=True)
    assert "You are signed out everywhere." in text(answer)
    assert [is_inside(one) for one in (client, elsewhere, other)] == [False, False, True]
    sign_in(password=RIGHT, client=elsewhere)
    other.post(f"/admin/users/{ada.pk}/access/", {"sign_out": "1"})
    assert not is_inside(elsewhere)
    assert set(Session.objects.exclude(account=None).values_list("account__username", flat=True)) == {"bob"}


FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)


def open_sessions(client: Client) -> list[tuple[str, str]]:
    """The sessions on the page: each one's description, and what its button submits."""
    soup = BeautifulSoup(client.get(SECURITY).content, "html.parser")
    rows = soup.select(".account-sessions li")
    return [
        (" ".join(row.get_text(" ").split()), str(button["value"]) if (button := row.find("button")) else "")
        for row in rows
    ]


def test_users_see_their_sessions_and_can_end_one(ada: Any, time_machine: Any) -> None:
    desk, phone, other = Client(HTTP_USER_AGENT=FIREFOX), Client(HTTP_USER_AGENT=SAFARI), Client()
    sign_in(password=RIGHT, client=phone)
    later(time_machine, minutes=20)
    sign_in(password=RIGHT, client=desk)
    other.force_login(type(ada).objects.create_superuser("bob", "", RIGHT))
    here, there = open_sessions(desk)
    assert here[0].startswith("Firefox on Windows This one")
    assert here[1] == ""  # this session ends by signing out instead
    assert there[0].startswith("Safari on iPhone signed in March 2, 2026, at 5 a.m., last used 20 minutes ago")
    assert phone.session.session_key not in desk.get(SECURITY).text

    answer = desk.post(SECURITY, {"end_session": there[1]}, follow=True)
    assert "Signed out there." in text(answer)
    assert [is_inside(one) for one in (desk, phone, other)] == [True, False, True]
    assert len(open_sessions(desk)) == 1
    assert "ended one session" in text(other.get("/admin/reports/sign-ins/")).lower()


def test_this_session_comes_first_even_if_another_was_used_since(ada: Any, time_machine: Any) -> None:
    desk, phone = Client(HTTP_USER_AGENT=FIREFOX), Client(HTTP_USER_AGENT=SAFARI)
    sign_in(password=RIGHT, client=desk)
    later(time_machine, minutes=20)
    sign_in(password=RIGHT, client=phone)
    here, there = open_sessions(desk)
    assert here[0].startswith("Firefox on Windows This one")
    assert there[0].startswith("Safari on iPhone signed in")


def test_only_sessions_that_have_ended_are_erased(ada: Any, time_machine: Any) -> None:
    forgotten, client = Client(), Client()
    sign_in(password=RIGHT, client=forgotten)
    ended = forgotten.session.session_key
    later(time_machine, days=15)
    sign_in(password=RIGHT, client=client)
    run_due_jobs(timezone.localtime().replace(hour=12))
    assert is_inside(client)
    assert not Session.objects.filter(session_key=ended).exists()


def test_a_session_without_its_second_step_is_not_listed(client: Client) -> None:
    set_up_app(client)
    half()
    assert len(open_sessions(client)) == 1


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.5 Safari/605.1.15",
            "Safari on Mac",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/142.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            "Edge on Windows",
        ),
        # These browsers also mention Chrome or Safari.
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/142.0.0.0 Safari/537.36 OPR/126.0.0.0",
            "Opera on Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
            "SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36",
            "Samsung Internet on Android",
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "CriOS/142.0.7444.46 Mobile/15E148 Safari/604.1",
            "Chrome on iPad",
        ),
        ("<script>alert(1)</script>", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_called_by_the_name_that_its_user_knows(ada: Any, user_agent: str, name: str) -> None:
    client = Client(HTTP_USER_AGENT=user_agent)
    sign_in(password=RIGHT, client=client)
    ((words, _),) = open_sessions(client)
    assert words.startswith(f"{name} This one")


def test_a_session_that_has_ended_by_itself_is_not_listed(ada: Any, time_machine: Any) -> None:
    forgotten, client = Client(), Client()
    sign_in(password=RIGHT, client=forgotten)
    later(time_machine, minutes=31)
    sign_in(password=RIGHT, client=client)
    assert len(open_sessions(client)) == 1


@pytest.mark.parametrize("mark", ["", "x", "0" * 32])
def test_nobody_ends_somebody_elses_session(client: Client, ada: Any, mark: str) -> None:
    other = Client()
    other.force_login(type(ada).objects.create_superuser("bob", "", RIGHT))
    other_mark = mark_of(other.session.session_key)
    for sent in (mark, other_mark):
        answer = client.post(SECURITY, {"end_session": sent}, follow=True)
        assert "That session had already ended." in text(answer)
    assert is_inside(client)
    assert is_inside(other)


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
