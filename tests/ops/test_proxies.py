"""X-Forwarded-For and X-Forwarded-Proto count only when a trusted proxy sends them."""

from typing import Any

import pytest

from config.http.proxies import behind_proxies, is_loopback

PROXY = "10.0.0.1"


def seen(remote: str, proxies: list[str], settings: Any, **headers: str) -> dict[str, Any]:
    """What the site is told about a request."""
    settings.TRUSTED_PROXIES = proxies
    told: dict[str, Any] = {}
    environ = {"REMOTE_ADDR": remote, "wsgi.url_scheme": "http"}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    behind_proxies(lambda environ, _: [told.update(environ) or b""])(environ, lambda *_: None)
    return told


def test_a_trusted_proxy_tells_the_visitors_address_and_scheme(settings: Any) -> None:
    headers = {"x_forwarded_for": "198.51.100.9", "x_forwarded_proto": "https"}
    for proxies in ([PROXY], ["10.0.0.0/8"], ["192.0.2.1", "10.0.0.0/8"]):
        told = seen(PROXY, proxies, settings, **headers)
        assert (told["REMOTE_ADDR"], told["wsgi.url_scheme"]) == ("198.51.100.9", "https")


def test_nobody_else_is_believed_and_their_headers_reach_nothing(settings: Any) -> None:
    names = ("x_forwarded_for", "x_forwarded_proto", "x_forwarded_host", "x_forwarded_port", "forwarded", "x_real_ip")
    for remote in ("198.51.100.9", PROXY):
        told = seen(remote, [PROXY], settings, **dict.fromkeys(names, "https"))
        assert not [name for name in told if "FORWARDED" in name or "REAL_IP" in name]
        if remote != PROXY:
            assert (told["REMOTE_ADDR"], told["wsgi.url_scheme"]) == (remote, "http")


@pytest.mark.parametrize(
    ("chain", "address"),
    [
        ("6.6.6.6, 198.51.100.9", "198.51.100.9"),  # the left part is made up by the visitor
        ("198.51.100.9, 10.0.0.7", "198.51.100.9"),  # two of our own proxies
        ("2001:db8::1", "2001:db8::1"),
        ("", PROXY),
        (", ".join(["6.6.6.6"] * 5000), "6.6.6.6"),
    ],
)
def test_the_nearest_stranger_is_the_visitor(settings: Any, chain: str, address: str) -> None:
    told = seen(PROXY, ["10.0.0.0/8"], settings, x_forwarded_for=chain, x_forwarded_proto="https")
    assert told["REMOTE_ADDR"] == address


def test_a_proxy_on_this_machine_makes_nobody_local(settings: Any) -> None:
    assert is_loopback(seen("127.0.0.1", [], settings))
    assert not is_loopback(seen("127.0.0.1", [], settings, x_forwarded_for="198.51.100.9"))
    assert not is_loopback(seen("127.0.0.1", ["127.0.0.1"], settings, x_forwarded_for="198.51.100.9"))
    assert not is_loopback(seen("127.0.0.1", ["127.0.0.1"], settings, x_forwarded_for="127.0.0.1"))
    assert not is_loopback(seen("127.0.0.1", [], settings, via="1.1 cache"))
    assert not is_loopback(seen("198.51.100.9", [], settings))
    assert not is_loopback(seen("", [], settings))
