"""How often a password may be tried and by whom, and that no stranger can lock somebody out of their own account."""

import logging
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.accounts.models import SignIn, ThrottleBucket
from config.accounts.throttle import Attempt
from inquiries.schedule.jobs import run_due_jobs
from tests.accounts.help import ELSEWHERE, HERE, RIGHT, SIGN_IN, fail, is_in, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Any:
    time_machine.move_to("2026-03-02 10:00Z", tick=False)
    return time_machine


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts the passwords that were hashed."""
    counted: Counter[str] = Counter()
    encode = MD5PasswordHasher.encode

    def count(hasher: Any, *args: Any, **kwargs: Any) -> str:
        counted["hashes"] += 1
        return encode(hasher, *args, **kwargs)

    monkeypatch.setattr(MD5PasswordHasher, "encode", count)
    return counted


def test_after_five_wrong_passwords_the_right_one_waits_too(ada: Any, hashes: Counter[str]) -> None:
    fail(5)
    before = hashes.total()
    answer = sign_in(password=RIGHT)
    assert (answer.status_code, answer["Retry-After"]) == (429, "30")
    page = BeautifulSoup(answer.content, "html.parser")
    assert "Too many attempts. Try again in 30 seconds." in page.text
    assert page.find("input", {"name": "username"})["value"] == "ada"
    assert not page.find("input", {"name": "password"}).get("value")
    assert hashes.total() == before


def test_each_further_failure_doubles_the_wait_up_to_a_quarter_of_an_hour(ada: Any, clock: Any) -> None:
    fail(4)
    said = []
    for seconds in (30, 60, 120, 240, 480, 900, 900):
        fail(1)
        answer = sign_in()
        assert answer["Retry-After"] == str(seconds)
        message = BeautifulSoup(answer.content, "html.parser").select_one(".messages").text
        said.append(message.strip().partition("again in ")[2])
        clock.shift(seconds - 1)
        assert sign_in(password=RIGHT).status_code == 429
        clock.shift(1)
    assert said == ["30 seconds.", "a minute.", *(f"{minutes} minutes." for minutes in (2, 4, 8, 15, 15))]
    assert is_in(sign_in(password=RIGHT))


def test_the_longer_of_two_waits_is_reported(clock: Any) -> None:
    for number in range(24):
        Attempt("password", f"account{number}", HERE)
    for _ in range(5):
        Attempt("password", "ada", HERE)
    clock.shift(30)
    Attempt("password", "ada", HERE)  # the sixth for this account, the thirtieth in this network
    assert Attempt("password", "bob", HERE).seconds == 30
    assert Attempt("password", "ada", HERE).seconds == 60


def test_the_right_password_holds_up_no_colleague() -> None:
    for number in range(29):
        Attempt("password", f"account{number}", HERE)
    Attempt("password", "ada", HERE).succeed()  # the thirtieth in this network
    assert Attempt("password", "bob", HERE).seconds == 0


def test_who_hammered_for_hours_is_as_good_as_new_the_same_day(clock: Any) -> None:
    for _ in range(45):
        Attempt("password", "ada", HERE)
        clock.shift(900)
    clock.shift(timedelta(hours=7, minutes=30).total_seconds())
    assert [Attempt("password", "ada", HERE).seconds for _ in range(6)] == [0, 0, 0, 0, 0, 30]


def test_time_and_success_give_attempts_back(ada: Any, clock: Any) -> None:
    fail(4)
    assert is_in(sign_in(password=RIGHT))
    fail(5)
    assert sign_in().status_code == 429
    clock.shift(timedelta(hours=3).total_seconds())
    fail(5)


def test_the_owner_comes_in_from_another_network_while_somebody_hammers(ada: Any, clock: Any) -> None:
    fail(5)
    for _ in range(24):  # hours of attempts, as fast as the throttle allows
        clock.shift(900)
        fail(1)
        assert sign_in().status_code == 429
    assert not is_in(sign_in(password=RIGHT))
    assert is_in(sign_in(password=RIGHT, network=ELSEWHERE))


def test_guesses_from_many_networks_are_slowed_down_but_not_for_a_known_device(ada: Any) -> None:
    desk = Client()
    assert is_in(sign_in(password=RIGHT, client=desk))
    desk.post("/admin/logout/")
    for number in range(10):
        fail(5, network=f"192.0.2.{number}")
    assert sign_in(password=RIGHT, network=ELSEWHERE).status_code == 429
    assert is_in(sign_in(password=RIGHT, network=ELSEWHERE, client=desk))


def test_guesses_at_many_accounts_from_one_network_are_slowed_down(ada: Any) -> None:
    desk = Client()
    assert is_in(sign_in(password=RIGHT, client=desk))
    for number in range(30):
        fail(1, f"account{number}")
    assert sign_in("account99").status_code == 429
    assert is_in(sign_in(password=RIGHT, client=desk))  # a colleague in the same network can keep working


def test_a_known_device_gets_no_extra_attempts_and_knows_only_its_accounts(ada: Any) -> None:
    desk = Client()
    assert is_in(sign_in(password=RIGHT, client=desk))
    fail(5, client=desk)
    assert sign_in(network=ELSEWHERE, client=desk).status_code == 429
    fail(5, "bob", client=desk)
    assert sign_in("bob").status_code == 429  # counted for the network, since bob never signed in here
    cookie = desk.cookies["device"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")
    forged = Client()
    forged.cookies["device"] = cookie.value[:-3] + "abc"
    fail(5, network="192.0.2.1")
    assert sign_in(network="192.0.2.1", client=forged).status_code == 429


def test_colleagues_who_share_a_computer_are_all_known_to_it(ada: Any, django_user_model: Any) -> None:
    django_user_model.objects.create_superuser("bob", password=RIGHT)
    desk = Client()
    for name in ("ada", "bob"):
        assert is_in(sign_in(name, RIGHT, client=desk))
    for number in range(30):
        fail(1, f"account{number}")
    for name in ("ada", "bob"):
        assert is_in(sign_in(name, RIGHT, client=desk))


@pytest.mark.parametrize(
    ("one", "other"), [("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"), ("203.0.113.7", "::ffff:203.0.113.7")]
)
def test_another_address_of_the_same_network_is_no_fresh_start(ada: Any, one: str, other: str) -> None:
    fail(5, network=one)
    assert sign_in(network=other).status_code == 429


@pytest.mark.parametrize("name", ["ADA", " ada ", "ａｄａ", "ada@clinic.example", "Ada@Clinic.Example"])
def test_another_spelling_is_no_fresh_start(ada: Any, name: str) -> None:
    fail(5)
    assert sign_in(name).status_code == 429


def test_a_made_up_forwarding_header_is_no_fresh_start(ada: Any) -> None:
    for number in range(6):
        answer = Client().post(
            SIGN_IN, {"username": "ada", "password": "wrong"}, headers={"x-forwarded-for": f"192.0.2.{number}"}
        )
    assert answer.status_code == 429


def test_an_unknown_account_costs_what_a_known_one_does(ada: Any, hashes: Counter[str]) -> None:
    sign_in("warm up", network="192.0.2.1")
    cost: dict[int, set[Any]] = {}
    by_address = [("ada@clinic.example", "192.0.2.77"), ("nobody@clinic.example", "192.0.2.88")]
    for name, network in (("ada", HERE), ("nobody", ELSEWHERE), *by_address):
        for attempt in range(7):
            before = hashes.total()
            with CaptureQueriesContext(connection) as queries:
                answer = sign_in(name, network=network)
            said = BeautifulSoup(answer.content, "html.parser").select_one(".messages").text
            cost.setdefault(attempt, set()).add((len(queries), hashes.total() - before, answer.status_code, said))
    assert all(len(seen) == 1 for seen in cost.values()), cost


@pytest.mark.parametrize("state", [{"is_active": False}, {"password": "!unusable"}])
def test_a_closed_account_takes_as_much_hashing(ada: Any, hashes: Counter[str], state: dict[str, Any]) -> None:
    type(ada).objects.filter(pk=ada.pk).update(**state)
    before = hashes.total()
    answer = sign_in(password=RIGHT)
    assert not is_in(answer)
    assert hashes.total() - before == 1


def test_what_happens_is_logged_without_passwords_names_or_addresses(ada: Any, caplog: Any) -> None:
    caplog.set_level(logging.INFO)
    sign_in("my secret by mistake", "wrong-zebra")
    fail(5, network=ELSEWHERE)
    sign_in(network=ELSEWHERE)
    sign_in(network=ELSEWHERE)
    sign_in(password=RIGHT)
    said = [record.getMessage() for record in caplog.records if record.name == "pinpoint.accounts"]
    assert said[0] == "Sign-in form: Wrong password (account unknown)"
    assert said[-2:] == [
        f"Sign-in form: Held back after too many attempts (account {ada.pk})",
        f"Sign-in form: Signed in (account {ada.pk})",
    ]
    assert len(said) == 8  # being held back is logged only once
    kept = caplog.text + str(list(ThrottleBucket.objects.values())) + str(list(SignIn.objects.values()))
    for private in ("secret by mistake", "zebra", RIGHT, HERE, ELSEWHERE, "203.0.113", "'ada'"):
        assert private not in kept


def test_nothing_is_kept_for_longer_than_it_is_needed(ada: Any, clock: Any) -> None:
    fail(5)
    now = datetime(2026, 3, 4, 12, tzinfo=UTC)
    run_due_jobs(now)
    assert not ThrottleBucket.objects.exists()
    assert SignIn.objects.count() == 5
    run_due_jobs(now + timedelta(days=89))
    assert not SignIn.objects.exists()
