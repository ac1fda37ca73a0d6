"""A server on loopback that misbehaves on demand."""

import socket
import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import ClassVar


class FaultyServer(ABC):
    """Listens on its own port; set `mode` at any time. Each connection is served in a thread."""

    modes: ClassVar[dict[str, str]]  # each with its meaning; `refuse` accepts no connection

    def __init__(self, mode: str) -> None:
        self._mode = mode
        self._listener = self._bound(0)
        self.port: int = self._listener.getsockname()[1]
        if mode != "refuse":
            self._listen()

    @property
    def mode(self) -> str:
        return self._mode

    @mode.setter
    def mode(self, mode: str) -> None:
        if mode not in self.modes:
            raise ValueError(mode)
        before, self._mode = self._mode, mode
        if mode == "refuse":
            self.close()
            self._listener = self._bound(self.port)  # without listening; otherwise another process could take the port
        elif before == "refuse":
            self._listen()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    @abstractmethod
    def serve(self, connection: socket.socket) -> None:
        """Talk to a client, in a separate thread."""

    @staticmethod
    def _bound(port: int) -> socket.socket:
        bound = socket.socket()
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", port))
        return bound

    def _listen(self) -> None:
        self._listener.listen(64)
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()
