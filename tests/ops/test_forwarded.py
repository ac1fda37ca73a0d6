"""What the site believes behind proxies about the visitor's address, scheme and host. Strangers prove nothing."""

import json
from typing import Any

import pytest
from django.core.servers.basehttp import get_internal_wsgi_application

from config.http.proxies import behind_proxies
from tests.ops.wire import ask

pytestmark = pytest.mark.django_db
VISITOR, STRANGER = "198.51.100.9", "203.0.113.4"
FIRST, SECOND, V6 = "10.0.0.1", "10.0.0.2", "2001:db8::7"  # our proxies
TRUSTED = ["10.0.0.0/8", V6, "127.0.0.1"]


def believed(settings: Any, remote: str, **headers: str) -> dict[str, Any]:
    """What a view sees of a request made by `remote`."""
    settings.TRUSTED_PROXIES = TRUSTED
    settings.ROOT_URLCONF = "tests.ops.echo"
    answer = ask(behind_proxies(get_internal_wsgi_application()), "/echo/", remote=remote, **headers)
    assert answer.status == 200
    found: dict[str, Any] = json.loads(answer.body)
    return found


@pytest.mark.parametrize(
    ("remote", "chain", "visitor"),
    [
        (FIRST, VISITOR, VISITOR),
        (FIRST, f"{VISITOR}, {SECOND}", VISITOR),
        (FIRST, f"{VISITOR},{SECOND} ,{V6}", VISITOR),
        (V6, f"{VISITOR}, {FIRST}", VISITOR),
        (FIRST, f"{STRANGER}, {VISITOR}, {SECOND}", VISITOR),  # what the visitor's own proxy says can't be trusted
        (FIRST, f"127.0.0.1, {VISITOR}, {SECOND}", VISITOR),  # and may be made up
        (FIRST, f"{SECOND}, {VISITOR}", VISITOR),  # one of our addresses, written by the visitor
        (FIRST, f"unknown, {SECOND}", "unknown"),
        (FIRST, "", FIRST),
        (VISITOR, "127.0.0.1", VISITOR),
        (VISITOR, f"{STRANGER}, {FIRST}", VISITOR),
        ("11.0.0.1", STRANGER, "11.0.0.1"),  # outside the trusted network
    ],
)
def test_the_visitor_is_the_first_stranger_before_our_proxies(
    settings: Any, remote: str, chain: str, visitor: str
) -> None:
    found = believed(settings, remote, x_forwarded_for=chain)
    assert found["visitor"] == visitor
    assert found["left"] == []


@pytest.mark.parametrize(
    ("remote", "said", "scheme"),
    [
        (FIRST, "https", "https"),
        (FIRST, "http", "http"),
        (FIRST, "HTTPS", "http"),  # only the lowercase word counts, as docs/decisions.md says
        (FIRST, "https, http", "http"),
        (FIRST, "gopher", "http"),
        (FIRST, "", "http"),
        (VISITOR, "https", "http"),
    ],
)
def test_only_our_proxies_say_that_the_visitor_came_encrypted(
    settings: Any, remote: str, said: str, scheme: str
) -> None:
    found = believed(settings, remote, x_forwarded_for=STRANGER, x_forwarded_proto=said)
    assert found["address"] == f"{scheme}://testserver/echo/"


@pytest.mark.parametrize("remote", [FIRST, VISITOR])
def test_nobody_gives_the_site_another_name(settings: Any, remote: str) -> None:
    spoofed = {"x_forwarded_host": "evil.example", "x_forwarded_port": "8443", "x_forwarded_for": STRANGER}
    found = believed(settings, remote, **spoofed, forwarded="for=127.0.0.1;host=evil.example;proto=https")
    assert found["address"] == "http://testserver/echo/"
    assert found["left"] == []


@pytest.mark.parametrize(
    ("remote", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("127.0.0.1", {"x_forwarded_for": VISITOR}, 404),
        ("127.0.0.1", {"x_forwarded_for": "127.0.0.1"}, 404),
        ("127.0.0.1", {"forwarded": f"for={VISITOR}"}, 404),
        ("127.0.0.1", {"x_real_ip": VISITOR}, 404),
        (FIRST, {"x_forwarded_for": "127.0.0.1"}, 404),
        (VISITOR, {"x_forwarded_for": "127.0.0.1"}, 404),
    ],
)
def test_only_this_machine_itself_hears_how_the_site_is(
    settings: Any, remote: str, headers: dict[str, str], status: int
) -> None:
    settings.TRUSTED_PROXIES = TRUSTED
    assert ask(get_internal_wsgi_application(), "/readyz", remote=remote, **headers).status == status
