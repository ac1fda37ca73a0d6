"""A submission is stored completely or not at all: each of its writes fails once, and nothing is left half done."""

from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import transaction
from django.test import Client

from tests.forms import as_sent
from tests.inquiries.form_help import soup
from tests.inquiries.trouble import failing, is_write
from tests.inquiries.visitor import CANARY, answers, deliver, send

pytestmark = pytest.mark.django_db


def count(model: str) -> int:
    return apps.get_model(f"inquiries.{model}").objects.count()


def writes_of(client: Client, given: dict[str, Any]) -> list[str]:
    """The statements that store a submission; their effect is rolled back."""
    seen: list[str] = []

    def note(sql: str) -> bool:
        if is_write(sql):
            seen.append(sql)
        return False

    with transaction.atomic():
        with failing(note):
            assert send(client, given).status_code == 303
        transaction.set_rollback(True)
    return seen


def refuse(number: int) -> Any:
    """Make the database refuse the nth write."""
    seen: list[str] = []

    def when(sql: str) -> bool:
        if is_write(sql):
            seen.append(sql)
        return is_write(sql) and len(seen) == number

    return failing(when)


def test_whichever_write_fails_nothing_stays_and_a_second_try_stores_once(client: Client) -> None:
    given = answers(client, times="Mondays")
    writes = writes_of(client, given)
    tables = " ".join(writes)
    assert '"inquiries_inquiry"' in tables
    assert '"inquiries_mail"' in tables
    for number, write in enumerate(writes, start=1):
        with transaction.atomic():
            with refuse(number) as refused:
                answer = send(client, given)
            assert len(refused) == 1, write
            assert (answer.status_code, count("Inquiry"), count("Mail")) == (503, 0, 0), write
            shown = soup(answer)
            assert CANARY in shown.select_one("[name=message]").text, write
            assert shown.select_one("[name=times]")["value"] == "Mondays", write
            again = as_sent(shown.select_one("form:has([name=message])"))
            assert send(client, again).status_code == 303, write
            assert (count("Inquiry"), count("Mail"), count("InquiryEvent")) == (1, 2, 1), write
            transaction.set_rollback(True)


def test_after_a_failed_try_the_mails_of_the_second_are_all_that_arrive(client: Client) -> None:
    given = answers(client)
    with failing(lambda sql: is_write(sql, 'inquiries_mail"')):
        assert send(client, given).status_code == 503
    deliver()
    assert mail.outbox == []
    send(client, given)
    deliver()
    assert sorted(message.to[0] for message in mail.outbox) == ["ada@example.com", "hello@example.com"]
