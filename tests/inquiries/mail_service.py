"""A mail service that behaves as it is told."""

from collections.abc import Callable
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend


class Service(BaseEmailBackend):
    """A mail backend that fails while `error` is set, and calls `meanwhile` once in the middle of sending."""

    error: BaseException | None = None
    goodbye: Exception | None = None
    meanwhile: Callable[[], None] | None = None
    taken: list[Any] = []
    calls = 0

    def send_messages(self, messages: Any) -> int:
        mine = type(self)
        mine.calls += 1
        if self.error:
            raise self.error
        if meanwhile := mine.__dict__["meanwhile"]:
            mine.meanwhile = None
            meanwhile()
        self.taken.extend(messages)
        return len(messages)

    def close(self) -> None:
        if self.goodbye:
            raise self.goodbye
