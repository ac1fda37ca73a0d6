"""A stand-in for another site, on loopback, which the site's own client would refuse because it isn't a public host."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from content.links.outside import Outside


class OtherSite:
    """Answers as told: (method or *, path) → (status, headers, body), and records what it was asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answers: dict[tuple[str, str], tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def says(self, path: str, status: int = 200, body: str = "", method: str = "*", **headers: str) -> None:
        self.answers[method, path] = (status, headers, body.encode())

    def outside(self) -> Outside:
        return Outside("PinpointLinkCheck/1.0 (+http://localhost)", lambda _: True, (self.port,))


@contextmanager
def other_site() -> Iterator[OtherSite]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            site.asked.append((self.command, self.path))
            site.agents.add(self.headers["User-Agent"])
            found = site.answers.get((self.command, self.path)) or site.answers.get(("*", self.path))
            status, headers, body = found or (404, {}, b"")
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_GET = do_HEAD = answer

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = OtherSite(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
