"""Visitors from many addresses who read pages, view images, and write to the clinic."""

import gzip
import hashlib
import http.client
import re
import threading
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from benchmarks.hosts.cluster import NAME

PAGES = ["/", "/conditions/hip-pain/", "/pain-map/calf/", "/trigger-points/", "/contact/", "/search/?q=hip"]
TOKEN = re.compile(r'name="token" value="([^"]+)"')
PICTURE = re.compile(r'src="(/media/[^"]+)"')
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"
TIMEOUT_SECONDS = 70  # longer than the proxy's


@dataclass(frozen=True)
class Answer:
    path: str
    status: int  # 0: no response
    began: float
    seconds: float
    etag: str = ""
    body: bytes = field(default=b"", repr=False)
    location: str = ""
    cookies: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def ended(self) -> float:
        return self.began + self.seconds

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.text)
        return found[1] if found else ""


def send_request(
    port: int, path: str, form: dict[str, str] | None = None, *, address: str = "127.0.0.1", **headers: str
) -> Answer:
    """One request from a client's own address, as a browser sends it."""
    began = time.monotonic()
    sent = {"Host": NAME, "User-Agent": AGENT, "Accept-Encoding": "gzip"} | headers
    if form is not None:
        sent |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{NAME}"}
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS, source_address=(address, 0))
    try:
        with closing(line):
            line.request("GET" if form is None else "POST", path, urlencode(form) if form is not None else None, sent)
            answer = line.getresponse()
            body = answer.read()
    except (OSError, http.client.HTTPException):  # includes a body that ends too early
        return Answer(path, 0, began, time.monotonic() - began)
    if answer.headers["Content-Encoding"] == "gzip":
        body = gzip.decompress(body)
    seconds = time.monotonic() - began
    etag, location = answer.headers["ETag"] or "", answer.headers["Location"] or ""
    set_cookies = SimpleCookie("; ".join(answer.headers.get_all("Set-Cookie", [])))
    cookies = {name: one.value for name, one in set_cookies.items()}
    return Answer(path, answer.status, began, seconds, etag, body, location, cookies)


def send_to_host(port: int, path: str, form: dict[str, str] | None = None, *, address: str, **headers: str) -> Answer:
    """One request straight to a host, with the headers that the proxy would add."""
    forwarded = {"X-Forwarded-For": address, "X-Forwarded-Proto": "https"}
    return send_request(port, path, form, **forwarded, **headers)


def inquiry_of(token: str, who: str) -> dict[str, str]:
    """The fields of the inquiry form."""
    return {
        "token": token,
        "name": f"Visitor {who}",
        "email": f"{who}@example.com",
        "contact_by": "email",
        "message": f"My shoulder has hurt for a while. Do you have time for me next week? {who}",
        "consent": "on",
    }


def is_whole(answer: Answer) -> bool:
    """Whether a page's bytes are those that its ETag was made from."""
    digest = re.match(r'W/"([0-9a-f]{20})-', answer.etag)
    return not digest or hashlib.sha256(answer.body).hexdigest().startswith(digest[1])


class Crowd:
    """Several visitors at once, from `start` to `stop`; each inquiry comes from its own address."""

    def __init__(self, port: int, size: int) -> None:
        self.port, self.size = port, size
        self.answers: list[Answer] = []
        self.torn: list[Answer] = []
        self.acknowledged: set[str] = set()
        self.over = threading.Event()
        self.rounds: defaultdict[int, int] = defaultdict(int)
        self.threads: list[threading.Thread] = []

    def start(self) -> None:
        self.over.clear()
        self.answers, self.torn = [], []
        self.threads = [threading.Thread(target=self.visit, args=(number,), daemon=True) for number in range(self.size)]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Let everyone finish their current request."""
        self.over.set()
        for thread in self.threads:
            thread.join(timeout=2 * TIMEOUT_SECONDS)

    def visit(self, number: int) -> None:
        while not self.over.is_set():
            self.rounds[number] += 1
            turn = self.rounds[number]
            address = f"127.{10 + number}.{turn // 250}.{turn % 250 + 1}"
            page = self.look(PAGES[(number + turn) % len(PAGES)], address)
            for picture in PICTURE.findall(page.text)[:1]:
                self.look(picture, address)
            if token := TOKEN.search(self.look("/contact/", address).text):
                who = f"v{number}-{turn}"
                form = inquiry_of(token[1], who)
                answer = self.keep(send_request(self.port, "/inquiries/send/", form, address=address))
                if answer.status == 303:
                    self.acknowledged.add(f"{who}@example.com")
            self.over.wait(0.2)

    def look(self, path: str, address: str) -> Answer:
        return self.keep(send_request(self.port, path, address=address))

    def keep(self, answer: Answer) -> Answer:
        self.answers.append(answer)
        if not is_whole(answer):
            self.torn.append(answer)
        return answer
