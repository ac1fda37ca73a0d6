"""Encryption keys that are lost, found again, and rotated."""

import io
import re
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from inquiries.crypto.fields import UNREADABLE, decrypt, encrypt, renew
from inquiries.models import Inquiry, Message
from inquiries.privacy.retention import of_person
from inquiries.schedule.jobs import rebuild_blind_index, renew_encryption
from tests.inquiries.inbox_help import make_inquiry
from tests.inquiries.visitor import CANARY, answers, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def inquiry(client: Client) -> Inquiry:
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
    settings.FIELD_KEYS = [key()]
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
    assert renew() == 0


def test_what_a_process_still_writes_with_the_old_key_is_renewed_the_next_day(inquiry, settings) -> None:
    old, new = settings.FIELD_KEYS, key()
    settings.FIELD_KEYS = [new, *old]
    renew_encryption(timezone.now())
    settings.FIELD_KEYS = old  # a process that hasn't been restarted yet
    Inquiry.objects.update(message="written late")
    settings.FIELD_KEYS = [new, *old]
    renew_encryption(timezone.now())
    settings.FIELD_KEYS = [new]
    inquiry.refresh_from_db()
    assert inquiry.message == "written late"


def keys_said(*options: str) -> str:
    out = io.StringIO()
    call_command("field_keys", *options, stdout=out)
    return out.getvalue()


def test_a_command_says_whether_an_old_key_may_go(inquiry: Inquiry, settings: Any) -> None:
    assert "Key 1 (newest)" in keys_said()
    assert "can be removed" not in keys_said()
    (old,) = settings.FIELD_KEYS
    settings.FIELD_KEYS = [key(), old]
    before = keys_said()
    assert "Key 1 (newest): 0 texts" in before
    assert "Keep key 2" in before
    after = keys_said("--renew")
    assert "Key 2: 0 texts" in after
    assert "The older keys can be removed" in after
    assert old not in before + after
    settings.FIELD_KEYS = [key()]
    with pytest.raises(CommandError, match="back into FIELD_KEYS"):
        keys_said()


def test_where_a_visitor_came_from_can_not_be_read_in_the_database(client: Client, settings: Any) -> None:
    inquiry = make_inquiry(landing_path="/conditions/sciatica/", campaign={"utm_term": "sciatica"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT landing_path, campaign FROM inquiries_inquiry WHERE id = %s", [inquiry.pk])
        assert "sciatica" not in str(cursor.fetchone())
    fresh = Inquiry.objects.get(pk=inquiry.pk)
    assert (fresh.landing_path, fresh.campaign) == ("/conditions/sciatica/", {"utm_term": "sciatica"})
    settings.FIELD_KEYS = [key(), *settings.FIELD_KEYS]
    assert renew() > 0
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert Inquiry.objects.get(pk=inquiry.pk).campaign == {"utm_term": "sciatica"}
    settings.FIELD_KEYS = [key()]
    assert Inquiry.objects.get(pk=inquiry.pk).campaign == {"": UNREADABLE}


def test_origins_stored_before_they_were_encrypted_are_converted(client: Client) -> None:
    inquiry = make_inquiry()
    stray = Message.objects.create(
        inquiry=inquiry, kind="inbound", text="[From another address: eve@work.example]\n\nHi"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inquiries_inquiry SET landing_path = %s, campaign = %s WHERE id = %s",
            ["/neck/", '{"utm_term": "sciatica"}', inquiry.pk],
        )
    migration = import_module("inquiries.migrations.0003_private_origins")
    editor = SimpleNamespace(connection=connection)
    migration.encrypt_origins(apps, editor)
    migration.name_senders(apps, editor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT landing_path, campaign FROM inquiries_inquiry WHERE id = %s", [inquiry.pk])
        assert not {"neck", "sciatica"} & set(re.findall(r"[a-z]+", str(cursor.fetchone())))
    fresh = Inquiry.objects.get(pk=inquiry.pk)
    assert (fresh.landing_path, fresh.campaign) == ("/neck/", {"utm_term": "sciatica"})
    stray.refresh_from_db()
    assert stray.sender == "eve@work.example"
    rebuild_blind_index(timezone.now())
    assert of_person("eve@work.example", "").get() == inquiry
    migration.show_origins(apps, editor)
    assert Inquiry.objects.get(pk=inquiry.pk).campaign == {"utm_term": "sciatica"}


def test_renewing_leaves_what_no_key_reads_for_the_day_it_is_found(inquiry: Inquiry, settings: Any) -> None:
    old, before = settings.FIELD_KEYS, stored()
    settings.FIELD_KEYS = [key()]
    assert renew() == 0
    assert stored() == before
    settings.FIELD_KEYS = old
    inquiry.refresh_from_db()
    assert inquiry.message == CANARY


def test_texts_from_before_encryption_are_encrypted(inquiry: Inquiry) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inquiries_inquiry SET message = 'plain zebra'")
    assert stored() == "plain zebra"
    renew_encryption(timezone.now())
    assert "zebra" not in stored()
    inquiry.refresh_from_db()
    assert inquiry.message == "plain zebra"


def test_a_changed_text_is_refused_and_the_same_one_looks_different_each_time() -> None:
    first, second = encrypt(CANARY), encrypt(CANARY)
    assert first != second
    assert decrypt(first) == decrypt(second) == CANARY
    middle = len(first) // 2
    for place in (middle, middle + 1, len(first) - 8):
        other = "A" if first[place] != "A" else "B"
        assert decrypt(first[:place] + other + first[place + 1 :]) == UNREADABLE


def test_what_somebody_writes_while_texts_are_renewed_is_kept(inquiry: Inquiry, settings: Any) -> None:
    settings.FIELD_KEYS = [key(), *settings.FIELD_KEYS]
    met: list[str] = []

    def write_first(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('UPDATE "inquiries_inquiry" SET "message"') and not met:
            met.append(sql)
            Inquiry.objects.update(message="written meanwhile")
        return execute(sql, *rest)

    with connection.execute_wrapper(write_first):
        renew()
    assert met
    inquiry.refresh_from_db()
    assert inquiry.message == "written meanwhile"
