"""What the mail worker does besides sending, run by the worker itself, and what happens when a worker dies."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page

from tests.inquiries.inbox_help import make_inquiry
from tests.inquiries.pager import Pager
from tests.inquiries.trouble import failing, work_one_round
from tests.inquiries.visitor import answers, deliver, send

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 3, 17, 0, tzinfo=UTC)  # in New York
ERASES = 'DELETE FROM "inquiries_inquiry"'
Inquiry, Mail = apps.get_model("inquiries.Inquiry"), apps.get_model("inquiries.Mail")


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


def test_a_planned_page_appears_and_goes_by_the_worker(client: Client, time_machine: Any) -> None:
    page = Page.objects.get(slug="hip-pain").specific
    page.unpublish()
    page.go_live_at, page.expire_at = NOON + timedelta(minutes=5), NOON + timedelta(minutes=15)
    page.save_revision(approved_go_live_at=page.go_live_at)
    seen = []
    for minutes in (4, 6, 14, 16):
        time_machine.move_to(NOON + timedelta(minutes=minutes), tick=False)
        work_one_round()
        seen.append(client.get("/conditions/hip-pain/").status_code)
    assert seen == [404, 200, 200, 404]


def test_a_clock_that_was_ahead_stops_no_job_and_no_mail(client: Client, time_machine: Any) -> None:
    today = NOON - timedelta(days=30)
    work_one_round()  # at NOON, a month too early
    send(client, answers(client))
    make_inquiry(created_at=today - timedelta(days=181))
    page = Page.objects.get(slug="hip-pain").specific
    page.unpublish()
    page.go_live_at = today - timedelta(minutes=5)
    page.save_revision(approved_go_live_at=page.go_live_at)
    time_machine.move_to(today, tick=False)
    work_one_round()
    assert client.get("/conditions/hip-pain/").status_code == 200
    deliver()
    assert not Mail.objects.filter(state="queued").exists()
    assert not Inquiry.objects.filter(created_at__lt=today).exists()


def test_retention_erases_by_the_worker_once_a_day(time_machine: Any) -> None:
    make_inquiry(created_at=NOON - timedelta(days=181))
    time_machine.move_to(NOON.replace(hour=10, minute=59), tick=False)  # before 6 a.m. at the clinic
    work_one_round()
    assert Inquiry.objects.count() == 1
    time_machine.move_to(NOON, tick=False)
    work_one_round()
    assert not Inquiry.objects.exists()
    make_inquiry(created_at=NOON - timedelta(days=181))
    work_one_round()
    assert Inquiry.objects.count() == 1
    time_machine.move_to(NOON + timedelta(days=1), tick=False)
    work_one_round()
    assert not Inquiry.objects.exists()


def test_reminders_and_suspects_are_told_by_the_worker() -> None:
    make_inquiry(created_at=NOON - timedelta(days=5))
    make_inquiry(is_suspect=True, email="spam@example.com", created_at=NOON - timedelta(hours=2))
    Mail.objects.all().delete()
    work_one_round()
    assert sorted(Mail.objects.values_list("purpose", flat=True)) == ["reminder", "suspect_digest"]
    deliver()
    assert {message.to[0] for message in mail.outbox} == {"hello@example.com"}
    work_one_round()
    assert Mail.objects.count() == 2


@pytest.mark.parametrize("error", [None, SystemExit()], ids=["fails", "is killed"])
def test_a_daily_job_that_ended_badly_is_done_by_another_worker_within_the_hour(time_machine, error) -> None:
    make_inquiry(created_at=NOON - timedelta(days=181))
    with failing(lambda sql: sql.startswith(ERASES), error) as failed:
        try:
            work_one_round()
        except SystemExit:
            assert error
    assert failed
    assert Inquiry.objects.count() == 1
    for minutes, left in ((59, 1), (61, 0)):
        time_machine.move_to(NOON + timedelta(minutes=minutes), tick=False)
        work_one_round()
        assert Inquiry.objects.count() == left


def test_a_job_that_was_done_late_in_the_evening_is_done_the_next_day_too(time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 11, 4, 2, 0, tzinfo=UTC), tick=False)  # still November 3, 9 p.m. in New York
    work_one_round()
    make_inquiry(created_at=NOON - timedelta(days=181))
    time_machine.move_to(datetime(2026, 11, 4, 17, 0, tzinfo=UTC), tick=False)
    work_one_round()
    assert not Inquiry.objects.exists()


def test_somebody_hears_of_a_job_that_failed(pager: type[Pager]) -> None:
    make_inquiry(created_at=NOON - timedelta(days=181))
    with failing(lambda sql: sql.startswith(ERASES)):
        work_one_round()
    (told,) = pager.wait()
    assert told["kind"] == "job_failed"
    assert told["text"].endswith("The job “purge” failed: OperationalError.")


def test_one_failing_job_does_not_stop_the_others() -> None:
    make_inquiry(created_at=NOON - timedelta(days=181))
    Mail.objects.all().delete()
    with failing(lambda sql: sql.startswith(ERASES)) as failed:
        work_one_round()
    assert failed
    assert Mail.objects.filter(purpose="reminder").count() == 1


def watch() -> tuple[int, str]:
    """The exit status and output of `manage.py watch`."""
    said = StringIO()
    try:
        call_command("watch", stdout=said)
    except SystemExit as end:
        return int(end.code or 0), said.getvalue()
    return 0, said.getvalue()


def test_a_worker_that_died_is_missed_after_five_minutes_until_another_comes(time_machine: Any) -> None:
    work_one_round()
    time_machine.move_to(NOON + timedelta(minutes=4, seconds=59), tick=False)
    assert watch() == (0, "")
    time_machine.move_to(NOON + timedelta(minutes=6), tick=False)
    status, said = watch()
    assert status == 1
    assert "No delivery worker was seen for 6 minutes" in said
    work_one_round()
    assert watch() == (0, "")


def test_draining_by_hand_sends_what_is_due_and_nothing_else() -> None:
    make_inquiry(created_at=NOON - timedelta(days=181))
    later = make_inquiry(email="later@example.com")
    later.mails.update(next_attempt_at=NOON + timedelta(seconds=1))
    said = StringIO()
    call_command("deliver", "--once", stdout=said)
    assert said.getvalue() == "2 sent\n"
    assert len(mail.outbox) == 2
    assert Inquiry.objects.count() == 2
    assert watch()[0] == 0  # draining by hand isn't a worker that runs on, and none is missed yet


def test_somebody_hears_when_the_worker_can_not_read_the_outbox(pager: type[Pager]) -> None:
    with failing(lambda sql: sql.startswith("SELECT") and '"lease_until" IS NULL' in sql) as failed:
        work_one_round()
    assert failed
    (told,) = pager.wait()
    assert told["kind"] == "outbox"
