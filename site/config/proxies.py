"""Who the visitor is: X-Forwarded-* counts only when one of TRUSTED_PROXIES says it."""

from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

SEEN = "pinpoint.proxy"  # in the environ: "trusted", "untrusted" or "none"
LONGEST_CHAIN = 20
STRIPPED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT")
SIGNS = frozenset((*STRIPPED, "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA"))


class TrustedProxyMiddleware:
    """Puts the visitor's own address and scheme in place before anything reads them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # A preview in the admin is a made-up request: it came over no wire, so there is nothing to secure.
        if getattr(request, "is_dummy", False) and settings.SECURE_SSL_REDIRECT:
            request.META["wsgi.url_scheme"] = "https"
        believe(request.META)
        return self.get_response(request)


def believe(environ: dict[str, Any]) -> None:
    """Rewrite address and scheme of a request from a trusted proxy; take the headers away in any case. Once."""
    if SEEN in environ:
        return
    if environ.keys().isdisjoint(SIGNS):
        environ[SEEN] = "none"
        return
    sent = [environ.pop(name, None) for name in STRIPPED]
    if not any(sent):
        environ[SEEN] = "untrusted"
        return
    peer = environ.get("REMOTE_ADDR", "")
    if not is_trusted(peer, tuple(settings.TRUSTED_PROXIES)):
        environ[SEEN] = "untrusted"
        return
    environ[SEEN] = "trusted"
    forwarded_for, scheme, *_ = sent
    environ["REMOTE_ADDR"] = visitor(peer, forwarded_for or "")
    # With several proxies in a row the last one speaks for the connection to us; the first one met the visitor.
    first = (scheme or "").split(",")[0].strip().lower()
    if first in {"http", "https"}:
        environ["wsgi.url_scheme"] = first


def visitor(peer: str, forwarded_for: str) -> str:
    """The nearest address that is not one of our proxies; what stands further left may be made up."""
    known = tuple(settings.TRUSTED_PROXIES)
    nearest = peer
    for part in reversed(forwarded_for.split(",")[-LONGEST_CHAIN:]):
        address = parse(part.strip())
        if address is None:
            break
        nearest = str(address)
        if not is_trusted(nearest, known):
            break
    return nearest


@lru_cache(maxsize=4096)
def is_trusted(address: str, proxies: tuple[str, ...]) -> bool:
    """Whether the address is, or lies in a network of, TRUSTED_PROXIES."""
    parsed = parse(address)
    return parsed is not None and any(parsed in ip_network(name.strip(), strict=False) for name in proxies)


@lru_cache(maxsize=4096)
def parse(text: str) -> IPv4Address | IPv6Address | None:
    """An address, with or without port and brackets, IPv4 in IPv6 as IPv4; None for anything else."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_loopback(environ: dict[str, Any]) -> bool:
    """Whether the request was made on this machine and not handed on by a proxy."""
    address = parse(environ.get("REMOTE_ADDR", ""))
    return environ.get(SEEN) == "none" and address is not None and address.is_loopback
