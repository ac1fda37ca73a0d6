"""The visitor's address and scheme: X-Forwarded-For and -Proto count only from TRUSTED_PROXIES."""

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

FORWARDED = "pinpoint.forwarded"  # in the environ: whether the request had forwarding headers, genuine or forged
HEADERS = frozenset(
    f"HTTP_{name}"
    for name in (
        "X_FORWARDED_FOR",
        "X_FORWARDED_PROTO",
        "X_FORWARDED_HOST",
        "X_FORWARDED_PORT",
        "FORWARDED",
        "X_REAL_IP",
        "VIA",
    )
)
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def behind_proxies(application: Application) -> Application:
    """Wrap the application: trusted proxies set the visitor's address and scheme; forwarding headers are dropped."""

    def without_headers(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ[FORWARDED] = not environ.keys().isdisjoint(HEADERS)
        if environ[FORWARDED]:
            for name in HEADERS:
                environ.pop(name, None)
        return application(environ, start_response)

    proxies = settings.TRUSTED_PROXIES
    return wrap_wsgi_with_proxy_headers(without_headers, proxies) if proxies else without_headers


def is_loopback(environ: dict[str, Any]) -> bool:
    """Return whether the request was made on this machine and not forwarded by a proxy."""
    is_forwarded = environ.get(FORWARDED, not environ.keys().isdisjoint(HEADERS))
    try:
        return not is_forwarded and ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
