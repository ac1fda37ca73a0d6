"""Keys that are lost, found, and changed."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.test import Client
from django.utils import timezone

from inquiries.encryption import UNREADABLE, renew
from inquiries.jobs import renew_encryption
from inquiries.models import Inquiry, Stamp
from tests.inquiries.test_inquiring import CANARY, answers, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def inquiry(client: Client, monkeypatch: pytest.MonkeyPatch) -> Inquiry:
    monkeypatch.setattr("inquiries.spam.FASTEST_SECONDS", 0)
    send(client, answers(client))
    return Inquiry.objects.get()


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT message FROM inquiries_inquiry")
        return str(cursor.fetchone()[0])


def key() -> str:
    return Fernet.generate_key().decode()


def test_without_its_key_a_text_says_so_and_comes_back_with_it(inquiry: Inquiry, settings: Any) -> None:
    keys = settings.FIELD_KEYS
    for lost in ([], [key()]):
        settings.FIELD_KEYS = lost
        inquiry.refresh_from_db()
        assert inquiry.message == UNREADABLE
    settings.FIELD_KEYS = keys
    inquiry.refresh_from_db()
    assert inquiry.message == CANARY


def test_a_new_key_in_front_reads_old_texts_and_once_all_are_renewed_the_old_key_can_go(inquiry, settings) -> None:
    new, before = key(), stored()
    settings.FIELD_KEYS = [new, *settings.FIELD_KEYS]
    inquiry.refresh_from_db()
    assert inquiry.message == CANARY
    renew_encryption(timezone.now())
    assert stored() != before
    settings.FIELD_KEYS = [new]
    inquiry.refresh_from_db()
    assert (inquiry.message, inquiry.email) == (CANARY, "ada@example.com")
    assert inquiry.mails.filter(purpose="confirmation").get().recipient == "ada@example.com"
    assert Stamp.objects.filter(name__startswith="key ").count() == 1
    assert renew() == 0


def test_renewing_leaves_what_no_key_reads_for_the_day_it_is_found(inquiry: Inquiry, settings: Any) -> None:
    old, before = settings.FIELD_KEYS, stored()
    settings.FIELD_KEYS = [key()]
    assert renew() == 0
    assert stored() == before
    settings.FIELD_KEYS = old
    inquiry.refresh_from_db()
    assert inquiry.message == CANARY


def test_texts_from_before_encryption_was_on_are_encrypted(inquiry: Inquiry, settings: Any) -> None:
    keys, settings.FIELD_KEYS = settings.FIELD_KEYS, []
    Inquiry.objects.update(message="plain zebra")
    assert stored() == "plain zebra"
    settings.FIELD_KEYS = keys
    renew_encryption(timezone.now())
    assert "zebra" not in stored()
    inquiry.refresh_from_db()
    assert inquiry.message == "plain zebra"
