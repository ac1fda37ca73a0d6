"""Redis as an optional cache: while it is down, nothing is cached."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from config.circuit_breaker import CircuitBreaker

TIMEOUT = 0.1  # seconds, once for connecting and once for the response

logger = logging.getLogger("pinpoint.cache")


def with_fallback(name: str) -> Callable[..., Any]:
    """Return the cache method `name`, which answers like an empty cache while Redis is down."""
    in_redis = getattr(RedisCache, name)

    def method(self: "ResilientRedisCache", *args: Any, **kwargs: Any) -> Any:
        if self.circuit.allows_call():
            try:
                answer = in_redis(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                if self.circuit.open():
                    logger.warning("Redis is unavailable (%s): nothing is cached in it.", type(error).__name__)
            else:
                if self.circuit.close():
                    logger.warning("Redis is back.")
                return answer
        return getattr(self.empty, name)(*args, **kwargs)

    method.__name__ = name
    return method


class ResilientRedisCache(RedisCache):
    """Django's Redis cache with short timeouts and a circuit breaker.

    Its keys must include the content's version (`KEY_FUNCTION`), so that values that couldn't be removed go stale.
    """

    circuit = CircuitBreaker()  # for all threads: Django creates a cache object for each

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        bounded = {"socket_connect_timeout": TIMEOUT, "socket_timeout": TIMEOUT, "retry": Retry(NoBackoff(), 0)}
        super().__init__(server, params | {"OPTIONS": {**params.get("OPTIONS", {}), **bounded}})
        self.empty = DummyCache(str(server), params)

    def is_available(self) -> bool:
        """Return whether Redis responds, or did when it was last tried."""
        self.has_key("availability")
        return not self.circuit.is_open

    add = with_fallback("add")
    get = with_fallback("get")
    set = with_fallback("set")
    touch = with_fallback("touch")
    delete = with_fallback("delete")
    get_many = with_fallback("get_many")
    has_key = with_fallback("has_key")
    incr = with_fallback("incr")
    set_many = with_fallback("set_many")
    delete_many = with_fallback("delete_many")
    clear = with_fallback("clear")
