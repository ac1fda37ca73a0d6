"""Every mail that is owed is sent, once, whatever breaks on the way; and somebody hears when it can't be."""

import smtplib
import threading
from datetime import UTC, datetime, timedelta
from email.message import Message as Part
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, InterfaceError, connection
from django.test import Client

from benchmarks.faulty_smtp import MODES, FaultySmtp
from inquiries import deliver as worker
from inquiries.models import Inquiry, Mail
from inquiries.outbox import delivery_health, owe, recipient_digest, send_again
from tests.inquiries.test_inquiring import answers, send
from tests.inquiries.test_inquiring import deliver as run_worker

pytestmark = pytest.mark.django_db


class Service(BaseEmailBackend):
    """A mail service that fails while `error` is set."""

    error: Exception | None = None
    goodbye: Exception | None = None
    taken: list[Any] = []
    calls = 0

    def send_messages(self, messages: Any) -> int:
        type(self).calls += 1
        if self.error:
            raise self.error
        self.taken.extend(messages)
        return len(messages)

    def close(self) -> None:
        if self.goodbye:
            raise self.goodbye


@pytest.fixture(autouse=True)
def service(monkeypatch: pytest.MonkeyPatch, settings: Any) -> type[Service]:
    monkeypatch.setattr("inquiries.deliver._woken", -1e9)
    Service.error, Service.goodbye, Service.taken, Service.calls = None, None, [], 0
    settings.EMAIL_BACKEND = f"{__name__}.Service"
    return Service


@pytest.fixture
def inquiry(client: Client) -> Inquiry:
    send(client, answers(client))
    return Inquiry.objects.get()


@pytest.fixture
def clock(time_machine: Any) -> Any:
    """A clock that only moves when told to."""
    now = [datetime.now(UTC)]
    time_machine.move_to(now[0], tick=False)

    def move(**ahead: float) -> datetime:
        now[0] += timedelta(**ahead)
        time_machine.move_to(now[0], tick=False)
        return now[0]

    return move


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
    assert service.taken == []  # not before its time
    clock(seconds=31)
    run_worker()
    assert sorted(m.to[0] for m in service.taken) == ["ada@example.com", "hello@example.com"]
    assert not waiting().exists()


def test_waits_double_up_to_an_hour_and_are_never_quite_the_same() -> None:
    waits = [[worker.wait_after(n).total_seconds() for _ in range(50)] for n in range(1, 40)]
    for number, some in enumerate(waits):
        longest = min(3600, 30 * 2**number)
        assert 0.75 * longest <= min(some) < max(some) <= longest
        assert len(set(some)) > 40


def test_it_is_not_given_up_before_three_days_and_then_asks_for_a_person(inquiry, service, clock) -> None:
    service.error = ConnectionRefusedError()
    began = clock()
    while waiting().exists() and clock() < began + timedelta(days=5):
        clock(seconds=(min(waiting().values_list("next_attempt_at", flat=True)) - clock()).total_seconds() + 1)
        run_worker()
        if clock() - began < timedelta(hours=72):
            assert waiting().count() == 2
    assert timedelta(hours=72) < clock() - began < timedelta(hours=74)
    assert [m.state for m in Mail.objects.all()] == [Mail.State.NEEDS_ATTENTION] * 2
    service.error = None
    clock(hours=1)
    given_up = Mail.objects.get(purpose=Mail.Purpose.STAFF_NOTICE)
    kept = given_up.message_id
    send_again(given_up, to="other@example.com")
    run_worker()
    sent = next(m for m in service.taken if m.extra_headers["Message-ID"] == kept)
    assert sent.to == ["other@example.com"]


def test_a_worker_that_was_away_for_days_does_not_give_up_at_once(inquiry, service, clock) -> None:
    service.error = ConnectionRefusedError()
    clock(days=5)
    run_worker()
    assert waiting().count() == 2


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


def test_a_mail_that_was_taken_is_sent_however_the_goodbye_goes(inquiry: Inquiry, service) -> None:
    service.goodbye = TimeoutError()
    run_worker()
    assert Mail.objects.filter(state=Mail.State.SENT).count() == 2


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


def test_a_server_that_drips_does_not_hold_the_worker(inquiry: Inquiry, settings, monkeypatch) -> None:
    monkeypatch.setattr("inquiries.deliver.LONGEST_SEND_SECONDS", 1.5)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with FaultySmtp("drip") as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        began = datetime.now(UTC)
        run_worker()
        assert datetime.now(UTC) - began < timedelta(seconds=12)
    assert waiting().filter(attempts=1).count() == 2


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode not in {"ok", "slow", "drip", "mixed"}])
def test_a_real_mail_server_that_misbehaves_gets_each_mail_in_the_end(inquiry, settings, clock, mode) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 1
    with FaultySmtp(mode) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        run_worker()
        assert waiting().count() == 2
        server.mode = "ok"
        clock(seconds=31)
        run_worker()
        told = [a for a in server.arrivals if a.said_so]
        assert sorted(a.recipient for a in told) == ["ada@example.com", "hello@example.com"]
        assert {a.message_id for a in server.arrivals} == {a.message_id for a in told}  # copies collapse
    assert not waiting().exists()


