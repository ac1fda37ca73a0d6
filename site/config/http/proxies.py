"""Who the visitor is: X-Forwarded-For and -Proto count only when one of TRUSTED_PROXIES says them."""

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

HANDED_ON = "pinpoint.handed_on"  # in the environ: whether a proxy, or somebody who poses as one, handed it on
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
    """The application with the visitor's address and scheme in place, and with no proxy's header left to believe."""

    def without_headers(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ[HANDED_ON] = not environ.keys().isdisjoint(HEADERS)
        if environ[HANDED_ON]:
            for name in HEADERS:
                environ.pop(name, None)
        return application(environ, start_response)

    proxies = [name.strip() for name in settings.TRUSTED_PROXIES]
    return wrap_wsgi_with_proxy_headers(without_headers, proxies) if proxies else without_headers


def is_loopback(environ: dict[str, Any]) -> bool:
    """Whether the request was made on this machine and not handed on by a proxy."""
    handed_on = environ.get(HANDED_ON, not environ.keys().isdisjoint(HEADERS))
    try:
        return not handed_on and ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
