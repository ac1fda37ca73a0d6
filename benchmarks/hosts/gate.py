"""A line to a server that can be cut, refused, or left without an answer at any time."""

import select
import socket
import threading
import time
from contextlib import suppress

MODES = {"open": "hands on", "refuse": "takes nobody, and cuts what was open", "hang": "takes and says nothing"}
PIECE = 65536


class Gate:
    """Listens on a port of its own in front of a server on this machine; set `mode` at any time."""

    def __init__(self, behind: int) -> None:
        self.behind, self._mode = behind, "open"
        self.lines: set[socket.socket] = set()
        self.lock = threading.Lock()
        self.socket = self._bound(0)
        self.port: int = self.socket.getsockname()[1]
        self._listen()

    @property
    def mode(self) -> str:
        return self._mode

    @mode.setter
    def mode(self, mode: str) -> None:
        if mode not in MODES:
            raise ValueError(mode)
        before, self._mode = self._mode, mode
        if mode == "refuse":
            self.close()
            self.socket = self._bound(self.port)  # without listening; the port could become somebody else's otherwise
        elif before == "refuse":
            self._listen()

    def close(self) -> None:
        with self.lock:
            lines, self.lines = self.lines, set()
        for one in [*lines, self.socket]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    @staticmethod
    def _bound(port: int) -> socket.socket:
        bound = socket.socket()
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", port))
        return bound

    def _listen(self) -> None:
        self.socket.listen(64)
        threading.Thread(target=self._accept, args=(self.socket,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                line, _ = listener.accept()
                threading.Thread(target=self._hand_on, args=(line,), daemon=True).start()

    def _hand_on(self, line: socket.socket) -> None:
        """Both ways until one side ends; nothing moves while the gate hangs."""
        with line, socket.socket() as server, suppress(OSError, ValueError):
            with self.lock:
                self.lines |= {line, server}
            server.connect(("127.0.0.1", self.behind))
            other = {line: server, server: line}
            while True:
                for ready in select.select([line, server], [], [], 0.2)[0]:
                    if self._mode == "hang":
                        time.sleep(0.05)
                        continue
                    piece = ready.recv(PIECE)
                    if not piece:
                        return
                    other[ready].sendall(piece)
        with self.lock:
            self.lines -= {line, server}
