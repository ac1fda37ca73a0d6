"""Visitors who open the form, take their time, send it, double-click, and retry if the connection breaks."""

import http.client
import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = re.compile(r'name="token" value="([^"]+)"')
WRITING_SECONDS = 0.4
TRIES = 12


def filled_in(token: str, name: str, email: str, message: str) -> dict[str, str]:
    """The fields of the inquiry form."""
    return {"token": token, "name": name, "email": email, "contact_by": "email", "message": message, "consent": "on"}


@dataclass
class Seen:
    """What visitors saw."""

    acknowledged: set[str] = field(default_factory=set)
    told_to_call: set[str] = field(default_factory=set)
    answers: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Client(threading.Thread):
    """One of many; sends `count` inquiries, each as a different visitor."""

    def __init__(self, number: int, count: int, port: int, seen: Seen) -> None:
        super().__init__(daemon=True)
        self.number, self.left, self.port, self.seen = number, count, port, seen
        self.die = random.Random(number)  # noqa: S311 (no secret)
        self.line: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: str = "", address: str = "198.51.100.1") -> tuple[int, str]:
        """One request, repeated on a new connection if the old one broke, as a browser or an impatient person does."""
        headers = {"X-Forwarded-For": address, "Content-Type": "application/x-www-form-urlencoded"}
        for attempt in range(TRIES):
            try:
                if self.line is None:
                    self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                self.line.request(method, path, body or None, headers)
                answer = self.line.getresponse()
                return answer.status, answer.read().decode()
            except (OSError, http.client.HTTPException):
                self.line = None
                with self.seen.lock:
                    self.seen.answers["broken line"] += 1
                time.sleep(0.2 * (attempt + 1))
        return 0, ""

    def run(self) -> None:
        written = 0
        while self.left:
            opened = TOKEN.search(self.ask("GET", "/contact/")[1])
            time.sleep(WRITING_SECONDS)
            if opened:
                self.left -= 1
                written += 1
                self.send(f"v{self.number}-{written}@example.com", opened[1], written)

    def send(self, email: str, token: str, written: int) -> None:
        message = f"My shoulder hurts since day {written}, says {email}."
        body = urlencode(filled_in(token, f"Visitor {self.number} {written}", email, message))
        address = f"10.{self.number}.{written // 200}.{written % 200}"
        began = time.monotonic()
        status, _ = self.ask("POST", "/inquiries/send/", body, address)
        took = time.monotonic() - began
        if self.die.random() < 0.05:  # a double click
            self.ask("POST", "/inquiries/send/", body, address)
        with self.seen.lock:
            self.seen.answers[str(status)] += 1
            self.seen.seconds.append(took)
            (self.seen.acknowledged if status == 303 else self.seen.told_to_call).add(email)


def visit(port: int, clients: int, inquiries: int) -> tuple[Seen, list[Client]]:
    """Start the visitors; they end by themselves."""
    seen = Seen()
    share, more = divmod(inquiries, clients)
    crowd = [Client(n, share + (n < more), port, seen) for n in range(clients)]
    for client in crowd:
        client.start()
    return seen, crowd
