"""Another system is notified of inquiries: signed, retried, without visitors' words, and never inside the network."""

import hashlib
import hmac
import json
import socket
import ssl
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from wagtail.models import ModelLogEntry

from content.models import PractitionerPage
from inquiries.inbox.actions import undoable
from inquiries.mail.outgoing_webhook import WebhookError, check_url, connect_to
from inquiries.models import Mail, OutgoingWebhook
from tests.inquiries.inbox_help import CANARY, act, deliver, make_inquiry, page_of, signed_in, soup, staff
from tests.inquiries.receiver import Receiver

pytestmark = pytest.mark.django_db
PAGE = "/admin/inquiry/webhook/"
EVENTS = list(OutgoingWebhook.Event.values)


@pytest.fixture
def router() -> Client:
    """A user who may decide where inquiries go."""
    return signed_in(staff(User, "router", "view", "answer", "change_inquiryrouting"))


@pytest.fixture
def other(settings: Any) -> Iterator[str]:
    """The other system's address, in the test network."""
    settings.WEBHOOK_TO_OWN_NETWORK = True
    Receiver.got, Receiver.status, Receiver.location = [], 200, ""
    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook?of=clinic"
        server.shutdown()


def switch_on(router: Client, url: str, **changed: Any) -> str:
    """The secret, which the page shows only once."""
    answer = router.post(PAGE, {"url": url, "events": EVENTS, "is_on": "on"} | changed)
    secret: str = soup(answer).select_one("#webhook-secret")["value"]
    assert secret not in router.get(PAGE).content.decode()
    return secret


def test_events_are_signed_and_hold_nothing_that_visitors_wrote(router: Client, other: str) -> None:
    secret = switch_on(router, other)
    inquiry = make_inquiry(about="Hip pain", created_at=datetime(2026, 11, 2, tzinfo=UTC))
    who = PractitionerPage.objects.live().first()
    act(router, inquiry, "state", state="booked")
    act(router, inquiry, "booked", day="2027-01-04", time="09:30", booked_with=who.pk)
    deliver()
    assert Receiver.events() == ["inquiry.new", "inquiry.booked"]
    headers, body = Receiver.got[1]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + b64encode(digest).decode()
    assert headers["idempotency-key"] == headers["webhook-id"] != Receiver.got[0][0]["webhook-id"]
    said = json.loads(body)["data"]
    assert (said["state"], said["booked_with"]) == ("booked", who.title)
    assert said["booked_for"].startswith("2027-01-04T09:30")
    told = b"".join(body for _, body in Receiver.got).decode()
    assert not [word for word in (CANARY, "Ada", "ada@example.com", "Hip") if word in told]
    log = soup(router.get(PAGE)).select_one(".inbox-table").text
    assert "200 OK" in log
    assert inquiry.reference in log
    page = router.get(page_of(inquiry)).content.decode()
    assert "/hook" not in page
    assert "Notice to another system" not in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT url, secret FROM inquiries_outgoingwebhook")
        assert not [stored for stored in cursor.fetchone() if "whsec" in stored or "127.0.0.1" in stored]


def test_words_go_only_while_they_are_switched_on_and_only_chosen_events(router: Client, other: str) -> None:
    switch_on(router, other, with_words="on", events=["new"])
    inquiry = make_inquiry()
    act(router, inquiry, "state", state="closed")
    deliver()
    assert Receiver.events() == ["inquiry.new"]
    said = json.loads(Receiver.got[0][1])["data"]
    assert said["message"] == CANARY
    assert not {"places", "answers"} & said.keys()  # which the box doesn't mention
    make_inquiry(email="else@example.com")
    router.post(PAGE, {"url": other, "events": ["new"], "is_on": "on"})
    deliver()
    assert "message" not in json.loads(Receiver.got[1][1])["data"]  # switched off before it was sent
    make_inquiry(email="third@example.com")
    router.post(PAGE, {"url": other, "events": ["new"]})
    deliver()
    assert len(Receiver.got) == 2


