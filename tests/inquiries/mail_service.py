"""A mail service that does as it is told."""

from typing import Any

from django.core.mail.backends.base import BaseEmailBackend


class Service(BaseEmailBackend):
    """A mail service that fails while `error` is set."""

    error: Exception | None = None
    goodbye: Exception | None = None
    taken: list[Any] = []
    calls = 0

    def send_messages(self, messages: Any) -> int:
        type(self).calls += 1
        if self.error:
            raise self.error
        self.taken.extend(messages)
        return len(messages)

    def close(self) -> None:
        if self.goodbye:
            raise self.goodbye
