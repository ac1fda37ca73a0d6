"""What the nginx reference proxy caches for everybody and what it always passes on, with a stand-in for the site."""

import http.client
import re
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from benchmarks.reference_proxy import DEPLOY, NAME, start_proxy
from benchmarks.site_process import free_port
from config.http.page_cache import SHARED_CACHE_CONTROL, TRACKING
from tests.ops.vanishing_host import VanishingHost

pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")


class Site(BaseHTTPRequestHandler):
    """Answers as the site does, with a number on each answer."""

    control, kind = SHARED_CACHE_CONTROL, "text/html; charset=utf-8"
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        body = f"answer {len(self.asked)}".encode()
        self.send_response(200)
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", self.control)
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("X-Frame-Options", "SAMEORIGIN")
        if "/long/" in self.path:
            self.send_header("Permissions-Policy", "a" * 1500)  # makes the headers as large as a real page's
            self.send_header("Location", "a" * 16_384)  # the longest address that Django redirects to
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture(scope="module")
def proxy() -> Iterator[int]:
    """The port of the proxy."""
    folder = Path(tempfile.mkdtemp(prefix="pinpoint-proxy-"))
    folder.chmod(0o755)  # nginx runs as its own user, who can't enter the tests' folders
    (folder / "static").mkdir()
    for kind in ("css", "js", "png"):
        (folder / "static" / f"a.0123456789ab.{kind}").write_bytes(b"1")
        (folder / "static" / f"a.0123456789ab.{kind}").chmod(0o644)
    (folder / "static").chmod(0o755)
    port = free_port()
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        nginx = start_proxy(folder, port, site.server_port)
        yield port
        nginx.terminate()
        nginx.wait(timeout=10)
        site.shutdown()
    shutil.rmtree(folder, ignore_errors=True)


def get(port: int, path: str, method: str = "GET", **headers: str) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        line.request(method, path, headers=headers)
        return line.getresponse().read().decode()


def test_a_page_is_kept_however_its_visitors_came(proxy: int) -> None:
    Site.control = SHARED_CACHE_CONTROL.replace("s-maxage=1", "s-maxage=60")  # so the copy outlives the test
    kept = get(proxy, "/contact/")
    for query in ("", "?utm_source=letter", "?gclid=abc&utm_campaign=spring%20offer", "?fbclid=1&", "?gad_source=1"):
        assert get(proxy, f"/contact/{query}") == kept, query
    assert get(proxy, "/other/?utm_source=letter") != kept


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/?page=2", {"Cookie": "__Host-session=abc"}),
        ("/", {"Cookie": "other=1; __Host-session=abc"}),
        ("/", {"Authorization": "Basic abc"}),
    ],
)
def test_staff_are_always_handed_on_and_nobody_else_sees_their_page(proxy: int, path: str, headers: Any) -> None:
    Site.control = SHARED_CACHE_CONTROL.replace("s-maxage=1", "s-maxage=60")
    own = {get(proxy, path, **headers) for _ in range(2)}
    assert len(own) == 2
    assert get(proxy, path) not in own


@pytest.mark.parametrize("control", ["private, no-cache", "private, no-store", "no-store"])
def test_what_the_site_calls_private_is_not_kept(proxy: int, control: str) -> None:
    Site.control = control
    path = f"/{control.replace(', ', '-')}/"
    assert get(proxy, path) != get(proxy, path)
    assert get(proxy, path, "POST") != get(proxy, path, "POST")


def test_no_query_is_so_long_that_the_site_seems_to_be_away(proxy: int) -> None:
    """The cached copy's name and the answer's headers have to fit into one buffer."""
    Site.control = SHARED_CACHE_CONTROL
    with closing(http.client.HTTPConnection("127.0.0.1", proxy, timeout=20)) as line:
        for path in ("/short/", "/long/", "/admin/long/"):
            statuses = []
            for length in range(0, 9000, 100):
                line.request("GET", f"{path}?{'y' * length}")
                answer = line.getresponse()
                answer.read()
                statuses.append(answer.status)
            assert set(statuses) == {200, 414}, path
            assert statuses == sorted(statuses), path


