"""The listener at ALERT_WEBHOOK_URL."""

import json
import threading
from http.server import BaseHTTPRequestHandler
from typing import Any


class Pager(BaseHTTPRequestHandler):
    """Keeps what it is sent and answers with `status`."""

    got: list[dict[str, Any]] = []
    status = 200
    came = threading.Event()

    def do_POST(self) -> None:
        self.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        if 300 <= self.status < 400:
            self.send_header("Location", "/login")
        self.end_headers()
        self.came.set()

    def do_GET(self) -> None:
        """A page, as for whoever follows a redirect, that no alert has reached."""
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass

    @classmethod
    def wait(cls) -> list[dict[str, Any]]:
        """Wait until an alert has come in (they are sent while the visitor is answered) and return all of them."""
        assert cls.came.wait(20)
        return cls.got
