"""A line to a server that can be cut, refused, or left without an answer at any time."""

import select
import socket
import threading
from contextlib import suppress

MODES = {"open": "hands on", "refuse": "does not listen, and cuts what was open", "hang": "takes and says nothing"}
PIECE = 65536


class Gate:
    """Listens on a port of its own in front of a server on this machine; set `mode` at any time."""

    def __init__(self, behind: int) -> None:
        self.behind, self.port = behind, 0
        self.listener: socket.socket | None = None
        self.lines: set[socket.socket] = set()
        self.lock = threading.Lock()
        self._mode = "open"
        self._listen()

    @property
    def mode(self) -> str:
        return self._mode

    @mode.setter
    def mode(self, mode: str) -> None:
        if mode not in MODES:
            raise ValueError(mode)
        self._mode = mode
        if mode == "refuse":
            self.close()
        elif self.listener is None:
            self._listen()

    def close(self) -> None:
        listener, self.listener = self.listener, None
        with self.lock:
            lines, self.lines = self.lines, set()
        for one in [*lines, *([listener] if listener else [])]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _listen(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(64)
        self.port, self.listener = listener.getsockname()[1], listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

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
                        threading.Event().wait(0.05)
                        continue
                    piece = ready.recv(PIECE)
                    if not piece:
                        return
                    other[ready].sendall(piece)
        with self.lock:
            self.lines -= {line, server}
