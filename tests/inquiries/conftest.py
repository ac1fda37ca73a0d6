"""A clock, a mail service, an inquiry and a front-desk user, for tests that need them."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from inquiries.mail import alerts
from inquiries.models import Inquiry
from tests.inquiries.inbox_help import make_inquiry, signed_in, staff
from tests.inquiries.mail_service import Service
from tests.inquiries.pager import Pager
from tests.inquiries.routing_help import contact
from tests.inquiries.visitor import CANARY
from tests.inquiries.webhook_calls import SECRET


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


@pytest.fixture
def service(settings: Any) -> type[Service]:
    """The mail service that workers send through."""
    Service.error = Service.goodbye = Service.meanwhile = None
    Service.taken, Service.calls = [], 0
    settings.EMAIL_BACKEND = f"{Service.__module__}.Service"
    return Service


@pytest.fixture
def webhooks(settings: Any) -> None:
    """A mail service that reports on delivery and forwards visitors' replies."""
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "INBOUND_ADDRESS": "answers@in.example.com"}


@pytest.fixture
def inquiry(db: None) -> Inquiry:
    """An inquiry as the contact page's form stores it."""
    return make_inquiry(message=CANARY, phone="(555) 012-3456", contact_by="either", source_page=contact())


@pytest.fixture
def desk() -> Client:
    """The browser of a staff member who may view and answer inquiries."""
    return signed_in(staff(User, "desk", "view", "answer"))


@pytest.fixture
def pager(settings: Any) -> Iterator[type[Pager]]:
    """The receiver of alerts about trouble with mail itself."""
    Pager.got, Pager.status = [], 200
    Pager.came.clear()
    alerts._last_alarm.clear()
    with HTTPServer(("127.0.0.1", 0), Pager) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        settings.ALERT_WEBHOOK_URL = f"http://127.0.0.1:{server.server_port}/hook"
        yield Pager
        server.shutdown()
