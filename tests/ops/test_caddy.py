"""The Caddy reference proxy: whose headers it trusts, what it adds, and what it shows while the site is down."""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.reference_proxy import BUFFERING, DEPLOY, NAME, start_caddy
from benchmarks.site_process import free_port
from tests.ops.test_reference_proxy import assert_headers
from tests.ops.vanishing_host import VanishingHost

pytestmark = pytest.mark.skipif(not shutil.which("caddy"), reason="caddy is not installed")
IS_OLD = BUFFERING == "buffer_requests"
DIGEST = "0123456789ab"


class Site(BaseHTTPRequestHandler):
    """Records the requests it gets and answers as the site does."""

    asked: list[tuple[str, dict[str, str], bytes]] = []
    dies = False

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if self.path != "/healthz":
            self.asked.append((self.path, dict(self.headers.items()), body))
        if self.dies and self.command == "POST":
            self.close_connection = True
            return
        status = {"/none/": 404, "/broken/": 500}.get(self.path, 200)
        text = f"the site’s own {status}".encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.send_header("Cache-Control", "public, max-age=0, s-maxage=1")
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.send_header("X-Request-ID", self.headers.get("X-Request-ID", ""))
        self.end_headers()
        self.wfile.write(text)

    do_POST = do_GET

    def log_message(self, *_: Any) -> None:
        pass

    def handle(self) -> None:
        with suppress(OSError):  # the proxy has given up waiting
            super().handle()


class Dies(Site):
    """A host that dies whenever somebody posts to it."""

    dies = True


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a proxy in front of one host that works and one that dies on posts."""
    folder: Path = tmp_path_factory.mktemp("caddy")
    (folder / "static").mkdir()
    (folder / "static" / f"main.{DIGEST}.js").write_text("1")
    port = free_port()
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site, ThreadingHTTPServer(("127.0.0.1", 0), Dies) as dies:
        for server in (site, dies):
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        caddy = start_caddy(folder, port, site.server_port, dies.server_port)
        yield port
        caddy.terminate()
        caddy.wait(timeout=10)
        for server in (site, dies):
            server.shutdown()


def ask(port: int, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Any:
    """Make a request and read the answer to its end."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        line.request(method, path, body, headers)
        answer = line.getresponse()
        answer.text = answer.read().decode()  # type: ignore[attr-defined]
        return answer


def assert_encrypted_headers(headers: http.client.HTTPMessage) -> None:
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    del headers["Strict-Transport-Security"]
    assert_headers(headers)


def test_the_site_hears_who_asks_from_the_proxy_alone(proxy: int) -> None:
    forged = {"X-Forwarded-For": "198.51.100.1", "X-Forwarded-Proto": "ftp", "X-Forwarded-Host": "evil.example"}
    answer = ask(proxy, "/who/", **forged)
    heard = next(headers for path, headers, _ in Site.asked if path == "/who/")
    assert heard["X-Forwarded-For"] == "127.0.0.1"
    assert heard["X-Forwarded-Proto"] == "http"
    assert len(answer.headers["X-Request-ID"]) > 20


@pytest.mark.parametrize(("path", "status"), [("/none/", 404), ("/broken/", 500), ("/", 200)])
def test_the_sites_own_answers_go_through_as_they_are(proxy: int, path: str, status: int) -> None:
    answer = ask(proxy, path)
    assert (answer.status, answer.text) == (status, f"the site’s own {status}")
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert answer.headers["Content-Security-Policy"] == "default-src 'self'"


# Caddy 2.6 keeps no body to retry with, so the visitor gets the page with the way back to what they typed.
@pytest.mark.skipif(IS_OLD, reason="Caddy before 2.7 sends no body twice.")
def test_an_inquiry_that_its_host_died_of_is_sent_whole_to_the_other(proxy: int) -> None:
    for number in range(4):
        body = f"message={number}&" + "x" * 70_000
        assert ask(proxy, "/inquiries/send/", "POST", body).status == 200
        assert Site.asked[-1][2].decode() == body


def test_a_machine_that_vanished_holds_nobody_up(tmp_path: Path) -> None:
    port = free_port()
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site, VanishingHost() as gone:
        threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        caddy = start_caddy(tmp_path, port, gone.port, site.server_port)
        try:
            for number in range(12):  # Caddy picks either of the two
                assert ask(port, f"/search/?q={number}").status == 200
        finally:
            caddy.terminate()
            caddy.wait(timeout=10)
            site.shutdown()


