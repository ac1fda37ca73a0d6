"""Uploaded images are shown; nothing else that was uploaded ever runs."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.documents.models import Document

PNG = (Path(__file__).parents[2] / "content/starter/images/taut-band.png").read_bytes()


@pytest.fixture
def upload() -> Iterator[object]:
    made: list[str] = []

    def save(name: str, content: bytes) -> str:
        made.append(default_storage.save(name, ContentFile(content)))
        return f"/media/{made[-1]}"

    yield save
    for name in made:
        default_storage.delete(name)


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_an_image_is_shown_and_kept_by_the_browser(client: Client, upload) -> None:
    address = upload("images/hip.png", PNG)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert "immutable" in answer["Cache-Control"]
    assert body(answer) == PNG
    again = client.get(address, headers={"If-Modified-Since": answer["Last-Modified"]})
    assert again.status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["images/x.svg", "images/x.html", "images/x.xhtml", "images/x.js", "x.xml", "x", "x.swf"]
)
def test_active_content_is_only_ever_downloaded(client: Client, upload, name: str) -> None:
    answer = client.get(upload(name, b"<svg onload=alert(1)>"))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.django_db
def test_documents_are_reached_only_where_rights_are_asked(client: Client, upload) -> None:
    upload("documents/private.pdf", b"%PDF")
    assert client.get("/media/documents/private.pdf").status_code == 404
    document = Document.objects.create(title="Sheet", file=ContentFile(b"<script>", name="sheet.html"))
    answer = client.get(document.url)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    document.file.delete(save=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["sheet.js", "sheet.html", "sheet.svg", "sheet.xhtml", "sheet.txt", "sheet.mjs", "sheet"]
)
def test_a_document_from_before_never_runs_on_this_site(client: Client, name: str) -> None:
    document = Document.objects.create(title="Sheet", file=ContentFile(b"alert(document.domain)", name=name))
    answer = client.get(document.url)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"].partition(";")[0] in {"application/octet-stream", "text/plain"}
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    document.file.delete(save=False)


@pytest.mark.django_db
def test_a_text_says_its_charset(client: Client) -> None:
    for kind in ("txt", "csv", "ics", "vcf"):
        document = Document.objects.create(title="List", file=ContentFile("Größe\n".encode(), name=f"list.{kind}"))
        answer = client.get(document.url)
        assert answer["Content-Type"].startswith("text/")
        assert answer["Content-Type"].endswith("; charset=utf-8")
        assert body(answer).decode() == "Größe\n"
        document.file.delete(save=False)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a.js", "a.HTML", "a.svg", "a.pdf.hta", "a.exe", "a.docm", "a.wasm", "a"])
def test_no_other_kind_of_document_is_taken(admin_client: Client, name: str) -> None:
    data = {"title": "Sheet", "collection": 1, "tags": "", "file": SimpleUploadedFile(name, b"alert(1)")}
    page = BeautifulSoup(admin_client.post("/admin/documents/add/", data).content, "html.parser")
    field = page.select_one("[data-field]:has(input[type=file]), .w-field:has(input[type=file])")
    assert re.search("is not allowed|can tell where they were taken", field.text), field.text
    assert not Document.objects.exists()
    together = {"title": name, "files[]": SimpleUploadedFile(name, b"alert(1)")}
    assert not admin_client.post("/admin/documents/multiple/add/", together).json()["success"]
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_nothing_outside_the_folder_is_reached(client: Client) -> None:
    Path(default_storage.path("")).parent.joinpath("outside.txt").write_text("secret")
    for path in (
        "../outside.txt",
        "images/../../outside.txt",
        "/etc/passwd",
        ".hidden",
        "images/.hidden",
        "images/",
        "",
    ):
        assert client.get(f"/media/{path}").status_code == 404, path


@pytest.mark.django_db
def test_a_name_with_signs_breaks_no_header(client: Client) -> None:
    document = Document.objects.create(title="Sheet", file=ContentFile(b"a;b", name="sheet.csv"))
    given = client.get(f"/documents/{document.pk}/x%0d%0aX-Injected:%201%22.csv")
    assert "X-Injected" not in given.headers
    answer = client.get(document.url)
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{document.filename}"')
    document.file.delete(save=False)
