"""What is sent is sent small, and nobody's secret can be told by its size."""

import gzip

import brotli
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from config.encodings import HOLE_SIZES, BrotliAround, GzipAround, best_encoding, hole_size

PAGES = st.lists(st.sampled_from(["<p>", "</p>", "hip", " pain", "\n", "é", '"', "  ", "the hip pain "]), max_size=400)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("br;q=0.0, gzip; q=0", "identity"),
        ("", "identity"),
        ("*", "identity"),
        ("zebra", "identity"),
        ("br," * 5000, "identity"),
    ],
)
def test_the_densest_encoding_that_is_accepted(accepted: str, encoding: str) -> None:
    assert best_encoding(accepted) == encoding


@given(before=PAGES, after=PAGES, token=st.text("abcXYZ019:-_", max_size=900))
def test_any_page_can_be_stitched_around_any_token(before: list[str], after: list[str], token: str) -> None:
    head, tail, filling = "".join(before).encode(), "".join(after).encode(), token.encode() + b'"'
    assert gzip.decompress(GzipAround(head, tail).fill(filling)) == head + filling + tail
    size = hole_size(len(filling))
    assert size in HOLE_SIZES
    around = BrotliAround(head, tail, size, quality=5)
    assert around.holds(head, tail)
    assert brotli.decompress(around.fill(filling)) == head + filling.ljust(size) + tail


@pytest.mark.django_db
def test_a_page_made_for_one_visitor_is_compressed_too(client: Client) -> None:
    plain = client.get("/?utm_source=letter")
    dense = client.get("/?utm_source=letter", headers={"Accept-Encoding": "gzip, br"})
    assert dense["Content-Encoding"] == "br"
    assert brotli.decompress(dense.content) == plain.content
    assert "Accept-Encoding" in dense["Vary"]
    zipped = client.get("/?utm_source=letter", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(zipped.content) == plain.content


@pytest.mark.django_db
def test_staff_pages_hide_their_length(admin_client: Client) -> None:
    sizes = set()
    for _ in range(8):
        answer = admin_client.get("/admin/", headers={"Accept-Encoding": "gzip, br"})
        assert answer["Content-Encoding"] == "gzip"
        sizes.add(len(answer.content))
    assert len(sizes) > 1
