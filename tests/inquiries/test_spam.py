"""What is suspected and what never is: suspects are stored for staff to check, and people pass without any test."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client

from inquiries.form.choices import condition_choices
from inquiries.models import Inquiry
from inquiries.models.form_fields import NOT_ASKED
from tests.inquiries.visitor import answers as answers_of_a_form
from tests.inquiries.visitor import deliver, form_in, send

pytestmark = pytest.mark.django_db
answers = partial(answers_of_a_form, opened=timedelta())  # these tests move the clock themselves


@pytest.fixture
def later(time_machine: Any) -> Any:
    """Moves the clock forward, because a person needs a while to write."""

    def move(**ahead: float) -> None:
        time_machine.move_to(datetime.now(UTC) + timedelta(**ahead), tick=False)

    time_machine.move_to(datetime.now(UTC), tick=False)
    return move


HONEST: list[dict[str, str]] = [
    {"name": "Ada Example", "message": "My left hip aches when I climb stairs. Do you have a time on Thursday?"},
    {"name": "李小龍", "message": "肩膀痛了三個星期,想預約。"},
    {"name": "Ольга Иванова", "message": "Болит поясница, можно записаться на вечер?"},
    {"name": "محمد علي", "message": "ألم في الرقبة منذ شهر"},
    {"name": "Björn Ó Súilleabháin-Łukaszewicz", "message": "Knee. Also: is there parking?"},
    {"name": "X Æ", "message": "ok"},
    {"name": "JANE DOE", "message": "PLEASE CALL ME BACK!!! IT HURTS SO MUCH!!!"},
    {"name": "Sam", "message": "My doctor sent me this: https://www.example.org/referral.pdf, is that what you do?"},
    {"name": "Kim Lee", "message": "I work as a web designer and sit all day; my neck is stiff.\n" * 40},
    {"name": "Priya", "message": "I script films & my shoulder <always> hurts: 5 > 3 on the pain scale; a = b?"},
    {"name": "O'Neil, Pat", "message": "Friend told me. I load trucks, pain on loading = worse at night."},
    {"name": "Lee", "message": ""},
]


@pytest.mark.parametrize("words", HONEST, ids=lambda words: words["name"])
def test_people_are_never_suspected(client: Client, later: Any, words: dict[str, str]) -> None:
    given = answers(client, **words)
    if not words["message"]:
        given |= {"times": "Any morning", "about": first_condition(client)}
    later(seconds=20)
    assert send(client, given).status_code == 303
    inquiry = Inquiry.objects.get()
    assert (inquiry.is_suspect, inquiry.suspect_reasons) == (False, [])


def first_condition(client: Client) -> str:
    return condition_choices()[0][0]


CONTACT = {"name", "email", "phone"}
ADVERTISING = [
    {"message": "Rank higher on Google with our SEO services, 100% guaranteed backlinks"},
    {"message": "See https://a.example https://b.example and http://c.example now"},
    {"message": "<script>fetch('//evil.example')</script>"},
    {"message": "Hello <img src=x onerror=alert(1)>"},
    {"message": "Earn with crypto. Join our Telegram channel"},
    {"name": "www.casino.example", "message": "hello"},
]


@pytest.mark.parametrize("words", ADVERTISING)
def test_advertising_is_kept_apart_with_a_reason_and_mails_nobody(client: Client, later: Any, words: Any) -> None:
    given = answers(client, **words)
    later(seconds=20)
    assert send(client, given).status_code == 303  # a robot isn't told
    inquiry = Inquiry.objects.get()
    assert inquiry.is_suspect
    assert inquiry.suspect_reasons
    deliver()
    assert mail.outbox == []


def test_advertising_is_seen_in_every_field_that_takes_words(client: Client) -> None:
    """A field that is new belongs into OWN_WORDS of inquiries/models/asked.py."""
    untouched = form_in(client.get("/contact/"))
    fields = [name for name, text in untouched.items() if not text and name not in {*NOT_ASKED, *CONTACT}]
    assert {"times", "message"} <= set(fields)
    for field in fields:
        typed = {"message": "hi", field: "[url=http://a.example]x[/url] [url=http://b.example]y[/url]"}
        assert send(client, answers(client, **typed)).status_code == 303
        assert Inquiry.objects.latest("pk").is_suspect, field


@pytest.mark.parametrize(
    ("passed", "reason"), [({"hours": 25}, "more than a day"), ({"hours": 23, "minutes": 59}, None), ({}, None)]
)
def test_a_form_older_than_a_day_is_suspect_and_stored(client: Client, later: Any, passed: Any, reason: Any) -> None:
    given = answers(client)
    later(**passed)
    assert send(client, given).status_code == 303
    reasons = " ".join(Inquiry.objects.get().suspect_reasons)
    assert (reason in reasons) if reason else reasons == ""


def test_a_form_open_for_months_is_shown_again_with_everything_typed(client: Client, later: Any) -> None:
    given = answers(client)
    later(days=40)
    answer = send(client, given)
    assert answer.status_code == 422
    assert given["message"] in answer.content.decode()


def test_a_form_shown_again_does_not_become_young_by_it(client: Client, later: Any) -> None:
    given = answers(client, consent="")
    for _ in range(2):
        later(hours=13)
        answer = send(client, given)
        assert answer.status_code == 422
        given["token"] = BeautifulSoup(answer.content, "html.parser").find("input", {"name": "token"})["value"]
    send(client, given | {"consent": "on"})
    assert Inquiry.objects.get().suspect_reasons == ["The form had been open for more than a day."]


def test_the_trap_is_named_as_the_reason(client: Client, later: Any) -> None:
    given = answers(client, subject="x")
    later(minutes=1)
    send(client, given)
    assert "can’t see" in Inquiry.objects.get().suspect_reasons[0]
