"""A registry for mails of other apps: which context the template of such a mail gets."""

from collections.abc import Callable
from typing import Any


class NothingToSendError(Exception):
    """There is nothing to send after all: the worker drops the mail."""


# Purpose → a function from the mail to its template's context, called when it is sent. `to` replaces the recipient.
CONTEXT: dict[str, Callable[[Any], dict[str, Any]]] = {}