def test_a_recipient_refused_again_and_again_makes_staff_call(inquiry: Inquiry, service, clock, monkeypatch) -> None:
    def refuse(self: Service, messages: Any) -> int:
        if messages[0].to == ["ada@example.com"]:
            raise smtplib.SMTPRecipientsRefused({"ada@example.com": (550, b"no")})
        self.taken.extend(messages)
        return 1

    monkeypatch.setattr(Service, "send_messages", refuse)
    for _ in range(5):
        run_worker()
        clock(hours=1)
    inquiry.refresh_from_db()
    assert inquiry.email_failed
    assert len([m for m in service.taken if "call" in m.subject]) == 1
    assert waiting().get().purpose == Mail.Purpose.CONFIRMATION  # and is tried on
    health = delivery_health()
    assert (health.backlog, health.is_stuck, health.oldest_seconds) == (1, False, 0)  # nobody need look after it


def test_a_notice_that_staffs_own_address_refuses_is_stuck_all_the_same(inquiry: Inquiry, service, clock) -> None:
    service.error = smtplib.SMTPRecipientsRefused({"hello@example.com": (550, b"no")})
    run_worker()
    clock(minutes=16)
    assert delivery_health().is_stuck


def test_once_the_server_is_back_nothing_waits_out_its_hour(client: Client, service, clock) -> None:
    service.error = ConnectionRefusedError()
    send(client, answers(client))
    for _ in range(8):
        run_worker()
        clock(hours=1)
    run_worker()
    service.error = None
    clock(minutes=1)
    send(client, answers(client, message="a new one", email="other@example.com"))
    run_worker()
    assert sorted(m.to[0] for m in service.taken) == ["hello@example.com", "other@example.com"]
    clock(seconds=31)  # not all at the same moment
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
    for number in range(60):
        monkeypatch.setattr("inquiries.deliver._woken", -1e9)
        owe(Mail.Purpose.REMINDER, [f"staff{number}@clinic.example"])
        run_worker()
        clock(minutes=1)
    assert 5 <= len(tries) <= 9
    assert not waiting().exclude(recipient_digest=recipient_digest("ada@example.com")).exists()


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


def test_without_its_key_a_mail_waits_for_the_key(inquiry: Inquiry, service, settings, clock) -> None:
    keys = settings.FIELD_KEYS
    settings.FIELD_KEYS = ["b3RoZXItb3RoZXItb3RoZXItb3RoZXItb3RoZXItbzE="]
    run_worker()
    assert service.taken == []
    settings.FIELD_KEYS = keys
    clock(minutes=1)
    run_worker()
    assert len(service.taken) == 2


def test_mails_carry_their_rules_for_machines_and_services(inquiry: Inquiry, service) -> None:
    run_worker()
    to_visitor = next(m for m in service.taken if m.to == ["ada@example.com"])
    to_staff = next(m for m in service.taken if m.to != ["ada@example.com"])
    assert to_visitor.extra_headers["Auto-Submitted"] == "auto-replied"
    assert "Auto-Submitted" not in to_staff.extra_headers
    for message in service.taken:
        assert message.alternatives[0][1] == "text/html"
        assert message.metadata == {"mail": message.extra_headers["Message-ID"]}
        parsed: Part = message.message()
        assert parsed["Message-ID"].endswith("@localhost>")


def test_staff_hear_even_when_nobody_was_named_as_recipient(client: Client, service, settings) -> None:
    from inquiries.outbox import default_clinic

    clinic = default_clinic()
    clinic.email = ""
    clinic.save()
    settings.DEFAULT_FROM_EMAIL = "Clinic <clinic@clinic.example>"
    send(client, answers(client))
    run_worker()
    assert ["clinic@clinic.example"] in [m.to for m in service.taken]


def test_health_in_numbers(client: Client, inquiry: Inquiry, service, clock) -> None:
    health = delivery_health()
    assert (health.backlog, health.failing, health.needs_attention, health.is_ok) == (2, 0, 0, True)
    service.error = ConnectionRefusedError()
    run_worker()
    clock(minutes=16)
    health = delivery_health()
    assert (health.failing, health.is_stuck, health.is_ok) == (2, True, False)
    assert 16 * 60 <= health.oldest_seconds < 17 * 60
    Mail.objects.update(state=Mail.State.NEEDS_ATTENTION)
    health = delivery_health()
    assert (health.backlog, health.is_stuck, health.needs_attention) == (0, False, 1)  # the notice to staff
    Inquiry.objects.update(state=Inquiry.State.CLOSED)
    assert delivery_health().is_ok


def replied(inquiry: Inquiry, state: str) -> Mail:
    """What staff answered, and how that mail fared."""
    (mail_,) = owe(Mail.Purpose.REPLY, [inquiry.email], inquiry)
    Mail.objects.filter(pk=mail_.pk).update(state=state)
    return mail_


