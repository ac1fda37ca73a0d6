"""A mail server that misbehaves on demand and remembers every mail it ever received."""

import random
import re
import socket
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from benchmarks.faulty_server import FaultyServer

MODES = {
    "ok": "takes mails",
    "refuse": "does not listen at all",
    "hang": "takes the connection and says nothing",
    "drip": "sends a byte a second for ever",
    "busy": "421 at once",
    "later": "451 after the text",
    "greylist": "450 for the recipient",
    "no_recipient": "550 for the recipient",
    "reject": "554 after the text",
    "cut": "keeps the mail and closes before saying so",
    "mute": "keeps the mail and never says so",
    "break": "closes in the middle of the text",
    "slow": "takes 0.1 s for each answer",
    "mixed": "any of these, another one for each connection",
}
MIX = ["ok", "ok", "ok", "hang", "busy", "later", "greylist", "no_recipient", "reject", "cut", "mute", "break", "slow"]
HANG_SECONDS = 120


@dataclass(frozen=True)
class Arrival:
    """A mail that the server received completely. `said_so`: it told the sender. `sender`: the name in the greeting."""

    sender: str
    message_id: str
    recipient: str
    subject: str
    text: str = field(repr=False)
    said_so: bool
    at: float


class FaultySmtp(FaultyServer):
    """Use as a context manager; set `mode` at any time."""

    modes = MODES

    def __init__(self, mode: str = "ok", seed: int = 1) -> None:
        self.arrivals: list[Arrival] = []
        self.connections = 0
        self._random = random.Random(seed)  # noqa: S311 (no secret)
        self._lock = threading.Lock()
        self._ended = threading.Event()
        super().__init__(mode)

    def __enter__(self) -> "FaultySmtp":
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.close()

    def serve(self, connection: socket.socket) -> None:
        with self._lock:
            self.connections += 1
        with connection, suppress(OSError, StopIteration):
            connection.settimeout(HANG_SECONDS)
            mode = self._random.choice(MIX) if self._mode == "mixed" else self._mode
            if mode == "hang":
                connection.recv(1)  # until the other side gives up
            elif mode == "drip":
                while not self._ended.wait(1):
                    connection.sendall(b"2")
            elif mode == "busy":
                connection.sendall(b"421 too busy\r\n")
            elif mode != "refuse":
                self._talk(connection, mode)

    def _talk(self, connection: socket.socket, mode: str) -> None:
        lines = self._lines(connection)

        def say(text: str) -> None:
            if mode == "slow":
                time.sleep(0.1)
            connection.sendall(text.encode() + b"\r\n")

        sender = recipient = ""
        refusals = {"no_recipient": "550 no such user", "greylist": "450 come back later"}
        say("220 faulty")
        for line in lines:
            word = line[:4].upper()
            if word == "QUIT":
                say("221 bye")
                return
            if word == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
                say(refusals.get(mode, "250 ok"))
            elif word == "DATA":
                say("354 go on")
                if mode == "break":
                    next(lines)
                    return
                text = "\n".join(iter(lambda: next(lines), "."))
                if mode in {"later", "reject"}:
                    say("451 later" if mode == "later" else "554 no")
                    continue
                self._keep(sender, recipient, text, said_so=mode not in {"cut", "mute"})
                if mode == "mute":
                    connection.recv(1)  # until the other side gives up
                if mode in {"cut", "mute"}:
                    return
                say("250 taken")
            else:
                if word in {"EHLO", "HELO"}:
                    sender = line[4:].strip()
                say("250 ok")

    @staticmethod
    def _lines(connection: socket.socket) -> Iterator[str]:
        with connection.makefile("rb") as stream:
            for line in stream:
                yield line.decode("utf-8", "replace").rstrip("\r\n")

    def _keep(self, sender: str, recipient: str, text: str, *, said_so: bool) -> None:
        headers = re.sub(r"\n[ \t]+", " ", text.partition("\n\n")[0])

        def header(name: str) -> str:
            found = re.search(rf"^{name}:\s*(.*)$", headers, re.I | re.M)
            return found[1].strip() if found else ""

        arrival = Arrival(sender, header("Message-ID"), recipient, header("Subject"), text, said_so, time.time())
        with self._lock:
            self.arrivals.append(arrival)


def duplicates(arrivals: list[Arrival], kills: dict[str, float]) -> Counter[str]:
    """Count mails that arrived more than once, by reason. All copies of a mail have one Message-ID.

    A kill explains a copy only if the killed worker sent it, as its last mail: then the worker died before it could
    record that. `kills` says when each worker was killed.
    """
    found: Counter[str] = Counter()
    copies: dict[str, list[Arrival]] = defaultdict(list)
    last: dict[str, Arrival] = {}
    for arrival in sorted(arrivals, key=lambda arrival: arrival.at):
        copies[arrival.message_id].append(arrival)
        last[arrival.sender] = arrival
    for group in copies.values():
        for earlier in group[:-1]:
            if not earlier.said_so:
                why = "server never said that it took it"
            elif last[earlier.sender] is earlier and earlier.at <= kills.get(earlier.sender, 0):
                why = "its worker was killed"
            else:
                why = "unexplained"
            found[why] += 1
    return found
