"""Django's PostgreSQL backend, which retries while the server restarts."""

import time
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from config.circuit_breaker import CircuitBreaker

RETRY_SECONDS = 10.0  # a restart takes one to five
PAUSE_SECONDS = 0.1


class DatabaseWrapper(base.DatabaseWrapper):
    """Wait for a server that has just gone away, but fail fast for one that stays away.

    All threads of the process count from the same moment, so an outage delays visitors only once. Later requests fail
    immediately, since a vanished server takes seconds to time out: the circuit breaker lets only one of them try.
    """

    circuit = CircuitBreaker()
    away_since = 0.0  # by the monotonic clock; 0 while the server is there
    last_error = ""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.circuit.allows_call():
            raise psycopg.OperationalError(f"Not tried again yet: {self.last_error}")
        while True:
            try:
                connection = super().get_new_connection(conn_params)
            except psycopg.OperationalError as error:
                DatabaseWrapper.last_error = str(error)
                DatabaseWrapper.away_since = self.away_since or time.monotonic()
                if time.monotonic() - self.away_since > RETRY_SECONDS:
                    self.circuit.open()
                    raise
                time.sleep(PAUSE_SECONDS)
            else:
                DatabaseWrapper.away_since = 0.0
                self.circuit.close()
                return connection
