"""Whatever is typed, the search gives an answer."""

from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db

HOSTILE = [
    'a"b', '"', '""', '"""', "'", "a'b", "''", "\\", "a\\", "\\'", "%", "%s", "%%", "%d%n", "_", "a_b", "{}", "{0}",
    "*", "a*", "*a", "^", "^a", "(", ")", "(a", "a)", "()", ":", "title:a", "body : a", "-", "-a", "+a", "a + b", "~",
    "AND", "OR", "NOT", "NEAR", "a AND", "OR a", "NOT a", "a NOT b", "NEAR(a b)", "NEAR(a b, 1)", "a NEAR/2 b",
    "{title body} : a", "a & b", "a | b", "!a", "a <-> b", "a:*", "a:A", "<2>", ";", "--", "/*", "'; DROP TABLE x;--",
    "neck\x00head", "\x00", "\x1b[31m", "\r\nSet-Cookie: a=b", "\u202eneck", "\ufeffneck", "\u2003neck\u2009\u00a0head",
    "\u200b", "a\u0301", "\u0301", "\ufdd0", "\uffff", "\U000e0001", "\U0001f480", "ﬁbula", "ǅ", "İ", "ß", "頭痛",
    "ألم", "<script>alert(1)</script>", "<!--", "]]>", "&amp;", "&#0;", "{{ 7*7 }}", "{% now %}", "../../etc/passwd",
    "a" * 10_000,
    "a " * 5_000, '"' * 10_000, "neck " * 2_000, "(" * 5_000, "9" * 5_000, "é" * 10_000,
    " ".join(f"w{n}" for n in range(2_000)),
]  # fmt: skip


def ok(client: Client, address: str) -> None:
    assert client.get(address).status_code in (200, 400), address[:200]


def test_hostile_text(client: Client) -> None:
    for text in HOSTILE:
        query = quote_from_bytes(text.encode("utf-8", "surrogatepass"))
        ok(client, f"/search/?q={query}&kind={query[:2000]}&page={query[:2000]}")


HOSTILE_BYTES = ["%00", "%ED%A0%80", "neck%ED%B0%80", "%FF%FE", "%C0%AF", "%", "%zz", "neck%", "%E2%80%A8", "a%22b"]
OTHERS = [
    "page=0", "page=-1", "page=999999", "page=" + "9" * 6000, "page=1.5", "page=1e9", "page=²", "page=٣",
    "page=NaN", "page=", "page=last", "page[]=1", "kind=nonsense", "kind=", "kind=muscle&kind=guide",
    "page=2&page=3", "q=", "q", "kind=muscle&page=999", "q=a&q=b", "Q=neck", "unknown=1",
]  # fmt: skip


def test_hostile_bytes(client: Client) -> None:
    for query in HOSTILE_BYTES:
        ok(client, f"/search/?q={query}")
        ok(client, f"/search/?q=neck&page={query}&kind={query}")


def test_other_parameters(client: Client) -> None:
    for rest in OTHERS:
        ok(client, f"/search/?q=neck&{rest}")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text(client: Client, text: str) -> None:
    assert client.get("/search/", {"q": text}).status_code in (200, 400)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(['"', "AND", "NOT", "(", ")", "*", "neck", "scapuale", "-", ":", "^", "'", "é"])))
def test_any_mix_of_words_and_operators(client: Client, words: list[str]) -> None:
    assert client.get("/search/", {"q": " ".join(words)}).status_code == 200


def test_nothing_typed_breaks_out_of_the_answer(client: Client) -> None:
    answer = client.get("/search/", {"q": "neck\r\nSet-Cookie: a=b <script>\x00"})
    assert not answer.cookies
    assert b"<script>" not in answer.content.split(b"<main")[1]
    assert b"\x00" not in answer.content
