"""When an inquiry can't be stored, nothing typed is lost and the next try works."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.db import DatabaseError, OperationalError, connection
from django.test import Client

from content.caching.version import invalidate
from content.models import ClinicSettings
from inquiries.intake.views import submit_inquiry as view
from inquiries.models import Inquiry, Mail
from tests.inquiries.trouble import server_error
from tests.inquiries.visitor import answers, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]


def test_a_full_disk_keeps_what_was_typed_and_the_next_try_works(client: Client) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite can be told how big its disk is.")
    given = answers(client, message="long words " * 400)
    with connection.cursor() as cursor:
        # Use up the free space inside the file, then forbid it to grow.
        cursor.execute("CREATE TABLE filler (stuff BLOB)")
        cursor.execute("PRAGMA freelist_count")
        free = cursor.fetchone()[0]
        cursor.execute("PRAGMA page_size")
        cursor.execute("INSERT INTO filler VALUES (zeroblob(%s))", [free * cursor.fetchone()[0]])
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    try:
        answer = send(client, given)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert answer.status_code == 503
    assert "long words long words" in answer.content.decode()
    assert "tel:" in answer.content.decode()
    assert not Inquiry.objects.exists()
    assert send(client, given).status_code == 303
    assert Inquiry.objects.count() == 1


def test_without_any_database_the_visitor_keeps_the_words_and_gets_the_phone(client: Client) -> None:

    for phone in ("+1 555 010 0100", "+1 555 010 0199"):  # what is kept for such an hour follows the settings
        clinic = ClinicSettings.default()
        clinic.phone = phone
        clinic.save()
        invalidate()
        given = answers(client, message='My <b>hip</b> & "knee" zebra', times="Mondays")

    def away(*_: Any, **__: Any) -> None:
        raise DatabaseError("could not connect")

    with connection.execute_wrapper(away):
        answer = send(client, given)
    assert answer.status_code == 503
    assert "no-store" in answer["Cache-Control"]
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.find("textarea", {"name": "message"}).text.strip() == given["message"]
    assert page.find("a", href="tel:+15550100199")
    again = {i["name"]: i["value"] for i in page.select("input[name]")} | {"message": given["message"]}
    assert send(client, again).status_code == 303
    assert Inquiry.objects.get().times == "Mondays"


def test_a_page_that_needs_the_database_while_it_is_away_gives_the_phone_and_asks_search_engines_to_come_back(
    client: Client,
) -> None:
    clinic = ClinicSettings.default()
    clinic.phone = "+1 555 010 0199"
    clinic.save()
    invalidate()
    client.get("/contact/")
    client.raise_request_exception = False

    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("could not connect to 10.0.0.3")

    with connection.execute_wrapper(away):
        said = [client.get("/articles/?new=1"), client.get("/search/?q=hip"), client.post("/admin/login/")]
    for answer in said:
        assert answer.status_code == 503
        assert answer["Retry-After"] == "60"
        assert "no-store" in answer["Cache-Control"]
        assert "10.0.0.3" not in answer.content.decode()
        page = BeautifulSoup(answer.content, "html.parser")
        assert page.find("a", href="tel:+15550100199")
        assert finders.find(page.find("link", rel="stylesheet")["href"].removeprefix("/static/"))


def test_an_error_before_any_view_is_asked_ends_on_the_same_page(rf: Any) -> None:
    answer = server_error(rf.post("/inquiries/send/", {"name": "Ada", "message": "zebra"}))
    assert answer.status_code == 503
    assert "zebra" in answer.content.decode()
    assert server_error(rf.get("/")).status_code == 500


def test_more_than_anybody_types_is_answered_with_a_way_on(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = send(client, {"message": "x" * 5000})
    assert answer.status_code == 413
    assert "Back button" in answer.content.decode()


def test_the_thank_you_waits_for_the_disk_even_when_requests_are_atomic(client: Client, service, monkeypatch) -> None:
    given = answers(client)
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    assert "default" in view._non_atomic_requests
    assert send(client, given).status_code == 303
    assert Mail.objects.count() == 2
