"""How long the limits last: an hour for inquiries from one address, an hour for confirmations to one address."""

from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.inquiries.visitor import answers, deliver, send

pytestmark = pytest.mark.django_db
Inquiry = apps.get_model("inquiries.Inquiry")


def ask(client: Client, text: str, **typed: Any) -> None:
    assert send(client, answers(client, message=text, **typed)).status_code == 303


@pytest.mark.parametrize(("minutes", "suspect"), [(59, True), (61, False)])
def test_an_address_that_wrote_six_times_is_suspect_for_an_hour(client, clock, minutes: int, suspect) -> None:
    clock(hours=(12 - timezone.now().hour) % 24)  # the salt changes at midnight
    for number in range(6):
        ask(client, f"text {number}", email=f"v{number}@example.com")
    clock(minutes=minutes)
    ask(client, "the seventh", email="v7@example.com")
    assert [i.is_suspect for i in Inquiry.objects.order_by("pk")] == [False] * 6 + [suspect]
    seventh = Inquiry.objects.latest("pk")
    assert seventh.suspect_reasons == ["Many inquiries from the same address within an hour."] * suspect
    assert seventh.mails.exists() is not suspect


@pytest.mark.parametrize(("minutes", "suspect"), [(9, True), (11, False)])
def test_a_flood_makes_suspect_for_ten_minutes(client: Client, clock, settings, minutes: int, suspect: bool) -> None:
    settings.TRUSTED_PROXIES, settings.INQUIRIES_PER_TEN_MINUTES = ["127.0.0.1"], 2
    for number in range(2):
        given = answers(client, message=f"text {number}", email=f"v{number}@example.com")
        send(client, given, **{"x-forwarded-for": f"203.0.113.{number}"})
    clock(minutes=minutes)
    ask(client, "later")
    assert Inquiry.objects.latest("pk").is_suspect is suspect


@pytest.mark.parametrize(("minutes", "confirmations"), [(59, 1), (61, 2)])
def test_one_address_gets_one_confirmation_an_hour_however_it_is_written(client, clock, minutes, confirmations) -> None:
    ask(client, "the first")
    clock(minutes=minutes)
    ask(client, "the second", email=" ADA@Example.COM ")
    deliver()
    to_visitor = [message for message in mail.outbox if message.to[0].lower() == "ada@example.com"]
    assert len(to_visitor) == confirmations
    assert len(mail.outbox) == confirmations + 2


def test_another_address_is_confirmed_all_the_same(client: Client) -> None:
    ask(client, "the first")
    ask(client, "the second", email="bo@example.com")
    deliver()
    assert sorted(m.to[0] for m in mail.outbox if m.to != ["hello@example.com"]) == [
        "ada@example.com",
        "bo@example.com",
    ]
