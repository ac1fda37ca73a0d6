"""A mail service's API that is overloaded, broken, and working again, called as in production."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from inquiries.models import Mail
from tests.inquiries.visitor import answers, deliver, send

pytestmark = pytest.mark.django_db


class Api(BaseHTTPRequestHandler):
    """A minimal Postmark: answers with the next status in `says`, then with 200."""

    says: list[int] = []
    taken: list[dict[str, Any]] = []

    def do_POST(self) -> None:
        mail = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.says.pop(0) if self.says else 200
        if status == 200:
            self.taken.append(mail)
        answer = {"ErrorCode": 0, "Message": "OK", "MessageID": f"id-{len(self.taken)}", "To": mail["To"]}
        text = json.dumps(answer)
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def api(settings: Any) -> Iterator[type[Api]]:
    Api.says, Api.taken = [], []
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    with HTTPServer(("127.0.0.1", 0), Api) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        settings.ANYMAIL = {
            "POSTMARK_SERVER_TOKEN": "only-for-tests",
            "POSTMARK_API_URL": f"http://127.0.0.1:{server.server_port}/",
        }
        yield Api
        server.shutdown()


def test_an_api_that_is_overloaded_and_then_broken_gets_each_mail_once_in_the_end(client, api, time_machine) -> None:
    send(client, answers(client))
    api.says = [429, 500, 500, 429]
    now = datetime.now(UTC)
    for _round in range(4):
        time_machine.move_to(now, tick=False)
        deliver()
        now += timedelta(minutes=2)
    assert sorted(mail["To"] for mail in api.taken) == ["ada@example.com", "hello@example.com"]
    assert set(Mail.objects.values_list("state", "attempts")) == {(Mail.State.SENT, 3)}
    assert set(Mail.objects.values_list("service_id", flat=True)) == {"id-1", "id-2"}
    ids = {header["Value"] for mail in api.taken for header in mail["Headers"] if header["Name"] == "Message-ID"}
    assert ids == set(Mail.objects.values_list("message_id", flat=True))


def test_what_the_limit_of_an_api_put_off_is_not_hurried_by_other_mail(client, api, time_machine) -> None:
    now = datetime.now(UTC)
    time_machine.move_to(now, tick=False)
    send(client, answers(client, email="", phone="555 010 0199", contact_by="phone"))
    api.says = [429]
    deliver()
    planned = Mail.objects.get().next_attempt_at
    send(client, answers(client, message="another", email="", phone="555 010 0198", contact_by="phone"))
    deliver()
    assert len(api.taken) == 1
    assert Mail.objects.get(state=Mail.State.QUEUED).next_attempt_at == planned
