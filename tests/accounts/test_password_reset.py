"""A forgotten password: nothing reveals whether an account exists, and the link is never stored."""

import re
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.accounts.models import SignIn
from inquiries.mail.delivery_health import delivery_health
from inquiries.models import Mail
from tests.accounts.help import ELSEWHERE, HERE, RIGHT, fail, is_in, sign_in
from tests.inquiries.inbox_help import signed_in, staff
from tests.inquiries.visitor import deliver

pytestmark = pytest.mark.django_db
RESET = "/admin/password_reset/"
NEW = "a new and long password"


def ask(address: str, network: str = HERE) -> Any:
    return Client().post(RESET, {"email": address}, REMOTE_ADDR=network)


def link_in(message: Any) -> str:
    found = re.search(r"https?://[^/]+(/admin/password_reset/confirm/\S+)", message.body)
    assert found
    return found[1]


def set_password(client: Client, link: str) -> Any:
    form = client.get(link, follow=True)
    return client.post(form.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW}, follow=True)


def test_whether_an_account_exists_shows_neither_in_the_answer_nor_in_the_work(ada: Any) -> None:
    ask("warm-up@clinic.example", "192.0.2.1")
    seen = []
    for address, network in (("ada@clinic.example", HERE), ("nobody@clinic.example", ELSEWHERE)):
        with CaptureQueriesContext(connection) as queries:
            answer = ask(address, network)
        seen.append((answer.status_code, answer["Location"], len(queries), len(mail.outbox)))
    assert seen[0] == seen[1]
    assert seen[0][3] == 0  # no mail is sent while the browser waits
    assert Client().get(seen[0][1]).status_code == 200


def test_the_link_arrives_works_once_and_was_never_stored(ada: Any) -> None:
    ask("ADA@clinic.example")
    stored = str(list(Mail.objects.values()))
    deliver()
    (message,) = mail.outbox
    assert message.to == ["ada@clinic.example"]
    assert "New password for ada:" in message.body
    html = BeautifulSoup(message.alternatives[0].content, "html.parser")
    link = link_in(message)
    assert html.find("a", href=re.compile(re.escape(link)))
    assert ada.username not in message.subject
    token = link.rstrip("/").rpartition("/")[2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM inquiries_mail")
        assert token not in stored + str(cursor.fetchall())
    client = Client()
    assert "Your new password is set" in set_password(client, link).content.decode()
    assert "This link can’t be used" in Client().get(link).content.decode()
    assert is_in(sign_in(password=NEW))
    assert list(SignIn.objects.filter(door="reset").values_list("outcome", "user")) == [
        (SignIn.Outcome.PASSWORD_SET, ada.pk),
        (SignIn.Outcome.LINK_ASKED, ada.pk),
    ]


def test_an_address_without_an_account_gets_no_mail_and_leaves_none_behind(ada: Any) -> None:
    type(ada).objects.create_user("gone", email="gone@clinic.example", password=RIGHT, is_active=False)
    ask("nobody@clinic.example")
    ask("gone@clinic.example")
    deliver()
    assert mail.outbox == []
    assert not Mail.objects.exists()


def test_one_mail_names_all_accounts_of_an_address(ada: Any, django_user_model: Any) -> None:
    django_user_model.objects.create_user("ada2", email="ada@clinic.example", password=RIGHT)
    ask("ada@clinic.example")
    deliver()
    (message,) = mail.outbox
    assert message.body.count("/admin/password_reset/confirm/") == 2


def test_a_mail_server_that_was_away_sends_no_stale_link(ada: Any, time_machine: Any) -> None:
    time_machine.move_to("2026-03-02 10:00Z", tick=False)
    ask("ada@clinic.example")
    time_machine.shift(timedelta(minutes=61).total_seconds())
    deliver()
    assert mail.outbox == []
    assert not Mail.objects.exists()


def test_a_link_is_good_for_an_hour(ada: Any, time_machine: Any) -> None:
    time_machine.move_to("2026-03-02 10:00Z", tick=False)
    ask("ada@clinic.example")
    deliver()
    time_machine.shift(timedelta(minutes=61).total_seconds())
    assert "This link can’t be used" in Client().get(link_in(mail.outbox[0])).content.decode()


def test_the_link_lets_the_owner_in_whoever_else_tries(ada: Any) -> None:
    for number in range(10):
        fail(5, network=f"192.0.2.{number}")
    assert sign_in(password=RIGHT, network=ELSEWHERE).status_code == 429
    ask("ada@clinic.example", ELSEWHERE)
    deliver()
    client = Client()
    set_password(client, link_in(mail.outbox[0]))
    assert is_in(sign_in(password=NEW, network=ELSEWHERE, client=client))


@pytest.mark.parametrize("address", ["ada@clinic.example", "nobody@clinic.example"])
def test_an_address_gets_no_more_than_a_few_mails(ada: Any, address: str, time_machine: Any) -> None:
    time_machine.move_to("2026-03-02 10:00Z", tick=False)
    for number in range(3):
        assert ask(address, f"192.0.2.{number}").status_code == 302
    answer = ask(address.upper(), ELSEWHERE)
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    page = BeautifulSoup(answer.content, "html.parser")
    assert "Too many attempts. Try again in 15 minutes." in page.text
    assert page.find("input", {"name": "email"})["value"] == address.upper()
    assert Mail.objects.count() == 3
    time_machine.shift(900)
    assert ask(address, ELSEWHERE).status_code == 302


def test_a_network_asks_for_no_more_than_a_few_mails(ada: Any) -> None:
    for number in range(10):
        assert ask(f"account{number}@clinic.example").status_code == 302
    assert ask("ada@clinic.example").status_code == 429
    assert ask("ada@clinic.example", ELSEWHERE).status_code == 302


def test_staff_of_the_inbox_neither_see_nor_redirect_such_mails(ada: Any, django_user_model: Any) -> None:
    desk = signed_in(staff(django_user_model, "desk", "view", "answer"))
    ask("ada@clinic.example")
    Mail.objects.update(state=Mail.State.NEEDS_ATTENTION, attempts=9, last_error="recipient refused 550")
    row = Mail.objects.get()
    assert "ada@clinic.example" not in desk.get("/admin/inquiry/mails/").content.decode()
    assert desk.post(f"/admin/inquiry/mails/{row.pk}/", {"to": "desk@evil.example"}).status_code == 404
    Mail.objects.update(state=Mail.State.QUEUED)
    assert "ada@clinic.example" not in desk.get("/admin/inquiry/mails/").content.decode()
    assert delivery_health().is_ok
