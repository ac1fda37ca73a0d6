"""A host whose machine loses power: it closes no connection, so its peers believe that it is still there."""

import socket
import threading
from typing import Self

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n\r\nvanish!"


class VanishingHost:
    """Answers the first request, then neither accepts another connection nor answers on the open one."""

    def __enter__(self) -> Self:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.door.getsockname()[1]
        self.lines: list[socket.socket] = []
        self.has_answered = threading.Event()
        threading.Thread(target=self.answer_once, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for line in self.lines:
            line.close()
        self.door.close()

    def answer_once(self) -> None:
        while not self.has_answered.is_set():
            line, _ = self.door.accept()
            self.lines.append(line)
            if b"/healthz" not in line.recv(65536):
                self.has_answered.set()
            line.sendall(ANSWER)
        self.door.close()