def test_each_step_has_its_event_and_a_suspect_none(router: Client, other: str) -> None:
    switch_on(router, other)
    inquiry, suspect = make_inquiry(), make_inquiry(is_suspect=True, email="s@example.com")
    act(router, inquiry, "reply", text="Hello", key=uuid4())
    for state in ("not_booked", "new", "closed"):
        act(router, inquiry, "state", state=state)
    inquiry.refresh_from_db()
    act(router, inquiry, f"undo/{undoable(inquiry).pk}")
    act(router, suspect, "state", state="spam")  # of which the other system has never heard
    act(router, suspect, "not-spam")
    act(router, suspect, "state", state="spam")
    act(router, suspect, "not-spam")
    deliver()
    steps = ["new", "contacted", "not_booked", "reopened", "closed", "reopened", "new", "spam", "reopened"]
    assert Receiver.events() == [f"inquiry.{name}" for name in steps]
    states = [json.loads(body)["data"]["state"] for _, body in Receiver.got]  # as it was then
    assert states == ["new", "contacted", "not_booked", "new", "closed", "new", "new", "spam", "new"]


def test_a_failure_is_retried_with_the_same_key_and_holds_up_no_mail(router: Client, other: str, clock: Any) -> None:
    switch_on(router, other)
    Receiver.status = 503
    make_inquiry()
    make_inquiry(email="else@example.com")
    assert len(deliver()) == 4  # two notices and two confirmations
    tried = len(Receiver.got)
    assert tried == 1  # the other event waits behind the first
    assert "It answered 503 Service Unavailable" in soup(router.get(PAGE)).select_one(".inbox-table").text
    assert "nothing is waiting to be sent" in soup(router.get("/admin/")).find(id="inbox-section").text
    Receiver.status = 204
    clock(seconds=31)
    deliver()
    clock(minutes=2)
    deliver()
    keys = [headers["webhook-id"] for headers, _ in Receiver.got]
    assert len(keys) == tried + 2
    assert len(set(keys)) == 2
    assert set(Mail.objects.filter(purpose="webhook").values_list("state", flat=True)) == {"sent"}


def test_what_failed_is_tried_again_at_once_by_a_button(router: Client, other: str) -> None:
    switch_on(router, other)
    assert "Try all again now" not in router.get(PAGE).content.decode()
    Receiver.status = 503
    for number in range(2):
        make_inquiry(email=f"v{number}@example.com")
    deliver()
    Receiver.status = 200
    deliver()
    assert len(Receiver.got) == 1  # the other one waits with it, and was never tried
    assert "Try all again now" in router.get(PAGE).content.decode()
    assert "1 will be tried again now." in router.post(PAGE, {"retry": "1"}, follow=True).content.decode()
    deliver()
    assert len(Receiver.got) == 2


def test_an_inquiry_whose_key_is_missing_is_told_of_once_it_is_back(
    router: Client, other: str, settings: Any, clock: Any
) -> None:
    inquiry, old, new = make_inquiry(), settings.FIELD_KEYS, ["b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXktMTI="]
    settings.FIELD_KEYS = new
    switch_on(router, other, with_words="on")
    act(router, inquiry, "state", state="closed")
    deliver()
    assert Receiver.got == []
    settings.FIELD_KEYS = [*new, *old]
    clock(minutes=1)
    deliver()
    assert json.loads(Receiver.got[0][1])["data"]["message"] == CANARY


def test_a_failure_brings_forward_no_event_that_already_waits_longer(router: Client, other: str, clock: Any) -> None:
    switch_on(router, other)
    Receiver.status = 503
    make_inquiry()
    for _ in range(8):
        clock(hours=1)
        deliver()
    first = Receiver.got[0][0]["webhook-id"]
    make_inquiry(email="else@example.com")
    deliver()
    clock(seconds=31)
    deliver()
    assert [headers["webhook-id"] == first for headers, _ in Receiver.got] == [True] * 8 + [False] * 2


