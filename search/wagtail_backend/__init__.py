"""Wagtail's own search (the admin's lists and choosers), made safe for any input.

`WAGTAILSEARCH_BACKENDS` names this module; Wagtail imports `SearchBackend` from it.
"""

from importlib import import_module
from typing import Any

from django.db import connection
from modelsearch.backends.base import BaseSearchBackend


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:
    """Return the backend for the database in use."""
    module = import_module(f"search.wagtail_backend.{connection.vendor}")  # which works with this database only
    backend: BaseSearchBackend = module.Backend(params)
    return backend
