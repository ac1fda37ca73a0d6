"""Keeps request bodies that arrive slowly, or stop halfway, from using up all threads.

The app server has no time limit for a body, and reading one can't be canceled. So each worker only waits for a few
at a time; further clients are told to try again, and cached pages are always served.
"""

from collections.abc import Callable
from threading import BoundedSemaphore
from typing import Any

MOST_WAITING = 2  # fewer than the worker has threads (config/serve/web.py)
WAIT_FOR_PLACE = 0.2  # seconds; a body that has already arrived takes no time


class TooManyBodiesError(OSError):
    """Django reports it as a body that could not be read (UnreadablePostError)."""


class LimitedBody:
    """A request's body; each read holds one of the places until it is done."""

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