@pytest.mark.parametrize(
    ("status", "location", "said"),
    [
        (200, "", "The test arrived: it answered 200 OK"),
        (404, "", "It answered 404 Not Found and did not accept it."),
        (302, "/elsewhere", "it redirects to another address. Enter that one."),
    ],
)
def test_a_test_says_what_the_other_side_answered(
    router: Client, other: str, status: int, location: str, said: str
) -> None:
    switch_on(router, other)
    Receiver.status, Receiver.location = status, location
    assert said in router.post(PAGE, {"test": "1"}, follow=True).content.decode()
    assert Receiver.events() == ["inquiry.test"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (socket.gaierror("unknown"), "There is no such host: check the address for typos."),
        (ssl.SSLCertVerificationError("expired"), "Its certificate is not valid, so nothing was sent."),
        (TimeoutError("slow"), "It did not answer within 5 seconds."),
        (ConnectionRefusedError("secret-host"), "It could not be reached (ConnectionRefusedError)."),
    ],
)
def test_what_keeps_a_test_from_arriving_is_said_in_plain_words(
    router: Client, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    switch_on(router, "https://hooks.example.com/")
    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert f"The test did not arrive. {said}" in router.post(PAGE, {"test": "1"}, follow=True).content.decode()


INSIDE = [
    "127.0.0.1", "localhost", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "2130706433",
    "[::1]", "[::ffff:127.0.0.1]", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1",
    "[fec0::1]", "[64:ff9b:1::a9fe:a9fe]", "[::7f00:1]", "[::ffff:0:7f00:1]", "[5f00::1]",
]  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_no_address_inside_the_network_will_do(host: str) -> None:
    with pytest.raises(WebhookError, match="inside a private network"):
        connect_to(f"https://{host}/")


def test_a_name_that_leads_inside_is_not_reached(router: Client, monkeypatch: Any) -> None:
    switch_on(router, "https://hooks.example.com/")
    asked: list[str] = []

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(2, 1, 6, "", (address, port)) for address in ("93.184.215.14", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert "inside a private network" in router.post(PAGE, {"test": "1"}, follow=True).content.decode()
    assert asked == ["hooks.example.com"]


WRONG = [
    "http://hooks.example.com/", "ftp://x.example/", "https://", "https://a:b@x.example/", "https://x.example/#here",
    "https://x.example:0/", "nonsense", "https://[/",
]  # fmt: skip


@pytest.mark.parametrize("url", WRONG)
def test_an_unusable_url_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        check_url(url)


def test_a_wrong_url_is_explained_beside_its_field(router: Client) -> None:
    answer = router.post(PAGE, {"url": WRONG[0], "events": ["new"], "is_on": "on"})
    assert answer.status_code == 422
    assert soup(answer).find("input", {"name": "url", "aria-invalid": "true"})["value"] == WRONG[0]
    assert not OutgoingWebhook.objects.exists()


def test_only_those_who_decide_on_routing_set_the_webhook_and_owners_hear(router: Client) -> None:
    User.objects.create_superuser("boss", "boss@clinic.example", "x")
    switch_on(router, "https://hooks.example.com/secret-path", with_words="on")
    (sent,) = deliver()
    assert sent.to == ["boss@clinic.example"]
    assert "what visitors write is sent there" in sent.body
    assert "secret-path" not in sent.body
    assert ModelLogEntry.objects.get(action="inquiries.webhook").data == {"is_on": True, "with_words": True}
    old = OutgoingWebhook.objects.get().secret
    typed = {"url": "https://new.example/hook", "events": "new"}
    renewed = soup(router.post(PAGE, {"secret": "1", **typed}))
    assert renewed.select_one("#webhook-secret")["value"] != old
    for page in (renewed, soup(router.post(PAGE, {"test": "1", **typed}))):
        assert page.find("input", {"name": "url"})["value"] == "https://new.example/hook"  # typed, and not saved yet
    assert [message.to for message in deliver()] == [["boss@clinic.example"]]
    desk = signed_in(staff(User, "desk", "view", "answer"))
    assert desk.get(PAGE).status_code == 302
    desk.post(PAGE, {"url": "https://evil.example/", "events": ["new"], "is_on": "on"})
    assert OutgoingWebhook.objects.get().url == "https://hooks.example.com/secret-path"
    only_routing = staff(User, "only", "change_inquiryrouting")
    assert signed_in(only_routing).get(PAGE).status_code == 302
