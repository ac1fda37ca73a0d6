"""Every queued mail is sent exactly once, whatever the mail server says, and no mail is given up too early."""

import smtplib
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from django.core import mail
from django.test import Client

from benchmarks.faulty_smtp import MODES, FaultySmtp
from inquiries.inbox import actions
from inquiries.mail import worker
from inquiries.mail.delivery_health import delivery_health
from inquiries.mail.outbox import enqueue, recipient_digest, requeue
from inquiries.models import Inquiry, Mail
from tests.inquiries.mail_service import Service
from tests.inquiries.visitor import answers, send
from tests.inquiries.visitor import deliver as run_worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]


def waiting() -> Any:
    return Mail.objects.filter(state=Mail.State.QUEUED)


TROUBLE = [
    ConnectionRefusedError(),
    TimeoutError(),
    smtplib.SMTPServerDisconnected("gone"),
    smtplib.SMTPConnectError(421, b"busy"),
    smtplib.SMTPDataError(451, b"later"),
    smtplib.SMTPDataError(554, b"no"),
    smtplib.SMTPRecipientsRefused({"ada@example.com": (550, b"no such user")}),
    smtplib.SMTPAuthenticationError(535, b"password"),
    AnymailAPIError("too many", response=type("R", (), {"status_code": 429})()),
    AnymailAPIError("server", response=type("R", (), {"status_code": 500})()),
    AnymailRecipientsRefused(),
    requests.ConnectionError(),
    RuntimeError("whatever else"),
]


@pytest.mark.parametrize("error", TROUBLE, ids=lambda e: f"{type(e).__name__}")
def test_whatever_the_service_says_the_mail_is_tried_again(inquiry, service, clock, error, caplog) -> None:
    service.error = error
    run_worker()
    assert waiting().filter(attempts=1).count() == 2
    assert "ada@example.com" not in " ".join([*caplog.messages, *waiting().values_list("last_error", flat=True)])
    service.error = None
    run_worker()
    assert service.taken == []  # its retry isn't due yet
    clock(seconds=31)
    run_worker()
    assert sorted(m.to[0] for m in service.taken) == ["ada@example.com", "hello@example.com"]
    assert not waiting().exists()


@pytest.mark.parametrize(("taken", "status"), [(0, None), (1, {"rejected"}), (1, {"invalid", "failed"})])
def test_a_mail_that_the_service_did_not_take_is_tried_again(
    inquiry, service, clock, monkeypatch, taken: int, status: set[str] | None
) -> None:
    def refuse(self: Service, messages: Any) -> int:
        messages[0].anymail_status = SimpleNamespace(status=status, message_id=None)
        return taken

    with monkeypatch.context() as patch:
        patch.setattr(Service, "send_messages", refuse)
        run_worker()
    assert waiting().filter(attempts=1, last_error="NotAcceptedError").count() == 2
    clock(seconds=31)
    run_worker()
    assert len(service.taken) == 2


def test_waits_double_up_to_a_quarter_of_an_hour_and_are_never_quite_the_same() -> None:
    waits = [[worker.backoff(n).total_seconds() for _ in range(50)] for n in range(1, 40)]
    for number, some in enumerate(waits):
        longest = min(900, 30 * 2**number)
        assert 0.75 * longest <= min(some) < max(some) <= longest
        assert len(set(some)) > 40


def test_a_mail_is_not_given_up_before_three_days_and_then_asks_for_a_person(
    inquiry, service, clock, monkeypatch
) -> None:
    monkeypatch.setattr(worker, "compose", lambda mail: None)  # rendering dozens of them takes long
    service.error = ConnectionRefusedError()
    began = clock()
    for _ in range(worker.FEWEST_ATTEMPTS):
        run_worker()
        clock(hours=8)
    while waiting().exists() and clock() < began + timedelta(days=5):
        clock(seconds=(min(waiting().values_list("next_attempt_at", flat=True)) - clock()).total_seconds() + 1)
        run_worker()
        if clock() - began < timedelta(hours=72):
            assert waiting().count() == 2
    assert timedelta(hours=72) < clock() - began < timedelta(hours=74)
    assert [m.state for m in Mail.objects.all()] == [Mail.State.NEEDS_ATTENTION] * 2
    given_up = Mail.objects.get(purpose=Mail.Purpose.STAFF_NOTICE)
    kept = given_up.message_id
    requeue(given_up, to="other@example.com")
    for _ in range(worker.FEWEST_ATTEMPTS + 1):
        run_worker()
        clock(hours=1)
    assert waiting().count() == 1  # sent again by hand, it has three days of its own
    service.error = None
    monkeypatch.undo()
    run_worker()
    sent = next(m for m in service.taken if m.extra_headers["Message-ID"] == kept)
    assert sent.to == ["other@example.com"]


def test_a_worker_that_was_away_for_days_does_not_give_up_at_once(inquiry, service, clock) -> None:
    service.error = ConnectionRefusedError()
    clock(days=5)
    run_worker()
    assert waiting().count() == 2


def test_an_accepted_mail_counts_as_sent_even_if_disconnecting_fails(inquiry: Inquiry, service) -> None:
    service.goodbye = TimeoutError()
    run_worker()
    assert Mail.objects.filter(state=Mail.State.SENT).count() == 2


