"""A connection to a server that can be cut, refused, or left unanswered at any time."""

import select
import socket
import threading
import time
from contextlib import suppress

from benchmarks.faulty_server import FaultyServer

MODES = {"open": "hands on", "refuse": "takes nobody, and cuts what was open", "hang": "takes and says nothing"}
PIECE = 65536


class Gate(FaultyServer):
    """Stands in front of a server on this machine; set `mode` at any time."""

    modes = MODES

    def __init__(self, behind: int) -> None:
        self.behind = behind
        self.lines: set[socket.socket] = set()
        self.lock = threading.Lock()
        super().__init__("open")

    def close(self) -> None:
        super().close()
        with self.lock:
            lines, self.lines = self.lines, set()
        for line in lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def serve(self, connection: socket.socket) -> None:
        with connection, socket.socket() as server, suppress(OSError, ValueError):
            with self.lock:
                self.lines |= {connection, server}
            server.connect(("127.0.0.1", self.behind))
            self._hand_on(connection, server)
        with self.lock:
            self.lines -= {connection, server}

    def _hand_on(self, connection: socket.socket, server: socket.socket) -> None:
        """Copy in both directions until one side ends; nothing moves while the gate hangs."""
        other = {connection: server, server: connection}
        while True:
            for ready in select.select([connection, server], [], [], 0.2)[0]:
                if self._mode == "hang":
                    time.sleep(0.05)
                    continue
                piece = ready.recv(PIECE)
                if not piece:
                    return
                other[ready].sendall(piece)
