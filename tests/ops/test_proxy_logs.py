"""The reference proxies log no search terms, no secret links and nobody's address."""

import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from benchmarks.reference_proxy import DEPLOY, NAME, start_caddy, start_proxy
from benchmarks.site_process import free_port
from config.accounts.urls import urlpatterns as accounts
from content.models.coming_soon import LOOK
from inquiries.urls import urlpatterns as inquiries

CANARY = "canary-4711"
SECRETS = (
    "/admin/password_reset/confirm/MQ/{}/",
    "/_look/{}/",
    "/admin/invitation/{}/",
    "/inquiries/calendar/{}.ics",
    "/inquiries/monday-email/{}/",
)
HOSTS = (NAME, f"www.{NAME}", "203.0.113.7", "")
STARTED = {"nginx": start_proxy, "caddy": start_caddy}


class Site(BaseHTTPRequestHandler):
    """Answers every address, but dies in the middle of its answer to one of them."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"o" if self.path.startswith("/half/") else b"ok")
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(params=STARTED)
def folder(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder for everything that the proxy of this name writes."""
    if not shutil.which(request.param):
        pytest.skip(f"{request.param} is not installed")
    folder = Path(tempfile.mkdtemp(prefix=f"{request.param}-"))
    folder.chmod(0o755)  # nginx runs as its own user, who can't enter the tests' folders
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def sent(port: int, request: str, is_encrypted: bool) -> bytes:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as line:
        if is_encrypted:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            line = context.wrap_socket(line, server_hostname=NAME)
        line.sendall(request.encode())
        with suppress(OSError):
            return line.recv(65536)
    return b""


def written(folder: Path, act: Callable[[int, int], None], site_port: int) -> str:
    """Everything a proxy logs, from its start to its end."""
    ports = free_port(), free_port()
    start = STARTED[folder.name.partition("-")[0]]
    proxy: subprocess.Popen[bytes] = start(folder, ports[0], site_port, plain_port=ports[1])
    try:
        act(*ports)
    finally:
        proxy.terminate()
        proxy.wait(timeout=10)
    return "".join(log.read_text() for log in folder.glob("*.log"))


def ask_for_everything(port: int, plain_port: int, *, has_tls: bool) -> None:
    """Request each kind of address under each host name, well-formed and not, with a browser's user agent."""
    paths = [f"/search/?q={CANARY}", f"/half/?q={CANARY}", f"/.well-known/acme-challenge/x?{CANARY}"]
    paths += [path.format(CANARY) for path in SECRETS]

    def ask(path: str, host: str, door: tuple[int, bool]) -> bytes:
        named = f"Host: {host}\r\n" if host else ""  # without a Host header: 400, before the path is known
        header = f"User-Agent: {CANARY}\r\nReferer: https://{NAME}/?{CANARY}\r\nConnection: close\r\n\r\n"
        return sent(door[0], f"GET {path} HTTP/1.1\r\n{named}{header}", door[1])

    with ThreadPoolExecutor(8) as visitors:  # in parallel, since each may wait for a site that is down
        for answer in visitors.map(
            ask, *zip(*product(paths, HOSTS, [(port, has_tls), (plain_port, False)]), strict=True)
        ):
            assert answer.startswith(b"HTTP/1.1 ")
    sent(port, f"GET {SECRETS[0].format(CANARY)} HTTP/1.1\r\nHost: {NAME}\r\nX: {'x' * 40_000}\r\n\r\n", has_tls)


@pytest.mark.parametrize("is_away", [False, True])
def test_neither_proxy_writes_down_what_was_asked_for_by_whatever_name(folder: Path, is_away: bool) -> None:
    has_tls = folder.name.startswith("caddy")  # nginx has no certificate here
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        log = written(
            folder,
            lambda *ports: ask_for_everything(*ports, has_tls=has_tls),
            free_port() if is_away else site.server_port,
        )
        site.shutdown()
    assert log
    assert [line for line in log.splitlines() if CANARY in line or "remote_ip" in line] == []


def test_nginx_notes_the_path_of_what_is_no_secret() -> None:
    pattern = re.search(
        r'map \$uri \$pinpoint_logged {\s+default 1;\s+"~(\S+)" 0;', (DEPLOY / "nginx.conf").read_text()
    )
    assert pattern
    for path in SECRETS:
        assert re.match(pattern[1], path)
    for path in ("/", "/search/", "/inquiries/send/", "/admin/", "/admin/password_reset/", "/metrics", "/away.html"):
        assert not re.match(pattern[1], path)


def test_each_address_with_a_secret_is_known() -> None:
    known = {path.partition("{")[0] for path in SECRETS}
    named = [f"/{address.pattern}" for address in [*accounts, *inquiries]]
    secret = {re.split("<", path)[0] for path in named if re.search(r"<(\w+:)?(token|key|uidb64)>", path)}
    assert secret | {LOOK} == {path.replace("MQ/", "") for path in known}
