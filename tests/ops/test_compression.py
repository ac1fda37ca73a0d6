"""Answers are compressed, and compressed sizes give away nobody's secret."""

import gzip

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from config.http.encodings import best_encoding
from config.wsgi import application as whole_stack
from tests.ops.wire import ask


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


@pytest.mark.django_db
def test_an_answer_made_for_one_visitor_is_compressed_too(client: Client) -> None:
    plain = client.get("/search/?q=hip")
    zipped = client.get("/search/?q=hip", headers={"Accept-Encoding": "gzip, br"})
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert "Accept-Encoding" in zipped["Vary"]


@pytest.mark.django_db
def test_what_is_no_kept_page_is_compressed_behind_the_page_cache_as_well() -> None:
    answer = ask(whole_stack, "/documents/999/gone.pdf", accept_encoding="gzip, br")
    assert answer.status == 404
    assert b"<h1" in gzip.decompress(answer.body)


@pytest.mark.django_db
def test_files_are_sent_as_they_are() -> None:
    default_storage.save("compression-test.png", ContentFile(b"a" * 5000))
    answer = ask(whole_stack, "/media/compression-test.png", accept_encoding="gzip, br")
    default_storage.delete("compression-test.png")
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-length"] == "5000"


@pytest.mark.django_db
def test_staff_pages_hide_their_length(admin_client: Client) -> None:
    sizes = set()
    for _ in range(8):
        answer = admin_client.get("/admin/", headers={"Accept-Encoding": "gzip, br"})
        assert answer["Content-Encoding"] == "gzip"
        sizes.add(len(answer.content))
    assert len(sizes) > 1
