"""X-Forwarded-For and -Proto count only when a trusted proxy says them."""

from typing import Any

import pytest

from config.proxies import believe, is_loopback


def seen(remote: str, proxies: list[str], settings: Any, **headers: str) -> dict[str, Any]:
    settings.TRUSTED_PROXIES = proxies
    environ = {"REMOTE_ADDR": remote, "wsgi.url_scheme": "http"}
    environ |= {f"HTTP_X_FORWARDED_{name.upper()}": value for name, value in headers.items()}
    believe(environ)
    return environ


def test_a_trusted_proxy_tells_the_visitors_address_and_scheme(settings: Any) -> None:
    environ = seen("10.0.0.1", ["10.0.0.0/8"], settings, **{"for": "198.51.100.9", "proto": "https"})
    assert environ["REMOTE_ADDR"] == "198.51.100.9"
    assert environ["wsgi.url_scheme"] == "https"


def test_nobody_else_is_believed(settings: Any) -> None:
    environ = seen("198.51.100.9", ["10.0.0.0/8"], settings, **{"for": "127.0.0.1", "proto": "https", "host": "x"})
    assert environ["REMOTE_ADDR"] == "198.51.100.9"
    assert environ["wsgi.url_scheme"] == "http"
    assert not any(name.startswith("HTTP_X_FORWARDED") for name in environ)


@pytest.mark.parametrize(
    ("chain", "address"),
    [
        ("6.6.6.6, 198.51.100.9", "198.51.100.9"),  # the visitor made up the left part
        ("198.51.100.9, 10.0.0.7", "198.51.100.9"),  # two proxies of ours
        ("198.51.100.9:4711", "198.51.100.9"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("::ffff:198.51.100.9", "198.51.100.9"),
        ("unknown", "10.0.0.1"),
        ("", "10.0.0.1"),
        (", ".join(["6.6.6.6"] * 5000), "6.6.6.6"),
    ],
)
def test_the_nearest_stranger_is_the_visitor(settings: Any, chain: str, address: str) -> None:
    assert seen("10.0.0.1", ["10.0.0.0/8"], settings, **{"for": chain, "proto": "https"})["REMOTE_ADDR"] == address


def test_a_proxy_on_this_machine_makes_nobody_local(settings: Any) -> None:
    assert is_loopback(seen("127.0.0.1", [], settings))
    assert not is_loopback(seen("127.0.0.1", [], settings, **{"for": "198.51.100.9"}))
    assert not is_loopback(seen("127.0.0.1", ["127.0.0.1"], settings, **{"for": "198.51.100.9"}))
    assert not is_loopback(seen("127.0.0.1", ["127.0.0.1"], settings, **{"for": "127.0.0.1"}))
    assert not is_loopback(seen("198.51.100.9", [], settings))
