"""Which worker sends a mail: one at a time, and none forgets what it sent."""

import threading
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, InterfaceError

from inquiries import deliver as worker
from inquiries.models import Inquiry
from tests.inquiries.visitor import deliver as run_worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]


def test_two_workers_never_hold_the_same_mail(inquiry: Inquiry, service) -> None:
    assert len(worker.claim("one")) == 2
    assert worker.claim("two") == []


def test_a_slow_worker_does_not_send_what_another_took_over(inquiry: Inquiry, service, clock) -> None:
    slow = worker.claim("slow")
    clock(minutes=3)
    run_worker()
    assert len(service.taken) == 2
    assert [worker.send(mail_) for mail_ in slow] == [False, False]
    assert len(service.taken) == 2


def test_told_to_stop_a_worker_gives_back_what_it_has_not_begun(inquiry: Inquiry, service) -> None:
    stop = threading.Event()
    worker.drain("one", stop, between=stop.set)
    assert len(service.taken) == 1
    assert len(worker.claim("two")) == 1


def test_forgetting_that_a_mail_was_sent_is_tried_hard_to_avoid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inquiries.deliver.time.sleep", lambda _: None)
    tries: list[int] = []

    def locked_twice() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise DatabaseError
        return "written"

    assert worker.insist(locked_twice) == "written"


def test_a_lost_line_to_the_database_does_not_make_a_sent_mail_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inquiries.deliver.time.sleep", lambda _: None)
    looked: list[str] = []
    line = SimpleNamespace(in_atomic_block=False, close_if_unusable_or_obsolete=lambda: looked.append("line"))
    monkeypatch.setattr("inquiries.deliver.connection", line)

    def write() -> str:
        if not looked:
            raise InterfaceError("connection already closed")
        return "written"

    assert worker.insist(write) == "written"