def test_a_server_that_drips_does_not_hold_the_worker(inquiry: Inquiry, settings, monkeypatch) -> None:
    monkeypatch.setattr("inquiries.mail.worker.LONGEST_SEND_SECONDS", 0.3)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with FaultySmtp("drip") as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        run_worker()  # wouldn't return as long as the server keeps dripping
    assert waiting().filter(attempts=1).count() == 2


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode not in {"ok", "slow", "drip", "mixed"}])
def test_a_real_mail_server_that_misbehaves_gets_each_mail_in_the_end(inquiry, settings, clock, mode) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.2
    with FaultySmtp(mode) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        run_worker()
        assert waiting().count() == 2
        server.mode, settings.EMAIL_TIMEOUT = "ok", 10
        clock(seconds=31)
        run_worker()
        told = [a for a in server.arrivals if a.said_so]
        assert sorted(a.recipient for a in told) == ["ada@example.com", "hello@example.com"]
        assert {a.message_id for a in server.arrivals} == {a.message_id for a in told}  # copies of a mail count once
    assert not waiting().exists()


@pytest.mark.parametrize(
    ("error", "tries"),
    [
        (smtplib.SMTPRecipientsRefused({"ada@example.com": (550, b"no")}), 3),
        (smtplib.SMTPRecipientsRefused({"ada@example.com": (452, b"4.2.2 mailbox full")}), 8),
        (smtplib.SMTPDataError(552, b"storage exceeded"), 3),
        (smtplib.SMTPDataError(450, b"4.2.2 mailbox full"), 8),
    ],
)
def test_a_recipient_refused_again_and_again_makes_staff_call(
    inquiry: Inquiry, service, clock, monkeypatch, error: Exception, tries: int
) -> None:
    def refuse(self: Service, messages: Any) -> int:
        if messages[0].to == ["ada@example.com"]:
            raise error
        self.taken.extend(messages)
        return 1

    monkeypatch.setattr(Service, "send_messages", refuse)
    for _ in range(tries):
        assert not any("call" in m.subject for m in service.taken)
        run_worker()
        clock(hours=1)
    run_worker()
    inquiry.refresh_from_db()
    assert inquiry.email_failed
    assert len([m for m in service.taken if "call" in m.subject]) == 1
    assert waiting().get().purpose == Mail.Purpose.CONFIRMATION  # still being retried
    health = delivery_health()
    assert (health.backlog, health.is_stuck, health.oldest_seconds) == (1, False, 0)  # nobody needs to look into it
    actions.correct(inquiry, None, email="ada@right.example")
    run_worker()
    inquiry.refresh_from_db()
    assert not inquiry.email_failed  # the new address wasn't refused


def test_once_the_server_is_back_everything_goes_out_within_a_quarter_of_an_hour(
    client: Client, service, clock
) -> None:
    service.error = ConnectionRefusedError()
    send(client, answers(client))
    for _ in range(8):
        run_worker()
        clock(hours=1)
    run_worker()
    service.error = None
    clock(minutes=15)
    run_worker()
    assert not waiting().exists()
    assert len(service.taken) == 2


def test_what_is_tried_again_soon_is_not_put_off_by_a_mail_that_went_out(service, clock) -> None:
    service.error = ConnectionRefusedError()
    for number in range(6):
        enqueue(Mail.Purpose.REMINDER, [f"staff{number}@clinic.example"])
    run_worker()
    clock(seconds=22)  # the others are due within eight seconds
    service.error = None
    enqueue(Mail.Purpose.REMINDER, ["last@clinic.example"])
    run_worker()
    clock(seconds=9)
    run_worker()
    assert not waiting().exists()


def test_what_a_greylist_put_off_keeps_its_pauses_beside_other_mail(inquiry, service, clock, monkeypatch) -> None:
    tries: list[int] = []

    def greylist(self: Service, messages: Any) -> int:
        if messages[0].to == ["ada@example.com"]:
            tries.append(1)
            raise smtplib.SMTPRecipientsRefused({"ada@example.com": (450, b"come back later")})
        return 1

    monkeypatch.setattr(Service, "send_messages", greylist)
    for number in range(20):
        enqueue(Mail.Purpose.REMINDER, [f"staff{number}@clinic.example"])
        run_worker()
        clock(minutes=3)
    assert 5 <= len(tries) <= 9
    assert not waiting().exclude(recipient_digest=recipient_digest("ada@example.com")).exists()


def test_without_its_key_a_mail_waits_for_the_key(inquiry: Inquiry, service, settings, clock) -> None:
    keys = settings.FIELD_KEYS
    settings.FIELD_KEYS = ["b3RoZXItb3RoZXItb3RoZXItb3RoZXItb3RoZXItbzE="]
    run_worker()
    assert service.taken == []
    settings.FIELD_KEYS = keys
    clock(minutes=1)
    run_worker()
    assert len(service.taken) == 2


def test_no_mail_leaves_while_an_inquiry_is_received(client: Client, service) -> None:
    service.error = RuntimeError("must not be asked")
    assert send(client, answers(client)).status_code == 303
    assert service.calls == 0
    assert mail.outbox == []
