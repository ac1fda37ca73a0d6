"""Redis as an optional cache: while it is down, each process caches values in its own memory."""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.db import DatabaseError
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from config.circuit_breaker import circuit_breaker
from content.caching.version import bump_version

TIMEOUT = 0.1  # seconds, once for connecting and once for the response

logger = logging.getLogger("pinpoint.cache")


def with_fallback(name: str, *, removes: bool = False) -> Callable[..., Any]:
    """Return the cache method `name`, which uses this process's memory while Redis is down."""
    in_redis = getattr(RedisCache, name)

    def method(self: "ResilientRedisCache", *args: Any, **kwargs: Any) -> Any:
        if self.circuit.allows_call():
            try:
                answer = in_redis(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                self.failed(error)
            else:
                self.succeeded()
                return answer
        if removes:
            # Redis and other processes may still have it, but under a version that is no longer requested.
            with suppress(DatabaseError):  # a restored database may not be migrated yet
                bump_version()
        return getattr(self.in_memory, name)(*args, **kwargs)

    method.__name__ = name
    return method


class ResilientRedisCache(RedisCache):
    """Django's Redis cache with short timeouts, a circuit breaker, and memory as its fallback.

    Its keys must include the content's version (`KEY_FUNCTION`), so that values that couldn't be removed go stale.
    """

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        bounded = {"socket_connect_timeout": TIMEOUT, "socket_timeout": TIMEOUT, "retry": Retry(NoBackoff(), 0)}
        super().__init__(server, params | {"OPTIONS": {**params.get("OPTIONS", {}), **bounded}})
        location = str(server)
        self.circuit = circuit_breaker(location)
        self.in_memory = LocMemCache(location, params | {"OPTIONS": {"MAX_ENTRIES": 5000}})

    def failed(self, error: Exception) -> None:
        if self.circuit.open():
            logger.warning("Redis is unavailable (%s): values are kept in memory.", type(error).__name__)
            self.in_memory.clear()  # values left from an earlier outage

    def succeeded(self) -> None:
        if self.circuit.close():
            logger.warning("Redis is back.")

    def is_available(self) -> bool:
        """Return whether Redis responds, or did when it was last tried."""
        self.has_key("availability")
        return not self.circuit.is_open

    add = with_fallback("add")
    get = with_fallback("get")
    set = with_fallback("set")
    touch = with_fallback("touch")
    delete = with_fallback("delete", removes=True)
    get_many = with_fallback("get_many")
    has_key = with_fallback("has_key")
    incr = with_fallback("incr")
    set_many = with_fallback("set_many")
    delete_many = with_fallback("delete_many", removes=True)
    clear = with_fallback("clear", removes=True)
