"""Who is alerted when mail itself is failing, and what the daily jobs do."""

import json
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from inquiries.mail import alerts
from inquiries.mail.delivery_health import WORKER
from inquiries.models import Mail, Stamp
from inquiries.schedule import jobs
from tests.inquiries.pager import Pager
from tests.inquiries.trouble import full
from tests.inquiries.visitor import answers, deliver, send

pytestmark = pytest.mark.django_db


usage = namedtuple("usage", "total used free")


def later(**ahead: float) -> datetime:
    return timezone.now() + timedelta(**ahead)


def worker_seen(at: datetime) -> None:
    Stamp.objects.update_or_create(name=WORKER, defaults={"at": at})


def watch_as_a_worker(**ahead: float) -> None:
    """Run the watch as a worker does, after showing that the worker is alive."""
    worker_seen(later(**ahead))
    alerts.watch(later(**ahead))


def test_stuck_mail_is_told_once_an_hour_and_its_end_too_in_numbers_only(client: Client, pager: type[Pager]) -> None:
    send(client, answers(client))
    watch_as_a_worker(minutes=14)
    assert pager.got == []
    for minutes in (16, 17, 30, 75):
        watch_as_a_worker(minutes=minutes)
    assert [told["kind"] for told in pager.got] == ["mail_stuck"]
    watch_as_a_worker(minutes=77)
    assert [told["kind"] for told in pager.got] == ["mail_stuck"] * 2
    deliver()
    watch_as_a_worker(minutes=80)
    watch_as_a_worker(minutes=81)
    assert [told["kind"] for told in pager.got] == ["mail_stuck"] * 2 + ["recovered"]
    said = json.dumps(pager.got)
    assert pager.got[0]["backlog"] == 2
    for secret in ("ada@example.com", "Ada", "zebra", "hello@example.com"):
        assert secret not in said


def test_of_two_problems_the_end_of_one_is_told(client: Client, pager: type[Pager]) -> None:
    send(client, answers(client))
    Mail.objects.filter(purpose=Mail.Purpose.STAFF_NOTICE).update(state=Mail.State.NEEDS_ATTENTION)
    watch_as_a_worker(minutes=16)
    deliver()
    watch_as_a_worker(minutes=17)
    assert [told["kind"] for told in pager.got] == ["mail_stuck", "mail_needs_attention", "recovered"]
    assert pager.got[-1]["text"].endswith("Over: mail stuck. Still open: mail needs attention.")


def watch_by_hand() -> int:
    """The exit status of `manage.py watch`."""
    try:
        call_command("watch", stdout=StringIO())
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_a_dead_worker_is_told_by_a_command_that_needs_no_worker(client: Client, pager: type[Pager], settings) -> None:
    worker_seen(timezone.now())
    assert watch_by_hand() == 0
    worker_seen(later(minutes=-6))
    assert watch_by_hand() == 1
    assert watch_by_hand() == 1
    assert [told["kind"] for told in pager.got] == ["worker_away"]
    assert "6 minutes" in pager.got[0]["text"]
    worker_seen(timezone.now())
    assert watch_by_hand() == 0
    assert [told["kind"] for told in pager.got] == ["worker_away", "recovered"]
    settings.ALERT_WEBHOOK_URL = ""
    worker_seen(later(minutes=-6))
    assert watch_by_hand() == 1


def test_a_worker_that_never_ran_is_told_once_a_mail_waits_for_it(client: Client, pager: type[Pager]) -> None:
    assert watch_by_hand() == 0
    send(client, answers(client))
    assert watch_by_hand() == 0
    Mail.objects.update(queued_at=later(minutes=-6))
    assert watch_by_hand() == 1
    assert [told["kind"] for told in pager.got] == ["worker_away"]


