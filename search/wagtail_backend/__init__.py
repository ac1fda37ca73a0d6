"""Wagtail's own search (the admin's lists and choosers), made safe for any input.

`WAGTAILSEARCH_BACKENDS` names this module; Wagtail imports `SearchBackend` from it.
"""

from typing import Any

from django.db import connection
from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:
    """Return the safe version of the backend that Wagtail would choose for the database."""
    chosen = database.SearchBackend(params)
    # Imported lazily, since each module only works with its own database.
    if connection.vendor == "postgresql":
        from search.wagtail_backend.postgresql import PostgreSQLBackend  # noqa: PLC0415

        return PostgreSQLBackend(params)
    if connection.vendor == "sqlite" and type(chosen).__name__ == "SQLiteSearchBackend":
        from search.wagtail_backend.sqlite import SQLiteBackend  # noqa: PLC0415

        return SQLiteBackend(params)
    return chosen
