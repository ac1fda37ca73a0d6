"""Request bodies that arrive slowly, or stop half-way, leave threads for everybody else.

The app server has no limit on how long a body may take, and reading one can't be given up. So only so many are
waited for in each worker; whoever comes on top is told to try again, and kept pages are answered all the time.
"""

from collections.abc import Callable
from threading import BoundedSemaphore
from typing import Any

MOST_WAITING = 2  # fewer than the worker has threads (config/serve/supervisor.py)
WAIT_FOR_PLACE = 0.2  # seconds: bodies that are already here take none of it


class TooManyBodiesError(OSError):
    """Django reports it as a body that could not be read (UnreadablePostError)."""


class LimitedBody:
    """A request's body; each read takes one of the places until it has what it asked for."""

    def __init__(self, stream: Any, places: BoundedSemaphore) -> None:
        self.stream, self.places = stream, places

    def read(self, *size: int) -> bytes:
        return self.wait_for(self.stream.read, *size)

    def readline(self, *size: int) -> bytes:
        return self.wait_for(self.stream.readline, *size)

    def wait_for(self, read: Callable[..., bytes], *size: int) -> bytes:
        if not self.places.acquire(timeout=WAIT_FOR_PLACE):
            raise TooManyBodiesError("Too many bodies are being waited for.")
        try:
            return read(*size)
        finally:
            self.places.release()
