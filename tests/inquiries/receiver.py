"""Another system that is notified of inquiries, and answers as it is told to."""

import json
from http.server import BaseHTTPRequestHandler
from typing import Any


class Receiver(BaseHTTPRequestHandler):
    got: list[tuple[dict[str, str], bytes]] = []
    status = 200
    location = ""

    def do_POST(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.got.append((headers, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        if self.location:
            self.send_header("Location", self.location)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass

    @classmethod
    def events(cls) -> list[str]:
        return [json.loads(body)["type"] for _, body in cls.got]
