"""A mail service that accepts every mail and saves each as a file."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path


@contextmanager
def mail_server(folder: Path) -> Iterator[str]:
    """Serve until the end of the block; yields a value for EMAIL_URL."""
    folder.mkdir()
    numbers = count()

    class Session(socketserver.StreamRequestHandler):
        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

        def handle(self) -> None:
            self.say("220 ready")
            for line in self.rfile:
                command = line[:4].upper()
                if command == b"DATA":
                    self.say("354 go on")
                    self.keep()
                self.say("221 bye" if command == b"QUIT" else "250 fine")

        def keep(self) -> None:
            lines = iter(self.rfile.readline, b".\r\n")
            partial = folder / f"{next(numbers):05}.partial"
            partial.write_bytes(b"".join(line.removeprefix(b".") for line in lines))
            partial.rename(partial.with_suffix(".eml"))

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Session) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
