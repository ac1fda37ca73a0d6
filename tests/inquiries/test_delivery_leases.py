"""One worker sends a mail at a time, workers remember what they sent, and a dead worker's mails are taken over."""

import time

import pytest
from django.db import InterfaceError, OperationalError, connections

from inquiries.mail.worker import drain, retry_write
from inquiries.models import Inquiry, Mail
from tests.inquiries.trouble import failing, is_write, work_one_round
from tests.inquiries.visitor import deliver as run_worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)


def kill_worker_while_it_sends(service) -> None:
    """The worker takes what is due and dies while sending the first mail."""
    service.error = SystemExit()
    with pytest.raises(SystemExit):
        run_worker()
    service.error = None


def test_what_a_killed_worker_held_is_taken_over_once_its_lease_is_over(inquiry: Inquiry, service, clock) -> None:
    kill_worker_while_it_sends(service)
    clock(seconds=59)
    run_worker()
    assert service.taken == []
    clock(seconds=2)
    run_worker()
    assert sorted(mail.to[0] for mail in service.taken) == ["ada@example.com", "hello@example.com"]
    run_worker()
    assert len(service.taken) == 2
    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.State.SENT}


def test_while_one_worker_sends_another_finds_nothing_to_do(inquiry: Inquiry, service) -> None:
    service.meanwhile = run_worker
    run_worker()
    assert len(service.taken) == 2
    assert set(Mail.objects.values_list("attempts", flat=True)) == {1}


def test_an_event_that_comes_before_the_services_own_answer_counts(inquiry: Inquiry, service) -> None:
    service.meanwhile = lambda: Mail.objects.update(state=Mail.State.DELIVERED)
    run_worker()
    assert len(service.taken) == 1
    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.State.DELIVERED}


def test_a_worker_that_hung_too_long_does_not_send_what_another_sent(inquiry: Inquiry, service, clock) -> None:
    def hang() -> None:
        clock(minutes=3)
        run_worker()

    service.meanwhile = hang  # while sending its first mail
    run_worker()
    sent = [mail.extra_headers["Message-ID"] for mail in service.taken]
    assert len(set(sent)) == 2
    assert len(sent) == 3  # only the mail it hung on went out twice, under the same Message-ID


def test_told_to_stop_a_worker_gives_back_what_it_has_not_begun(inquiry: Inquiry, service) -> None:
    work_one_round()  # it is told to stop before its first mail
    assert service.taken == []
    run_worker()
    assert len(service.taken) == 2


def test_a_sent_mail_is_not_forgotten_while_the_database_is_locked(inquiry: Inquiry, service, no_pause) -> None:
    locked: list[str] = []

    def twice(sql: str) -> bool:
        if service.taken and is_write(sql, "inquiries_mail") and len(locked) < 2:
            locked.append(sql)
            return True
        return False

    with failing(twice, OperationalError("database is locked")):
        run_worker()
    assert len(locked) == 2
    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.State.SENT}
    run_worker()
    assert len(service.taken) == 2


def test_a_lost_line_to_the_database_is_made_anew_before_the_next_try(monkeypatch, no_pause) -> None:
    made_anew: list[str] = []
    line = connections["default"]
    monkeypatch.setattr(line, "in_atomic_block", False)
    monkeypatch.setattr(line, "close_if_unusable_or_obsolete", lambda: made_anew.append("line"))

    def write() -> str:
        if not made_anew:
            raise InterfaceError("connection already closed")
        return "written"

    assert retry_write(write) == "written"


def test_between_two_mails_a_worker_looks_after_all_else(inquiry: Inquiry, service) -> None:
    taken: list[int] = []
    assert drain("worker", between=lambda: taken.append(len(service.taken))) == 2
    assert taken == [1, 2]
