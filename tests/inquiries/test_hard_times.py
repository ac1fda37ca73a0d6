"""What must not happen to honest visitors while others flood the form, press twice, or take a detour."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from wagtail.models import Page

from inquiries.models import Inquiry, Mail
from tests.inquiries.visitor import answers as answers_of_a_form
from tests.inquiries.visitor import deliver, send, token_on

pytestmark = pytest.mark.django_db
answers = partial(answers_of_a_form, opened=timedelta())  # these tests move the clock themselves


@pytest.fixture
def later(time_machine: Any) -> Any:
    """Moves the clock forward."""
    now = [datetime.now(UTC)]

    def move(**ahead: float) -> None:
        now[0] += timedelta(**ahead)
        time_machine.move_to(now[0], tick=False)

    move(seconds=0)
    return move


def token_in(answer: Any) -> str:
    return str(BeautifulSoup(answer.content, "html.parser").find("input", {"name": "token"})["value"])


@pytest.mark.parametrize("trap", ["x", ""])
def test_junk_from_one_address_makes_nobody_else_suspect(client: Client, settings, later, trap: str) -> None:
    settings.INQUIRIES_PER_TEN_MINUTES = 10
    for number in range(14):
        given = answers(client, subject=trap, message=f"text {number}", email=f"x{number}@spam.example")
        later(seconds=5)
        client.post("/inquiries/send/", given, REMOTE_ADDR="203.0.113.9")
    assert Inquiry.objects.suspects().count() >= 8
    given = answers(client)
    later(seconds=20)
    assert client.post("/inquiries/send/", given, REMOTE_ADDR="198.51.100.7").status_code == 303
    honest = Inquiry.objects.latest("pk")
    assert (honest.is_suspect, honest.suspect_reasons) == (False, [])
    deliver()
    assert ["ada@example.com"] in [message.to for message in mail.outbox]


def test_staff_are_told_of_a_flood_with_the_number_that_waits(client: Client, settings, later, pager) -> None:
    settings.INQUIRIES_PER_TEN_MINUTES = 2
    for number in range(4):
        given = answers(client, message=f"zebra {number}", email=f"v{number}@example.com")
        later(seconds=10)
        client.post("/inquiries/send/", given, REMOTE_ADDR=f"203.0.113.{number}")
    (told,) = pager.wait()  # a single alert, however many follow
    assert told["kind"] == "flood"
    assert "1 suspect waits for a look" in told["text"]
    assert "zebra" not in json.dumps(told)


def test_a_clean_second_try_releases_what_a_first_one_left_suspect(client: Client, later) -> None:
    given = answers(client)
    later(hours=30)
    assert send(client, given).status_code == 303  # from a tab left open since yesterday
    assert Inquiry.objects.get().is_suspect
    again = answers(client)
    assert send(client, again).status_code == 303
    inquiry = Inquiry.objects.get()
    assert not inquiry.is_suspect
    deliver()
    assert sorted(message.to[0] for message in mail.outbox) == ["ada@example.com", "hello@example.com"]
    assert send(client, again).status_code == 303
    assert Mail.objects.count() == 2


def test_the_same_junk_again_stays_suspect_and_what_staff_call_spam_stays_spam(client: Client, later) -> None:
    for _ in range(2):
        given = answers(client, message="Earn with crypto, buy followers")
        later(seconds=30)
        send(client, given)
    assert Inquiry.objects.get().is_suspect
    assert not Mail.objects.exists()


def test_what_staff_called_spam_is_not_released_by_sending_it_again(client: Client, later) -> None:
    for trap in ("x", ""):
        given = answers(client, subject=trap)
        later(seconds=30)
        send(client, given)
        Inquiry.objects.update(state=Inquiry.State.SPAM)
    assert Inquiry.objects.get().is_suspect
    assert not Mail.objects.exists()


@pytest.mark.parametrize("how", ["missing", "forged", "expired", "foreign"])
def test_a_form_that_was_refused_once_is_taken_when_it_is_sent_again(client: Client, later, how: str) -> None:
    given = answers(client, token=token_on(client, "/trigger-point-therapy/"))
    later(days=40 if how == "expired" else 0)
    broken = {"missing": {"token": ""}, "forged": {"token": "x:y:z"}}.get(how, {})
    headers = {"sec-fetch-site": "same-site"} if how == "foreign" else {}
    again = send(client, given | broken, **headers)
    assert again.status_code == (403 if how == "foreign" else 422)
    assert send(client, given | {"token": token_in(again)}).status_code == 303
    inquiry = Inquiry.objects.get()
    assert (inquiry.is_suspect, inquiry.suspect_reasons) == (False, [])
    if how in {"expired", "foreign"}:  # the token's claims about its page still hold
        assert inquiry.source_page.slug == "trigger-point-therapy"


def test_a_page_that_was_deleted_while_somebody_wrote_there_does_not_stop_them(client: Client) -> None:
    page = Page.objects.get(slug="trigger-point-therapy")
    given = answers(client, page.url)
    page.delete()
    assert send(client, given).status_code == 303
    assert Inquiry.objects.get().source_page is None
