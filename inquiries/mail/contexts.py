"""A registry of template contexts, for other apps' emails."""

from collections.abc import Callable
from typing import Any


class NothingToSendError(Exception):
    """There is nothing to send after all; the worker drops the email."""


# Maps a purpose to a function from the Mail to its template context, called at send time. `to` replaces the recipient.
CONTEXT: dict[str, Callable[[Any], dict[str, Any]]] = {}