OWN_PAGES = {
    "no request": (b"hello\r\n\r\n", 400),
    "a header that is too long": (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 40_000 + b"\r\n\r\n", 400),
    "a body that is too long": (b"POST /contact/ HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n", 413),
    "an address that is too long": (b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    "a method that is none": (b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405),
    "two lengths": (
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
    ),
    "a version that is none": (b"GET / HTTP/9.9\r\nHost: a\r\n\r\n", 505),
    "nothing there": (b"GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    "a file that is gone": (b"GET /static/gone.0123456789ab.css HTTP/1.1\r\nHost: a\r\n\r\n", 404),
}


@pytest.mark.parametrize("name", OWN_PAGES)
def test_the_proxys_own_pages_carry_the_security_headers(proxy: int, name: str) -> None:
    sent, status = OWN_PAGES[name]
    with closing(socket.create_connection(("127.0.0.1", proxy), timeout=20)) as line:
        line.sendall(sent)
        answer = http.client.HTTPResponse(line)
        answer.begin()
    assert answer.status == status
    assert_headers(answer.headers)
    assert answer.headers["Server"] == "nginx"


def test_the_name_with_www_leads_to_the_other(proxy: int) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", proxy, timeout=20)) as line:
        line.request("GET", "/admin/?next=/a", headers={"Host": f"www.{NAME}"})
        answer = line.getresponse()
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/admin/?next=/a")


def assert_headers(headers: http.client.HTTPMessage) -> None:
    """Check what MDN's HTTP Observatory looks for. There is no TLS here, so no HSTS header."""
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
    assert "style-src 'self'" in headers["Content-Security-Policy"]  # for the pages while the site is away
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"] is None
    said = headers["Content-Type"]
    assert said is None or "charset=utf-8" in said


def test_the_proxy_hands_out_static_files_and_nothing_beside_them(proxy: int) -> None:
    for path in ("/static/../data/db.sqlite3", "/static/..%2fdata%2fdb.0123456789ab.db", "/static/", "/.git/config"):
        assert get(proxy, path).startswith(("answer", "<html>")), path  # passed on to the site, or refused
    roots = re.findall(r"^\s*(?:root|alias) (\S+);", (DEPLOY / "nginx.conf").read_text(), re.MULTILINE)
    assert roots == ["/var/lib/pinpoint/static/$file", "/var/lib/pinpoint"]
    assert "autoindex" not in (DEPLOY / "nginx.conf").read_text()


def test_a_header_that_the_site_sends_is_neither_doubled_nor_replaced(proxy: int) -> None:
    for _ in range(2):  # straight from the site, and from the cache
        with closing(http.client.HTTPConnection("127.0.0.1", proxy, timeout=20)) as line:
            line.request("GET", "/framed/")
            headers = line.getresponse().headers
        assert headers.get_all("X-Frame-Options") == ["SAMEORIGIN"]
        assert headers.get_all("X-Content-Type-Options") == ["nosniff"]


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [("css", "text/css; charset=utf-8"), ("js", "application/javascript; charset=utf-8"), ("png", "image/png")],
)
def test_a_text_says_its_charset(proxy: int, suffix: str, kind: str) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", proxy, timeout=20)) as line:
        line.request("GET", f"/static/a.0123456789ab.{suffix}")
        assert line.getresponse().headers["Content-Type"] == kind


def test_a_text_in_another_charset_is_handed_on_as_what_it_is(proxy: int) -> None:
    Site.kind = "text/plain; charset=windows-1252"
    with closing(http.client.HTTPConnection("127.0.0.1", proxy, timeout=20)) as line:
        line.request("GET", "/documents/1/list.txt")
        assert line.getresponse().headers["Content-Type"] == Site.kind
    Site.kind = "text/html; charset=utf-8"


def test_the_proxy_sends_hsts_over_https_only() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    assert "map $https$upstream_http_strict_transport_security $pinpoint_transport {\n    on " in text
    assert 'on "max-age=31536000; includeSubDomains; preload";' in text


def test_a_picture_is_kept_whatever_stands_behind_its_address(proxy: int) -> None:
    Site.control = "public, max-age=31536000, immutable"
    kept = get(proxy, "/media/images/band.jpg")
    assert get(proxy, "/media/images/band.jpg?another=1", Cookie="__Host-session=abc") == kept


class Dies(BaseHTTPRequestHandler):
    """A host that dies while it stores an inquiry."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.close_connection = True

    def log_message(self, *_: Any) -> None: ...


def test_an_inquiry_that_its_host_died_of_is_stored_by_the_other() -> None:
    folder = Path(tempfile.mkdtemp(prefix="pinpoint-proxy-"))
    folder.chmod(0o755)
    port = free_port()
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site, ThreadingHTTPServer(("127.0.0.1", 0), Dies) as dies:
        for server in (site, dies):
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        nginx = start_proxy(folder, port, dies.server_port, site.server_port)
        try:
            answers = [get(port, "/inquiries/send/", "POST", **{"Content-Length": "0"}) for _ in range(3)]
        finally:
            nginx.terminate()
            nginx.wait(timeout=10)
            for server in (site, dies):
                server.shutdown()
            shutil.rmtree(folder, ignore_errors=True)
    assert all(answer.startswith("answer") for answer in answers), answers


def test_a_machine_that_vanished_holds_nobody_up() -> None:
    folder = Path(tempfile.mkdtemp(prefix="pinpoint-proxy-"))
    folder.chmod(0o755)
    port = free_port()
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site, VanishingHost() as gone:
        threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        nginx = start_proxy(folder, port, gone.port, site.server_port)
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
                for number in range(6):
                    line.request("GET", f"/search/?q={number}")
                    assert line.getresponse().read()
            assert gone.has_answered.is_set()
        finally:
            nginx.terminate()
            nginx.wait(timeout=10)
            site.shutdown()
            shutil.rmtree(folder, ignore_errors=True)


def test_the_proxy_and_the_site_ignore_the_same_query_parameters() -> None:
    names = TRACKING.pattern.partition("(?:(?:")[2].partition(")=")[0]
    assert f"({names})=" in (DEPLOY / "nginx.conf").read_text()


def test_while_the_site_is_away_everybody_gets_the_phone_number() -> None:
    folder = Path(tempfile.mkdtemp(prefix="pinpoint-proxy-"))
    folder.chmod(0o755)
    for name in ("away", "unavailable"):
        (folder / f"{name}.html").write_text(f"{name}: call 555 0100")
        (folder / f"{name}.html").chmod(0o644)
    port = free_port()
    nginx = start_proxy(folder, port, free_port())
    try:
        for method, path, page in [
            ("GET", "/contact/", "away"),
            ("GET", "/search/?q=hip", "away"),
            ("GET", "/admin/login/", "away"),
            ("POST", "/inquiries/about/", "away"),
            ("POST", "/inquiries/send/", "unavailable"),
        ]:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
                line.request(method, path)
                answer = line.getresponse()
                assert answer.status == 503
                assert answer.read().decode() == f"{page}: call 555 0100", path
                assert answer.headers["Cache-Control"] == "no-store"
                assert_headers(answer.headers)
        assert "555" not in get(port, "/away.html")
    finally:
        nginx.terminate()
        nginx.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)
