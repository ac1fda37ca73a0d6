"""A circuit breaker: whether a service that may be down is worth a call.

Closed: every call goes to the service. A failure opens it, and no call does for RETRY_AFTER seconds. Then it is
half-open: one call tries, and its outcome closes or reopens the circuit.
"""

import threading
import time

RETRY_AFTER = 5.0  # seconds


class CircuitBreaker:
    """Whether a service that may be down is worth a call. Shared by the threads of a process."""

    def __init__(self) -> None:
        self.is_open = False
        self.opened_at = 0.0
        self.lock = threading.Lock()

    def allows_call(self) -> bool:
        if not self.is_open:
            return True
        with self.lock:
            now = time.monotonic()
            if now - self.opened_at < RETRY_AFTER:
                return False
            self.opened_at = now  # half-open: other calls are skipped until this one's outcome is known
            return True

    def open(self) -> bool:
        """Record a failure. Returns whether it is the first one since a success."""
        with self.lock:
            was_open, self.is_open = self.is_open, True
            self.opened_at = time.monotonic()
        return not was_open

    def close(self) -> bool:
        """Record a success. Returns whether it is the first one after a failure."""
        with self.lock:
            was_open, self.is_open = self.is_open, False
        return was_open
