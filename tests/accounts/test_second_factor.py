"""The second step is required wherever people sign in with password and code, and nobody is in before it is done."""

import re
import time
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import unquote

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from bs4 import BeautifulSoup
from cryptography.fernet import Fernet
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from config.accounts.models import SignIn
from content.caching.version import invalidate
from tests.accounts.help import HERE, RIGHT, SIGN_IN, sign_in
from tests.inquiries.inbox_help import signed_in
from tests.inquiries.visitor import deliver

pytestmark = pytest.mark.django_db
SECOND, SET_UP, APP = "/admin/second-factor/", "/admin/second-factor/set-up/", "/admin/second-factor/app/"
SECURITY = "/admin/account/security/"


@pytest.fixture(autouse=True)
def _at_ten(time_machine: Any) -> None:
    time_machine.move_to("2026-03-02 10:00Z", tick=False)


def code(secret: str, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def text(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def secret_on(answer: Any) -> str:
    found = BeautifulSoup(answer.content, "html.parser").select_one("code.account-secret")
    assert found
    return found.text.replace(" ", "")


def set_up_app(client: Client) -> tuple[str, list[str]]:
    """The app's secret, and the recovery codes that were shown."""
    secret = secret_on(client.get(APP))
    shown = client.post(APP, {"code": code(secret), "next": "/admin/"})
    codes = [item.text for item in BeautifulSoup(shown.content, "html.parser").select(".account-codes code")]
    return secret, codes


@pytest.fixture
def protected(ada: Any, time_machine: Any) -> tuple[str, list[str]]:
    client = Client()
    sign_in(password=RIGHT, client=client)
    made = set_up_app(client)
    time_machine.shift(30)  # the code of the set-up is used up
    return made


def half() -> Client:
    client = Client()
    assert sign_in(password=RIGHT, client=client)["Location"].startswith(SECOND)
    return client


def is_inside(client: Client) -> bool:
    """Whether the admin answers, asked through its cheapest view."""
    return client.get(reverse("wagtailadmin_tag_autocomplete"), {"term": "hip"}).status_code == 200


def test_signing_in_takes_both_password_and_code(protected: tuple[str, list[str]]) -> None:
    client = half()
    assert not is_inside(client)
    wrong = client.post(SECOND, {"code": "000000"}, REMOTE_ADDR=HERE)
    assert "That didn’t work" in text(wrong)
    answer = client.post(SECOND, {"code": code(protected[0]), "next": "/admin/reports/"}, REMOTE_ADDR=HERE)
    assert answer["Location"] == "/admin/reports/"
    assert is_inside(client)
    outcomes = list(SignIn.objects.order_by("pk").values_list("door", "outcome"))[-3:]
    assert outcomes == [("sign_in", "half"), ("second", "wrong_code"), ("second", "signed_in")]


def test_a_code_that_was_used_is_used_up(protected: tuple[str, list[str]]) -> None:
    secret, codes = protected
    assert len(set(codes)) == 10
    for once in (code(secret), codes[3]):
        first, second = half(), half()
        first.post(SECOND, {"code": once})
        second.post(SECOND, {"code": once})
        assert (is_inside(first), is_inside(second)) == (True, False)
    assert not is_inside(half_with(code(secret, -1)))  # nor does the code used for setup


def test_an_apps_code_is_good_for_its_thirty_seconds(protected: tuple[str, list[str]], time_machine: Any) -> None:
    secret = protected[0]
    assert not is_inside(half_with(code(secret, 1)))
    shown = code(secret)
    time_machine.shift(30)
    late = half().post(SECOND, {"code": shown})
    assert "An app’s code changes every 30 seconds" in text(late)
    assert is_inside(half_with(code(secret)))


def half_with(typed: str) -> Client:
    client = half()
    client.post(SECOND, {"code": typed})
    return client


def test_signing_in_anew_asks_for_the_second_step_anew(protected: tuple[str, list[str]]) -> None:
    client = half_with(protected[1][0])
    assert is_inside(client)
    assert sign_in(password=RIGHT, client=client)["Location"].startswith(SECOND)
    assert not is_inside(client)


def test_recovery_codes_are_shown_once_and_stored_unreadable(protected: tuple[str, list[str]], ada: Any) -> None:
    secret, codes = protected
    stored = str(list(ada.authenticator_set.values()))
    assert secret not in stored
    assert "enc:" in stored
    client = half_with(codes[0])
    page = client.get(SECURITY)
    assert "You used a recovery code: 9 of 10 are left." in text(page)
    assert "9 of 10 are left" in text(page)
    assert codes[1] not in text(page)
    new = client.post(SECURITY, {"codes": "1"})
    assert codes[1] not in text(new)
    soup = BeautifulSoup(new.content, "html.parser")
    shown = [code.text for code in soup.select(".account-codes code")]
    assert len(shown) == 10
    assert soup.find("button", string="Copy")["data-w-clipboard-value-param"].splitlines() == shown
    assert unquote(soup.find("a", download=True)["href"]).removeprefix("data:text/plain,").splitlines() == shown
    assert not is_inside(half_with(codes[1]))


@pytest.mark.parametrize("door", ["second", "passkey"])
def test_guesses_are_counted_and_held_back(door: str, protected: tuple[str, list[str]]) -> None:
    if door == "second":
        client = half()
        for _ in range(5):
            assert client.post(SECOND, {"code": "000000"}, REMOTE_ADDR=HERE).status_code == 200
        answer = client.post(SECOND, {"code": code(protected[0])}, REMOTE_ADDR=HERE)
        assert "Too many attempts. Try again in 30 seconds." in text(answer)
        assert not is_inside(client)
    else:
        for _ in range(30):
            assert Client().post("/admin/passkey/", {"begin": "1"}, REMOTE_ADDR=HERE).status_code == 200
        answer = Client().post("/admin/passkey/", {"begin": "1"}, REMOTE_ADDR=HERE)
    assert (answer.status_code, answer["Retry-After"]) == (429, "30")


def test_a_new_password_by_mail_does_not_replace_the_second_step(protected: tuple[str, list[str]], ada: Any) -> None:
    Client().post("/admin/password_reset/", {"email": ada.email})
    deliver()
    link = re.search(r"https?://[^/]+(/admin/password_reset/confirm/\S+)", mail.outbox[-1].body)
    client, new = Client(), "a new and long password"
    form = client.get(link[1] if link else "", follow=True)
    client.post(form.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})
    assert not is_inside(client)
    assert sign_in(password=new, client=client)["Location"].startswith(SECOND)
    assert not is_inside(client)


def test_no_address_opens_before_the_second_step(protected: tuple[str, list[str]], private_page: Page) -> None:
    private_page.view_restrictions.create(restriction_type="login")
    invalidate()
    addresses = [
        private_page.url,
        reverse("wagtailadmin_explore_root"),
        reverse("wagtailadmin_api:pages:listing"),
        reverse("wagtailadmin_pages:view_draft", args=[private_page.pk]),
        reverse("wagtailadmin_pages:preview_on_edit", args=[private_page.pk]),
        reverse("wagtailadmin_account"),
        SECURITY,
        APP,
        SET_UP,
        "/admin/inquiry/",
        "/admin/users/",
    ]
    client = half()
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith((SIGN_IN, SECOND)), address
        ajax = client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
        assert ajax.status_code in (302, 403), address
    assert client.post(SECURITY, {"sign_out": "1"}).status_code == 302
    assert client.get(f"{SIGN_IN}?next=/admin/inquiry/")["Location"] == f"{SECOND}?next=%2Fadmin%2Finquiry%2F"
    assert client.post(APP, {"code": "1"})["Location"].startswith(SIGN_IN)


def test_secrets_outlast_a_change_of_the_key(protected: tuple[str, list[str]], settings: Any) -> None:
    old, new = settings.FIELD_KEYS, Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new, *old]
    said = StringIO()
    call_command("field_keys", "--renew", stdout=said)
    assert "The older keys can be removed" in said.getvalue()
    settings.FIELD_KEYS = [new]
    assert is_inside(half_with(protected[1][0]))
    settings.FIELD_KEYS = old  # the key that is needed is gone: nothing fits, and nothing breaks
    assert not is_inside(half_with(code(protected[0])))
    assert not is_inside(half_with(protected[1][1]))


