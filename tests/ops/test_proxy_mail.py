"""Either proxy lets through a mail with pictures, as services deliver it, and nothing else of that size."""

import shutil
import tempfile
import threading
from contextlib import suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from benchmarks.reference_proxy import NAME, start_caddy, start_proxy
from benchmarks.site_process import free_port
from inquiries.mail.webhooks import MAX_BODY_BYTES

STARTED = {"nginx": start_proxy, "caddy": start_caddy}


class Site(BaseHTTPRequestHandler):
    """Answers with the length of the body it received."""

    def do_GET(self) -> None:
        """Answer Caddy's health check."""
        self.do_POST()

    def do_POST(self) -> None:
        came = str(len(self.rfile.read(int(self.headers["Content-Length"] or 0)))).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(came)))
        self.end_headers()
        self.wfile.write(came)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.mark.parametrize("proxy", STARTED)
def test_a_mail_with_pictures_comes_through(proxy: str) -> None:
    if not shutil.which(proxy):
        pytest.skip(f"{proxy} is not installed")
    folder = Path(tempfile.mkdtemp(prefix=f"{proxy}-"))
    folder.chmod(0o755)  # nginx runs as its own user, who can't enter the tests' folders
    port, mail = free_port(), bytes(MAX_BODY_BYTES)
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        process = STARTED[proxy](folder, port, site.server_port)
        try:
            answers = [post(port, path, mail) for path in ("/anymail/postmark/inbound/", "/contact/")]
        finally:
            process.terminate()
            process.wait(timeout=10)
            site.shutdown()
            shutil.rmtree(folder, ignore_errors=True)
    assert answers[0] == (200, str(MAX_BODY_BYTES))
    assert answers[1][0] == 413


def post(port: int, path: str, body: bytes) -> tuple[int, str]:
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    line.putrequest("POST", path, skip_host=True)
    for name, value in {"Host": NAME, "Content-Length": str(len(body)), "Expect": "100-continue"}.items():
        line.putheader(name, value)
    line.endheaders()
    with suppress(OSError):  # refused before the whole body was sent
        line.send(body)
    answer = line.getresponse()
    return answer.status, answer.read().decode()