@pytest.mark.parametrize("done", [Inquiry.State.BOOKED, Inquiry.State.NOT_BOOKED, Inquiry.State.CLOSED])
def test_a_lost_reply_is_not_settled_by_closing_the_inquiry(inquiry: Inquiry, done: str) -> None:
    Mail.objects.update(state=Mail.State.NEEDS_ATTENTION)
    Inquiry.objects.update(state=done)
    assert delivery_health().is_ok
    lost = replied(inquiry, Mail.State.NEEDS_ATTENTION)
    assert delivery_health().needs_attention == 1
    (notice,) = owe(Mail.Purpose.BOUNCE_NOTICE, ["hello@example.com"], inquiry)
    Mail.objects.filter(pk=notice.pk).update(state=Mail.State.NEEDS_ATTENTION)
    assert delivery_health().needs_attention == 2
    notice.delete()
    send_again(lost)
    run_worker()
    assert delivery_health().is_ok


def test_a_lost_reply_is_settled_once_staff_were_told_to_call_or_wrote_again(inquiry: Inquiry, service) -> None:
    run_worker()
    replied(inquiry, Mail.State.BOUNCED)
    assert delivery_health().needs_attention == 1
    Inquiry.objects.update(state=Inquiry.State.BOOKED, email_failed=True)
    assert delivery_health().is_ok
    Inquiry.objects.update(email_failed=False)
    assert delivery_health().needs_attention == 1
    replied(inquiry, Mail.State.SENT)
    assert delivery_health().is_ok


def test_a_full_disk_keeps_what_was_typed_and_the_next_try_works(client: Client) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite can be told how big its disk is.")
    given = answers(client, message="long words " * 400)
    with connection.cursor() as cursor:
        # Fill what is free inside the file, then forbid it to grow.
        cursor.execute("CREATE TABLE filler (stuff BLOB)")
        cursor.execute("PRAGMA freelist_count")
        free = cursor.fetchone()[0]
        cursor.execute("PRAGMA page_size")
        cursor.execute("INSERT INTO filler VALUES (zeroblob(%s))", [free * cursor.fetchone()[0]])
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    try:
        answer = send(client, given)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert answer.status_code == 503
    assert "long words long words" in answer.content.decode()
    assert "tel:" in answer.content.decode()
    assert not Inquiry.objects.exists()
    assert send(client, given).status_code == 303
    assert Inquiry.objects.count() == 1


def test_without_any_database_the_visitor_keeps_the_words_and_gets_the_phone(client: Client) -> None:
    from inquiries.outbox import default_clinic

    clinic = default_clinic()
    clinic.phone = "+1 555 010 0199"
    clinic.save()
    given = answers(client, message='My <b>hip</b> & "knee" zebra', times="Mondays")

    def away(*_: Any, **__: Any) -> None:
        raise DatabaseError("could not connect")

    with connection.execute_wrapper(away):
        answer = send(client, given)
    assert answer.status_code == 503
    assert "no-store" in answer["Cache-Control"]
    from bs4 import BeautifulSoup

    page = BeautifulSoup(answer.content, "html.parser")
    assert page.find("textarea", {"name": "message"}).text.strip() == given["message"]
    assert page.find("a", href="tel:+15550100199")
    again = {i["name"]: i["value"] for i in page.select("input[name]")} | {"message": given["message"]}
    assert send(client, again).status_code == 303
    assert Inquiry.objects.get().times == "Mondays"


def test_an_error_before_any_view_is_asked_ends_on_the_same_page(rf: Any) -> None:
    from inquiries.fallback import server_error

    answer = server_error(rf.post("/inquiries/send/", {"name": "Ada", "message": "zebra"}))
    assert answer.status_code == 503
    assert "zebra" in answer.content.decode()
    assert server_error(rf.get("/")).status_code == 500


def test_more_than_anybody_types_is_answered_with_a_way_on(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = send(client, {"message": "x" * 5000})
    assert answer.status_code == 413
    assert "back button" in answer.content.decode()


def test_no_mail_leaves_while_an_inquiry_is_received(client: Client, service) -> None:
    service.error = RuntimeError("must not be asked")
    assert send(client, answers(client)).status_code == 303
    assert service.calls == 0
    assert mail.outbox == []


def test_the_confirmation_says_when_somebody_is_there_again(inquiry: Inquiry, service, clock, time_machine) -> None:
    time_machine.move_to(datetime(2027, 3, 7, 8, 0, tzinfo=UTC), tick=False)  # a Sunday night
    Mail.objects.update(next_attempt_at=datetime(2027, 3, 7, 7, 0, tzinfo=UTC))
    run_worker()
    message = next(m for m in service.taken if m.to == ["ada@example.com"])
    for text in (message.body, str(message.alternatives[0][0])):
        assert "open again on Monday, 8 March, " in text
        assert inquiry.reference in text
        assert "911" in text


def test_the_thank_you_waits_for_the_disk_even_when_requests_are_atomic(client: Client, service, monkeypatch) -> None:
    given = answers(client)
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    from inquiries.views import send as view

    assert "default" in view._non_atomic_requests
    assert send(client, given).status_code == 303
    assert Mail.objects.count() == 2
