"""Limits that all workers share, and what is stored about an address."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from config.http.proxies import behind_proxies
from inquiries.intake.rate_limits import erase_old_traces, network_of
from inquiries.models import DailySalt, Inquiry, Mail
from tests.inquiries.visitor import answers, deliver, send
from tests.ops.wire import ask

pytestmark = pytest.mark.django_db


def test_over_the_limit_of_an_address_nobody_is_refused(client: Client) -> None:
    for number in range(8):
        answer = send(client, answers(client, message=f"text {number}", email=f"v{number}@example.com"))
        assert answer.status_code == 303
    assert [i.is_suspect for i in Inquiry.objects.order_by("pk")] == [False] * 6 + [True] * 2


@pytest.mark.parametrize(("proxies", "suspects"), [(["10.0.0.0/8"], 0), ([], 2)])
def test_each_visitor_counts_alone_where_a_trusted_proxy_tells_them_apart(
    client: Client, settings: Any, proxies: list[str], suspects: int
) -> None:
    settings.TRUSTED_PROXIES = proxies
    site = behind_proxies(WSGIHandler())
    for number in range(8):
        given = answers(client, message=f"text {number}", email=f"v{number}@example.com")
        answer = ask(
            site,
            "/inquiries/send/",
            method="POST",
            body=urlencode(given).encode(),
            content_type="application/x-www-form-urlencoded",
            remote="10.0.0.1",
            x_forwarded_for=f"6.6.6.6, 203.0.113.{number}",  # what visitors write there themselves lets nobody escape
        )
        assert answer.status == 303
    assert Inquiry.objects.suspects().count() == suspects


def test_a_flood_from_everywhere_is_kept_apart(client: Client, settings: Any) -> None:
    settings.INQUIRIES_PER_TEN_MINUTES = 3
    for number in range(5):
        given = answers(client, message=f"text {number}", email=f"v{number}@example.com")
        client.post("/inquiries/send/", given, REMOTE_ADDR=f"203.0.113.{number}")
    assert [i.is_suspect for i in Inquiry.objects.order_by("pk")] == [False] * 3 + [True] * 2


def test_one_household_has_one_address_in_both_internets() -> None:
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:bbbb::2")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")
    assert network_of("::ffff:203.0.113.1") == network_of("203.0.113.1")
    assert network_of("203.0.113.1:4711") == network_of("203.0.113.1")
    assert network_of("[2001:db8:1:2::1]:4711") == network_of("2001:db8:1:2::1")
    assert network_of("unknown") == "unknown"


def test_the_address_is_stored_as_a_hash_that_nobody_can_redo_after_two_days(client: Client, time_machine) -> None:
    first = datetime(2026, 11, 3, 17, tzinfo=UTC)
    time_machine.move_to(first)
    send(client, answers(client))
    today = Inquiry.objects.get()
    assert today.sender_hash
    assert "127.0.0.1" not in today.sender_hash
    time_machine.move_to(first + timedelta(days=1))
    send(client, answers(client, message="another"))
    assert Inquiry.objects.latest("pk").sender_hash != today.sender_hash
    time_machine.move_to(first + timedelta(days=2, minutes=2))
    erase_old_traces()
    assert not DailySalt.objects.filter(day=first.date()).exists()
    assert [bool(each.sender_hash) for each in Inquiry.objects.order_by("pk")] == [False, True]
    time_machine.move_to(first + timedelta(days=40))
    erase_old_traces()
    assert not DailySalt.objects.exists()
    assert set(Inquiry.objects.values_list("sender_hash", flat=True)) == {""}


def test_a_prank_sends_one_confirmation_an_hour_to_its_victim(client: Client, time_machine: Any) -> None:
    for number in range(3):
        send(client, answers(client, message=f"text {number}"))
    deliver()
    assert len([m for m in mail.outbox if m.to == ["ada@example.com"]]) == 1
    assert len([m for m in mail.outbox if m.to == ["hello@example.com"]]) == 3
    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=61))
    send(client, answers(client, message="an hour later", email="ADA@example.com"))
    assert Mail.objects.filter(purpose=Mail.Purpose.CONFIRMATION).count() == 2


@pytest.mark.parametrize("address", ["noreply@example.com", "mailer-daemon@example.com", "no-reply+x@example.com"])
def test_machines_get_no_confirmation(client: Client, address: str) -> None:
    send(client, answers(client, email=address))
    assert [m.purpose for m in Mail.objects.all()] == [Mail.Purpose.STAFF_NOTICE]
