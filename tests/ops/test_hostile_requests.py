"""No request, however malformed, makes the site fail, and every answer carries the security headers."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from config.wsgi import application as whole_stack
from tests.ops.wire import Answer, ask

pytestmark = pytest.mark.django_db

PATHS: list[bytes] = [
    b"/\x00",
    b"/conditions\x00/",
    b"/\xff\xfe/",
    b"/\xed\xa0\x80/",
    b"/caf\xc3\xa9/",
    b"/" + b"a" * 9000 + b"/",
    b"/" + b"a/" * 3000,
    b"/" + b"..%2f" * 50,
    b"/../../etc/passwd",
    b"/static/../../../etc/passwd",
    b"/static/\x00",
    b"/static/\xff",
    b"/static/" + b"a" * 5000,
    b"/media/../db.sqlite3",
    b"/media/\x00.png",
    b"/media/" + b"a" * 5000,
    b"/media//etc/passwd",
    b"/documents/1/\x00",
    b"/documents/999999999999999999999999/x",
    b"//evil.example/",
    b"//evil.example",
    b"/\\evil.example/",
    b"/conditions",
    b"/admin",
    b"/admin/\x00/",
    b"/admin/pages/99999999999999999999/edit/",
    b"/sitemap.xml/",
    b"/inquiries/send/\x00",
    b"/search/\x00",
    b"/articles/feed/\x00/",
    b"/%s%n%x{{7*7}}${7*7}/",
    b"/<script>alert(1)</script>/",
    b"/\r\nX-Injected: 1/",
    "/\u2028\u202e/".encode(),
    b"",
    b"*",
    b"http://evil.example/",
]
QUERIES: list[bytes] = [
    b"q=%00&topic=%00",
    b"q=\x00",
    b"q=%ff%fe",
    b"q=%ED%A0%80",
    b"q=" + b"a" * 10_000,
    b"&".join(b"k%d=1" % n for n in range(3000)),
    b"page=%00&page=-1&page=9e99&page=999999999999999999999",
    b"q=a%22b%27)--;DROP+TABLE",
    b"=&&&===;%",
    b"%",
    b"utm_source=%00\xff" + b"x" * 5000,
]
FORM = "application/x-www-form-urlencoded"
POSTS: list[tuple[bytes, str]] = [
    (b"name=a\x00b&message=%00&token=%00", FORM),
    (b"name=%ff%fe&message=%ED%A0%80", FORM),
    (b"\xff\xfe\x00", FORM),
    (b"name=a", FORM + "; charset=utf-16"),
    (b"name=a", FORM + "; charset=utf-7"),
    (b"name=a", FORM + "; charset=rot13"),
    (b"name=a", FORM + "; charset=zlib"),
    (b"name=a", FORM + "; charset=idna"),
    (b"name=a", FORM + "; charset=no-such-thing"),
    (b"name=a", FORM + "; charset=" + "x" * 3000),
    (b"name=a", "multipart/form-data"),
    (b"name=a", "multipart/form-data; boundary="),
    (b"name=a", "multipart/form-data; boundary=x; charset=utf-16"),
    (
        b'--x\r\nContent-Disposition: form-data; name="a\x00"\r\n\r\nb\x00\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    (
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="\x00.svg"\r\n\r\nb',
        "multipart/form-data; boundary=x",
    ),
    (b'{"a": 1}', "application/json"),
    (b"&".join(b"k%d=1" % n for n in range(3000)), FORM),
    (b"name=" + b"a" * 3_000_000, FORM),
    (b"x", "\x00"),
    (b"x", "text/plain; charset=\xff"),
]
TARGETS = ["/", "/contact/", "/articles/", "/search/", "/admin/login/", "/inquiries/send/", "/no-such-page/"]
REQUIRED = {
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "x-frame-options",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
}


def asks(application: Callable[..., Any]) -> Callable[..., Answer]:
    def asking(*args: Any, **kwargs: Any) -> Answer:
        answer = ask(application, *args, **kwargs)
        assert answer.status < 500, (answer.status, args, kwargs)
        assert set(answer.headers) >= REQUIRED, (REQUIRED - set(answer.headers), answer.status, args)
        assert "x-injected" not in answer.headers
        assert not any("\n" in value or "\r" in value for value in answer.headers.values())
        return answer

    return asking


@pytest.fixture(scope="module")
def site() -> Callable[..., Answer]:
    return asks(whole_stack)


METHODS = ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "", "G\x00T"]
HEADERS: list[dict[str, str]] = [
    {"host": "evil.example"},
    {"host": ""},
    {"host": "a\x00b"},
    {"host": "testserver:99999999"},
    {"host": "[::1"},
    {"host": "x" * 5000},
    {"host": "testserver", "x_forwarded_host": "evil.example"},
    {"range": "bytes=999999999999999999999999-"},
    {"range": "bytes=-0,0-0," * 500},
    {"range": "\x00"},
    {"cookie": "\x00=\xff; __Host-session=\x00; sessionid=" + "x" * 9000},
    {"cookie": "sessionid=../../etc/passwd; csrftoken=\x00"},
    {"accept_language": "x" * 5000 + ",\x00"},
    {"accept_encoding": "br;q=x, gzip;q=999, \x00"},
    {"accept": "\x00" + "a/b," * 1000},
    {"referer": "http://[bad"},
    {"referer": "\xff\x00"},
    {"origin": "http://[bad"},
    {"if_modified_since": "x" * 500},
    {"if_none_match": "W/" * 500},
    {"content_length": "-1"},
    {"content_length": "many"},
    {"content_length": "99999999999"},
    {"x_forwarded_for": "\x00, ::ffff:1.2.3.4, [::1]:80, unknown"},
    {"x_forwarded_proto": "gopher"},
    {"x_requested_with": "XMLHttpRequest"},
    {"authorization": "Basic \xff"},
    {"authorization": "Bearer " + "x" * 9000},
]


def test_any_path(site: Callable[..., Answer]) -> None:
    for path, method in product(PATHS, ("GET", "HEAD", "POST")):
        answer = site(path, method=method)
        assert not answer.headers.get("location", "").startswith(("//", "/\\", "http://evil")), path
        assert b"root:" not in answer.body, path


def test_any_query(site: Callable[..., Answer]) -> None:
    for target, query in product(TARGETS, QUERIES):
        site(target, query=query)


def test_any_post(site: Callable[..., Answer]) -> None:
    for target, (body, kind) in product(TARGETS, POSTS):
        site(target, method="POST", body=body, content_type=kind)


def test_any_charset_on_a_request_without_a_body() -> None:
    kinds = [f"{FORM}; charset=utf-16", f"{FORM}; charset=rot13", "multipart/form-data"]
    for target, kind in product(TARGETS, kinds):
        assert ask(whole_stack, target, content_type=kind, query=b"q=a").status < 500, (target, kind)


def test_any_method(site: Callable[..., Answer]) -> None:
    for target, method in product([*TARGETS, "/healthz", "/static/css/base.css", "/media/x.png"], METHODS):
        site(target, method=method)


def test_any_header(site: Callable[..., Answer]) -> None:
    targets = [*TARGETS, "/static/css/base.css", "/media/x.png", "/readyz", "/healthz"]
    for headers in HEADERS:
        for target in targets:
            answer = site(target, **headers)
            assert b"evil.example" not in answer.body, headers
            assert "evil.example" not in answer.headers.get("location", ""), headers
        site("/inquiries/send/", method="POST", body=b"name=a", **({"content_type": FORM} | headers))


@pytest.mark.parametrize("charset", ["UTF8", "utf8", "latin1", "iso-8859-1", "utf-16", "rot13", "no-such-thing"])
def test_an_inquiry_in_any_charset_is_read_or_refused_and_nobody_is_alarmed(
    charset: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alarms: list[str] = []
    monkeypatch.setattr("inquiries.intake.views.alarm", lambda kind, text: alarms.append(kind))
    for kind in (FORM, "multipart/form-data; boundary=x"):
        answer = ask(
            whole_stack, "/inquiries/send/", method="POST", body=b"name=Ada", content_type=f"{kind}; charset={charset}"
        )
        assert answer.status in {400, 422}
    assert alarms == []


@pytest.mark.parametrize(
    "door",
    ["/admin/login/", "/admin/passkey/", "/admin/password_reset/", "/inquiries/about/", "/search/", "/a@b/", "/"],
)
@pytest.mark.parametrize("kind", ["another charset", "torn", "too many fields"])
def test_a_form_that_cannot_be_read_is_refused(door: str, kind: str) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.get("/admin/login/")  # sets a cookie, so the form's token is checked from here on
    body, content_type = {
        "another charset": ("q=hip".encode("utf-16"), "application/x-www-form-urlencoded; charset=utf-16"),
        "torn": (b"--x\r\n\xff", "multipart/form-data; boundary=y"),
        "too many fields": (b"&".join(b"a=1" for _ in range(2000)), "application/x-www-form-urlencoded"),
    }[kind]
    answer = client.generic("POST", door, body, content_type, headers={"Origin": "http://testserver"})
    assert 200 <= answer.status_code < 500


def test_error_pages_say_what_happened_and_what_to_do(site: Callable[..., Answer]) -> None:
    missing = site("/no-such-page/")
    assert missing.status == 404
    assert b"<h1" in missing.body
    wrong = site("/", host="evil.example")
    assert wrong.status == 400
    assert b"<h1" in wrong.body


def test_a_failure_inside_gives_a_page_with_all_headers(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("hidden detail")

    monkeypatch.setattr(Page, "serve", broken)
    answer = ask(whole_stack, "/contact/")
    assert answer.status == 500
    assert set(answer.headers) >= REQUIRED
    assert b"hidden detail" not in answer.body
    assert b"<h1" in answer.body
