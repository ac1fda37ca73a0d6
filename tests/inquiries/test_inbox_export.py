"""Exports that no spreadsheet executes, and erasing by retention."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry, Site

from content.site_context.context import moment_in_words
from inquiries.models import Inquiry, InquiryNote, Mail, Message, Stamp
from inquiries.privacy.retention import PURGE, inquiry_settings
from inquiries.schedule.jobs import run_due_jobs
from tests.inquiries.inbox_help import CANARY, make_inquiry, signed_in, soup, staff

pytestmark = pytest.mark.django_db
ALL = "/admin/inquiry/all/"
PERSON = "/admin/inquiry/person/"


@pytest.fixture
def owner() -> Client:
    return signed_in(staff(User, "owner", "view", "answer", "export", "erase"))


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def csv_rows(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(response).decode("utf-8-sig"))))


def purged(*options: str) -> str:
    out = io.StringIO()
    call_command("purge", *options, stdout=out)
    return out.getvalue()


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_an_export_is_a_formula(owner: Client, text: str) -> None:
    make_inquiry(name=f"{text}x", message=text, campaign={"=cmd": "x"}, phone="+1 917 555 0142")
    (row,) = csv_rows(owner.get(f"{ALL}?export=csv"))
    sheet = load_workbook(io.BytesIO(content(owner.get(f"{ALL}?export=xlsx")))).active
    cells = [cell for line in sheet.iter_rows(min_row=2) for cell in line if cell.value is not None]
    signs = ("=", "+", "-", "@", "\t", "\r", "\n", " =", "＝")
    for value in row.values():
        assert not value.startswith(signs), value
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "d"}
    # A workbook has typed cells: nothing is prefixed, and text that looks like a formula stays text when edited.
    assert "+1 917 555 0142" in {cell.value for cell in cells}
    looks_like_one = [cell for cell in cells if cell.data_type != "d" and cell.value.startswith(signs)]
    assert len(looks_like_one) >= 2
    assert all(cell.quotePrefix for cell in looks_like_one)


def test_a_text_too_long_for_a_cell_says_that_it_is_cut(owner: Client) -> None:
    make_inquiry(message="Q" * 40_000)
    sheet = load_workbook(io.BytesIO(content(owner.get(f"{ALL}?export=xlsx")))).active
    (cut,) = [cell.value for cell in sheet[2] if "QQQ" in str(cell.value)]
    assert len(cut) <= 32_767
    assert "Cut here" in cut
    (row,) = csv_rows(owner.get(f"{ALL}?export=csv"))
    assert row["Message"] == "Q" * 40_000


def test_an_export_needs_no_default_site(owner: Client) -> None:
    make_inquiry()
    Site.objects.update(is_default_site=False)
    assert len(csv_rows(owner.get(f"{ALL}?export=csv"))) == 1


def test_what_is_filtered_is_exported_in_full_and_readable(owner: Client) -> None:
    make_inquiry(state="closed", name="Zoë", answers=json.dumps([["Been here?", "No"]]))
    make_inquiry()
    response = owner.get(f"{ALL}?export=csv&state=closed")
    assert "no-store" in response["Cache-Control"]
    (row,) = csv_rows(response)
    assert (row["Name"], row["Message"], row["Answers"]) == ("Zoë", CANARY, "Been here?: No")
    for _ in range(60):
        make_inquiry()
    assert len(csv_rows(owner.get(f"{ALL}?export=csv"))) == 62  # more than one page


def test_exporting_needs_its_own_right_and_is_logged_without_content(owner: Client) -> None:
    make_inquiry()
    desk = signed_in(staff(User, "desk", "view", "answer"))
    for address in (f"{ALL}?export=csv", "/admin/inquiry/columns/"):
        assert desk.get(address).status_code == 302
    assert "export=csv" not in desk.get(ALL).content.decode()
    assert "export=csv" in owner.get(ALL).content.decode()
    content(owner.get(f"{ALL}?export=csv&state=new"))
    entry = ModelLogEntry.objects.get(action="inquiries.export")
    assert entry.data == {"count": 1, "format": "csv", "columns": 34, "narrowed_by": ["state"]}
    assert entry.user.username == "owner"


def test_purge_erases_by_state_and_counts_first(owner: Client) -> None:
    long_ago = timezone.now() - timedelta(days=200)
    gone = make_inquiry(state="closed", created_at=long_ago, state_changed_at=long_ago)
    kept = [
        make_inquiry(state="contacted", created_at=timezone.now() - timedelta(days=170)),
        make_inquiry(state="closed", created_at=long_ago, state_changed_at=timezone.now()),
        make_inquiry(state="closed", created_at=long_ago, is_held=True),
        make_inquiry(state="closed", created_at=long_ago, follow_up_on=timezone.localdate() + timedelta(days=9)),
    ]
    make_inquiry(state="not_booked", created_at=long_ago)
    make_inquiry(state="contacted", created_at=timezone.now() - timedelta(days=181))
    Mail.objects.update(state="sent", created_at=long_ago)
    make_inquiry(is_suspect=True, created_at=timezone.now() - timedelta(days=31))
    owner.get(f"/admin/inquiry/inspect/{gone.pk}/")
    assert "closed: 2" in purged("--dry-run")
    assert Inquiry.objects.count() == 8
    assert "Within a day it would erase 4" in soup(owner.get(PERSON)).text.replace("\n", " ")
    said = purged()
    assert "closed: 2" in said
    assert "open: 1" in said
    assert set(Inquiry.objects.values_list("pk", flat=True)) == {inquiry.pk for inquiry in kept}
    assert not ModelLogEntry.objects.filter(object_id=str(gone.pk), label__startswith="Inquiry ").exists()
    assert set(Mail.objects.values_list("inquiry_id", flat=True)) == {inquiry.pk for inquiry in kept}
    ran_at = moment_in_words(Stamp.objects.get(name=PURGE).at)
    told = " ".join(soup(owner.get(PERSON)).text.split())
    assert f"Retention last ran on {ran_at} and erased: 1 new or contacted, 2 closed or not booked, 1 spam." in told
    assert "closed: 0" in purged()
    told = " ".join(soup(owner.get(PERSON)).text.split())
    assert ", and nothing was due. Nothing is due within a day." in told


def test_zero_days_keeps_for_ever() -> None:
    settings = inquiry_settings()
    settings.keep_closed_days = 0
    settings.save()
    make_inquiry(state="closed", created_at=timezone.now() - timedelta(days=4000))
    purged()
    assert Inquiry.objects.count() == 1


def test_a_conversation_going_on_is_not_purged() -> None:
    inquiry = make_inquiry(state="booked", created_at=timezone.now() - timedelta(days=400))
    Message.objects.create(inquiry=inquiry, kind="inbound", text="Same time next week?")
    purged()
    assert Inquiry.objects.count() == 1


def test_a_note_written_lately_postpones_the_purge() -> None:
    inquiry = make_inquiry(state="booked", created_at=timezone.now() - timedelta(days=400))
    InquiryNote.objects.create(inquiry=inquiry, text="Calls again in spring")
    purged()
    assert Inquiry.objects.count() == 1
    InquiryNote.objects.update(at=timezone.now() - timedelta(days=300))
    purged()
    assert not Inquiry.objects.exists()


def test_mails_to_staff_that_failed_go_after_their_time_too() -> None:
    old = {
        "created_at": timezone.now() - timedelta(days=31),
        "purpose": Mail.Purpose.REMINDER,
        "recipient": "a@b.example",
    }
    Mail.objects.create(state=Mail.State.NEEDS_ATTENTION, **old)
    waiting = Mail.objects.create(state=Mail.State.QUEUED, **old)
    purged()
    assert Mail.objects.get() == waiting


def test_staff_see_a_day_ahead_what_will_be_erased(owner: Client) -> None:
    make_inquiry(name="Bo Forgotten", created_at=timezone.now() - timedelta(days=364, hours=12))
    make_inquiry()
    panel = soup(owner.get("/admin/")).select_one("#inbox-section")
    assert panel.find("a", href=f"{ALL}?attention=erased")
    shown = owner.get(f"{ALL}?attention=erased").content.decode()
    assert "Bo Forgotten" in shown
    assert "Ada Example" not in shown


@pytest.mark.parametrize("wish", ["find", "export", "erase"])
def test_after_the_secret_key_changed_nobody_is_told_that_nothing_is_stored(settings: Any, wish: str) -> None:
    inquiry = make_inquiry()
    settings.SECRET_KEY = "another-" + "y" * 50
    owner = signed_in(staff(User, "owner", "view", "export", "erase"))
    asked = {"email": "ada@example.com", "sure": "1", wish: "1"}
    answer = owner.post(PERSON, asked)
    assert answer.status_code == 503
    assert "Try again in a few minutes" in answer.content.decode()
    run_due_jobs()  # as the worker does every minute
    assert inquiry.reference in owner.post(PERSON, {"email": "ada@example.com", "find": "1"}).content.decode()


def test_what_can_not_be_read_does_not_keep_the_others_from_being_found(settings: Any) -> None:
    make_inquiry()
    kept, settings.FIELD_KEYS = settings.FIELD_KEYS, ["b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXktMTI="]
    other = make_inquiry(email="bo@example.com")
    settings.SECRET_KEY = "another-" + "y" * 50
    run_due_jobs()
    owner = signed_in(staff(User, "owner", "view", "export", "erase"))
    shown = owner.post(PERSON, {"email": "bo@example.com", "find": "1"}).content.decode()
    assert other.reference in shown
    assert "1 inquiry can’t be searched" in shown
    settings.FIELD_KEYS = kept