def test_a_body_is_handed_on_once_it_is_whole(proxy: int) -> None:
    before = len(Site.asked)
    with socket.create_connection(("127.0.0.1", proxy), timeout=20) as line:
        line.sendall(b"POST /slow/ HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nConnection: close\r\n\r\nhalf of it")
        ask(proxy, "/")  # by now anything due to be handed on has been
        assert "/slow/" not in [path for path, *_ in Site.asked[before:]]


def test_files_with_a_digest_come_from_the_disk_and_can_be_kept(proxy: int) -> None:
    answer = ask(proxy, f"/static/main.{DIGEST}.js")
    assert (answer.status, answer.text) == (200, "1")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [(f"/static/gone.{DIGEST}.js", "", 404), ("/contact/", "x" * 27_000_000, 413), ("/readyz", "", 404)],
)
def test_what_the_proxy_refuses_is_not_taken_for_a_site_that_is_away(
    proxy: int, path: str, sent: str, status: int
) -> None:
    answer = ask(proxy, path, "POST" if sent else "GET", sent or None)
    assert answer.status == status
    assert "Retry-After" not in answer.headers
    assert_encrypted_headers(answer.headers)


def test_while_the_site_is_away_everybody_gets_the_phone_number(tmp_path: Path) -> None:
    for name in ("away", "unavailable"):
        (tmp_path / f"{name}.html").write_text(f"{name}: call 555 0100")
    port = free_port()
    caddy = start_caddy(tmp_path, port, free_port())
    try:
        for method, path, page in [("GET", "/contact/", "away"), ("POST", "/inquiries/send/", "unavailable")]:
            answer = ask(port, path, method, "a=b" if method == "POST" else None)
            assert (answer.status, answer.text) == (503, f"{page}: call 555 0100"), path
            assert answer.headers["Cache-Control"] == "no-store"
            assert_encrypted_headers(answer.headers)
    finally:
        caddy.terminate()
        caddy.wait(timeout=10)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """The HTTPS and HTTP ports of a proxy set up as on a server, with nothing behind it."""
    folder: Path = tmp_path_factory.mktemp("public")
    (folder / "away.html").write_text("away")
    ports = free_port(), free_port()
    caddy = start_caddy(folder, ports[0], free_port(), plain_port=ports[1])
    yield ports
    caddy.terminate()
    caddy.wait(timeout=10)


@pytest.mark.parametrize("host", [NAME, f"www.{NAME}", "203.0.113.7"])
def test_only_visitors_are_led_from_plain_http_to_https(public: tuple[int, int], host: str) -> None:
    for path in ("/anymail/postmark/inbound/", "/inquiries/calendar/secret.ics", "/metrics", "//anymail/postmark/"):
        answer = ask(public[1], path, "POST", "a=b", Host=host)
        assert (answer.status, answer.headers["Location"]) == (403, None), path
        assert_headers(answer.headers)
    answer = ask(public[1], "/contact/?page=2", Host=host)
    assert (answer.status, answer.headers["Location"]) == (308, f"https://{host}/contact/?page=2")
    assert_headers(answer.headers)


@pytest.mark.parametrize(("host", "status"), [(NAME, 503), (f"www.{NAME}", 421), ("203.0.113.7", 421)])
def test_each_answer_by_tls_carries_the_security_headers_whatever_name_was_asked_for(
    public: tuple[int, int], host: str, status: int
) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", public[0]), timeout=20) as line:
        encrypted = context.wrap_socket(line, server_hostname=NAME)
        encrypted.sendall(f"GET /contact/ HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        answer = http.client.HTTPResponse(encrypted)
        answer.begin()
    assert answer.status == status
    assert_encrypted_headers(answer.headers)


def test_the_composed_proxy_takes_what_it_is_given() -> None:
    composed = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["proxy"]["environment"]
    given = {name: value.replace("${SITE_URL:?}", "https://clinic.example") for name, value in composed.items()}
    given |= {"SITE_BUFFERING": BUFFERING} if IS_OLD else {}
    read = set(re.findall(r"{\$(\w+)", (DEPLOY / "Caddyfile").read_text()))
    assert given.keys() == read
    command = ["caddy", "adapt", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]
    done = subprocess.run(command, env=os.environ | given, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    assert '"name":"web"' in done.stdout
    assert '"host":["clinic.example"]' in done.stdout
