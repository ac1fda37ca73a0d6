"""Django's PostgreSQL backend, which retries while the server restarts."""

import threading
import time
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from config.circuit_breaker import circuit_breaker

RETRY_SECONDS = 10.0  # a restart takes one to five
PAUSE_SECONDS = 0.1


class DatabaseWrapper(base.DatabaseWrapper):
    """Wait for a server that has just gone away, but fail fast for one that stays away.

    All threads of the process count from the same moment, so an outage delays visitors only once. Later requests fail
    immediately, since a vanished server takes seconds to time out: the circuit breaker lets only one of them try.
    """

    away_since: dict[str, float] = {}
    last_error: dict[str, str] = {}
    noting = threading.Lock()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        circuit = circuit_breaker(f"database {self.alias}")
        if not circuit.allows_call():
            raise psycopg.OperationalError(f"Not tried again yet: {self.last_error[self.alias]}")
        while True:
            try:
                connection = super().get_new_connection(conn_params)
            except psycopg.OperationalError as error:
                self.last_error[self.alias] = str(error)
                with self.noting:
                    since = self.away_since.setdefault(self.alias, time.monotonic())
                if time.monotonic() - since > RETRY_SECONDS:
                    circuit.open()
                    raise
                time.sleep(PAUSE_SECONDS)
            else:
                self.away_since.pop(self.alias, None)
                circuit.close()
                return connection
