"""Mails whose words another module knows: it registers here what the template of such a mail is to be given."""

from collections.abc import Callable
from typing import Any


class NotOwedError(Exception):
    """There is nothing to send any more, or never was: the mail is dropped."""


# Purpose → the context of its template, made of the mail when it is sent. `to` replaces the recipient as it was typed.
CONTEXT: dict[str, Callable[[Any], dict[str, Any]]] = {}
