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
    """Waits for a server that has just gone away, and for one that stays away fails at once.

    All threads of the process count from the same moment, so that an outage holds visitors up once. Whoever comes later
    hears of it immediately, since a server that vanished takes seconds to not answer: the circuit breaker lets one try.
    """

    away_since: dict[str, float] = {}
    noting = threading.Lock()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        circuit = circuit_breaker(f"database {self.alias}")
        if not circuit.allows_call():
            raise psycopg.OperationalError("The database is away: it was asked a moment ago.")
        while True:
            try:
                connection = super().get_new_connection(conn_params)
            except psycopg.OperationalError:
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