def test_a_session_from_before_does_not_count_once_there_is_a_second_step(ada: Any) -> None:
    before, other = Client(), Client()
    for client in (before, other):
        sign_in(password=RIGHT, client=client)
    set_up_app(other)
    assert (is_inside(before), is_inside(other)) == (False, True)


def test_whoever_removes_a_second_step_is_signed_out_everywhere_else(
    protected: tuple[str, list[str]], ada: Any, settings: Any
) -> None:
    here, elsewhere = half_with(protected[1][0]), half_with(protected[1][1])
    assert (is_inside(here), is_inside(elsewhere)) == (True, True)
    here.post(SECURITY, {"remove": ada.authenticator_set.get(type="totp").pk})
    assert (is_inside(here), is_inside(elsewhere)) == (True, False)
    here.post(SECURITY, {"codes": "1"})
    assert not ada.authenticator_set.exists()  # codes stand in for another step only
    settings.SECOND_FACTOR_REQUIRED, settings.SECOND_FACTOR_GRACE = True, timedelta(0)
    assert not is_inside(here)


def test_who_takes_too_long_to_set_it_up_signs_in_again(ada: Any, settings: Any, time_machine: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED, settings.SECOND_FACTOR_GRACE = True, timedelta(0)
    client = Client()
    assert sign_in(password=RIGHT, client=client)["Location"].startswith(SET_UP)
    time_machine.shift(timedelta(minutes=15).total_seconds())
    answer = client.get(SET_UP, follow=True)
    assert [place for place, _ in answer.redirect_chain] == [f"{SIGN_IN}?next=%2Fadmin%2F"]
    assert sign_in(password=RIGHT, client=client)["Location"].startswith(SET_UP)
    assert client.get(SET_UP).status_code == 200


def test_ten_passkeys_are_enough(ada: Any) -> None:
    client = Client()
    sign_in(password=RIGHT, client=client)
    set_up_app(client)
    for number in range(10):
        ada.authenticator_set.create(type="webauthn", data={"name": f"Key {number}"})
    answer = client.post(SET_UP, {"begin": "1"})
    assert "10 passkeys are the most you can have. Remove one first." in text(answer)


def test_secrets_are_long_and_never_the_same(protected: tuple[str, list[str]], django_user_model: Any) -> None:
    secret, codes = protected
    assert len(secret) >= 32  # of an alphabet of 32: 160 bits
    assert len(set(codes)) == len(codes) >= 8
    assert all(len(one.replace("-", "")) >= 8 for one in codes)  # digits: 26 bits
    django_user_model.objects.create_superuser("bob", "bob@clinic.example", RIGHT)
    client = Client()
    sign_in("bob", RIGHT, client=client)
    others = set_up_app(client)
    assert others[0] != secret
    assert not set(others[1]) & set(codes)


def test_the_only_way_in_is_not_removed(protected: tuple[str, list[str]], ada: Any) -> None:
    ada.set_unusable_password()  # as for somebody who accepted an invitation with a passkey
    ada.save()
    client = signed_in(ada)
    client.post(SECOND, {"code": protected[1][0]})
    app = ada.authenticator_set.get(type="totp")
    answer = client.post(SECURITY, {"remove": app.pk}, follow=True)
    assert "This is the only second step of your account. Add another one first." in text(answer)
    assert ada.authenticator_set.filter(pk=app.pk).exists()