def test_a_database_that_is_away_is_told_by_the_command_once_an_hour(pager: type[Pager]) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise DatabaseError("could not connect to clinic.example")

    pager.status = 503
    with connection.execute_wrapper(away):
        assert watch_by_hand() == 1
        pager.status = 200
        assert [watch_by_hand(), watch_by_hand()] == [1, 1]
    assert [told["kind"] for told in pager.got] == ["database"] * 2  # again, as the first was not taken
    assert watch_by_hand() == 0
    with connection.execute_wrapper(away):
        assert watch_by_hand() == 1
    assert [told["kind"] for told in pager.got] == ["database"] * 3  # it was back in between
    assert "clinic.example" not in json.dumps(pager.got)


def test_a_disk_that_takes_no_note_keeps_nobody_from_hearing_of_the_database(
    pager: type[Pager], settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    files = settings.CACHES["files"] | {"LOCATION": str(tmp_path / "file" / "no-folder")}
    settings.CACHES = settings.CACHES | {"files": files}

    def away(*_: Any, **__: Any) -> None:
        raise DatabaseError("could not connect")

    assert watch_by_hand() == 0
    with connection.execute_wrapper(away):
        assert watch_by_hand() == 1
    assert [told["kind"] for told in pager.got] == ["database"]


def test_mail_that_needs_attention_is_told(client: Client, pager: type[Pager]) -> None:
    send(client, answers(client))
    Mail.objects.update(state=Mail.State.NEEDS_ATTENTION)
    alerts.watch()
    (told,) = pager.got
    assert told["kind"] == "mail_needs_attention"
    assert "1 mail could not be delivered and needs someone’s attention." in told["text"]


def test_a_backup_that_is_overdue_is_told_and_the_next_good_one_too(pager: type[Pager], settings: Any) -> None:
    settings.BACKUP_ALERT_HOURS = 26
    watch_as_a_worker()  # a new site gets a day to make its first backup
    watch_as_a_worker(hours=25)
    assert pager.got == []
    watch_as_a_worker(hours=27)
    assert [told["kind"] for told in pager.got] == ["backup_old"]
    assert "27 hours" in pager.got[0]["text"]
    Stamp.objects.update_or_create(name="backup", defaults={"at": later(hours=27)})
    watch_as_a_worker(hours=28)
    assert [told["kind"] for told in pager.got] == ["backup_old", "recovered"]
    settings.BACKUP_ALERT_HOURS = 0
    watch_as_a_worker(hours=2800)
    assert len(pager.got) == 2


def test_a_folder_that_takes_no_more_is_told_and_its_end_too(pager: type[Pager], monkeypatch, settings: Any) -> None:
    def told() -> list[tuple[str, str]]:
        return [(one["kind"], one["text"].split(": ", 1)[1]) for one in pager.got]

    with monkeypatch.context() as small:
        small.setattr("inquiries.mail.alerts.shutil.disk_usage", lambda _: usage(10**12, 10**12, 145 * 2**20))
        watch_as_a_worker()
    assert told() == [("disk_full", f"Only 145 MiB can be written to {settings.DATA_DIR}.")]
    watch_as_a_worker()
    assert told()[1:] == [("recovered", "Over: disk full.")]
    settings.STATIC_ROOT = Path("/gone/static")
    watch_as_a_worker()
    assert told()[2:] == [("disk_full", "Only 0 MiB can be written to /gone.")]


def test_a_wrong_key_is_told(client: Client, pager: type[Pager], settings: Any) -> None:
    send(client, answers(client))
    before, settings.FIELD_KEYS = settings.FIELD_KEYS, [Fernet.generate_key().decode()]
    watch_as_a_worker()
    settings.FIELD_KEYS = before
    watch_as_a_worker()
    assert [told["kind"] for told in pager.got] == ["key_missing", "recovered"]


def test_a_unit_that_failed_is_told_by_a_command(pager: type[Pager], settings: Any) -> None:
    call_command("alert", "pinpoint-backup.service failed.")
    (told,) = pager.got
    assert told["text"].endswith("pinpoint-backup.service failed.")
    settings.ALERT_WEBHOOK_URL = ""
    with pytest.raises(CommandError):
        call_command("alert", "pinpoint-backup.service failed.")


def test_a_bounced_notice_to_staff_raises_the_alarm_and_a_bounced_confirmation_does_not(client, pager) -> None:
    send(client, answers(client))
    Mail.objects.update(state=Mail.State.SENT)
    Mail.objects.filter(purpose=Mail.Purpose.CONFIRMATION).update(state=Mail.State.BOUNCED)
    alerts.watch()
    assert pager.got == []
    Mail.objects.filter(purpose=Mail.Purpose.STAFF_NOTICE).update(state=Mail.State.BOUNCED)
    alerts.watch()
    assert [told["kind"] for told in pager.got] == ["mail_needs_attention"]


@pytest.mark.parametrize("status", [500, 302])
def test_an_alert_that_was_not_taken_is_told_again_soon(client: Client, pager: type[Pager], status: int) -> None:
    send(client, answers(client))
    pager.status = status
    watch_as_a_worker(minutes=20)
    pager.status = 200
    watch_as_a_worker(minutes=20, seconds=30)
    assert len(pager.got) == 1
    watch_as_a_worker(minutes=21, seconds=5)
    assert len(pager.got) == 2


def test_an_unreachable_webhook_harms_nothing(client: Client, settings: Any) -> None:
    settings.ALERT_WEBHOOK_URL = "http://127.0.0.1:9/"
    send(client, answers(client))
    alerts.watch(later(minutes=20))
    settings.ALERT_WEBHOOK_URL = ""
    alerts.watch(later(minutes=40))


def test_somebody_hears_at_once_when_an_inquiry_could_not_be_stored(client: Client, pager: type[Pager]) -> None:
    given = answers(client)
    with full("inquiries_inquiry"):
        for _ in range(3):
            assert send(client, given).status_code == 503
    (told,) = pager.wait()
    assert told["kind"] == "not_stored"
    assert "zebra" not in json.dumps(told)


def test_what_a_database_quotes_of_an_inquiry_reaches_no_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    given = answers(client)
    with full("inquiries_inquiry"):
        send(client, given)
    assert "could not be stored" in caplog.text
    assert "zebra" not in caplog.text


REGULAR = (
    *("publish scheduled pages", "watch mail", "erase traces", "prune counts", "check links"),
    *("renew encryption", "rebuild blind index", "purge", "send suspect digest"),
    *("send reminders", "send review reminder", "send weekly report", "erase old sign-ins", "erase ended sessions"),
)


def test_every_job_of_the_project_runs(client: Client) -> None:
    send(client, answers(client))
    noon = timezone.localtime().replace(hour=12)
    for now in (noon, noon + timedelta(hours=2), noon + timedelta(hours=14)):
        timely = [job for job in jobs.JOBS if timezone.localtime(now).hour in job.hours]
        due = {job.name for job in timely if job.every or now == noon}  # the others run once a day
        assert jobs.run_due_jobs(now) == len(due)
        assert ({"erase traces", "send suspect digest", "purge", "send reminders"} <= due) == (now == noon)
    assert set(Stamp.objects.values_list("name", flat=True)) >= set(REGULAR)


def test_suspects_of_the_day_are_told_in_one_mail_without_content(client: Client, time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 5, 4, 15, tzinfo=UTC))  # before noon, no matter when the suite runs
    for number in range(2):
        send(client, answers(client, subject="x", message=f"buy zebra {number}"))
    jobs.run_due_jobs(timezone.localtime().replace(hour=12))
    jobs.run_due_jobs(timezone.localtime().replace(hour=13))
    deliver()
    told = [m for m in mail.outbox if "spam" in m.subject]
    assert len(told) == 1
    assert told[0].to == ["hello@example.com"]
    assert "zebra" not in told[0].body
    assert "/admin/inquiry/" in told[0].body


def test_only_one_worker_takes_a_turn() -> None:
    every = timedelta(hours=1)
    now = timezone.now()
    assert [Stamp.claim("turn", every, now) for _ in range(3)] == [True, False, False]
    assert Stamp.claim("turn", every, now + every)
