"""What is stored about searches, and who may see it."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.utils import timezone

from content.caching import lock_timeout
from inquiries.schedule.jobs import run_due_jobs
from search.counting import countable_words, searches
from search.models import SearchDay
from tests.search.help import guide

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/searches/"


BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _stored_at_once(settings: Any) -> None:
    settings.COUNTS_STORED_AFTER_SECONDS = 0


@pytest.fixture
def client() -> Client:
    return Client(headers={"user-agent": BROWSER})


def counts() -> dict[str, tuple[int, int]]:
    return {day.words: (day.searches, day.hits) for day in SearchDay.objects.all()}


def test_searches_are_counted_per_day_with_what_they_found(client: Client) -> None:
    for text in ("Neck", "neck ", "NÉCK", "wqxzjk"):
        client.get("/search/", {"q": text})
    found = counts()
    assert found["neck"][0] == 3
    assert found["neck"][1] > 5
    assert found["wqxzjk"] == (1, 0)
    assert set(SearchDay.objects.values_list("date", flat=True)) == {timezone.localdate()}


def test_looking_through_the_results_is_not_another_search(client: Client) -> None:
    client.get("/search/", {"q": "neck"})
    client.get("/search/", {"q": "neck", "page": 2})
    client.get("/search/", {"q": "neck", "kind": "muscle"})
    client.head("/search/?q=neck")
    assert counts()["neck"][0] == 1


def test_pages_with_some_of_the_words_count_as_found_nothing(client: Client) -> None:
    guide("Half", "qqfirst")
    client.get("/search/", {"q": "qqfirst wqxzjk"})
    assert counts() == {"qqfirst wqxzjk": (1, 0)}


def test_a_typo_counts_as_found_nothing(client: Client) -> None:
    client.get("/search/", {"q": "pirifomis"})
    assert counts() == {"pirifomis": (1, 0)}


@pytest.mark.parametrize(
    "text",
    [
        "ada@example.com",
        "ada @ example",
        "ada＠example",
        "ada.lovelace.example.com",
        "ada at example dot com",
        "https://example.com/ada",
        "neck pain, call 212 555 0100",
        "+1 212 555 0100",
        "born 1970",
        "٣٤٥",
        "room ²",
        "五五五",
        "",
        "!!!",
        "a story " * 9,
    ],
)
def test_what_may_tell_who_searched_is_not_kept(client: Client, text: str) -> None:
    client.get("/search/", {"q": text})
    assert not SearchDay.objects.exists()
    assert countable_words(text) == ""


def test_a_full_stop_alone_keeps_no_search_from_being_counted(client: Client) -> None:
    for text in ("m. piriformis", "heel pain.", "pain at night"):
        client.get("/search/", {"q": text})
    assert set(counts()) == {"m piriformis", "heel pain", "pain at night"}


def test_a_search_that_staff_answered_counts_as_found(client: Client) -> None:
    client.get("/search/", {"q": "are you open on saturday"})
    assert counts() == {"are you open on saturday": (1, 1)}


def test_the_report_leads_to_what_visitors_see_without_counting_it(admin_client: Client) -> None:
    SearchDay.objects.create(date=timezone.localdate(), words="gift voucher", searches=4)
    soup = BeautifulSoup(admin_client.get(REPORT).content, "html.parser")
    address = soup.find("a", string=lambda text: text and "gift voucher" in text)["href"]
    assert "gift voucher" in admin_client.get(address).content.decode()
    assert counts()["gift voucher"] == (4, 0)


def test_robots_and_staff_do_not_count(client: Client, admin_client: Client) -> None:
    client.get("/search/", {"q": "neck"}, headers={"user-agent": "ExampleBot/1.0"})
    admin_client.get("/search/", {"q": "neck"}, headers={"user-agent": BROWSER})
    assert not SearchDay.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite locks the whole database")
def test_a_lock_is_hardly_waited_for() -> None:
    with lock_timeout.short_lock_timeout():
        assert connection.connection.execute("PRAGMA busy_timeout").fetchone()[0] == 50
    assert connection.connection.execute("PRAGMA busy_timeout").fetchone()[0] > 1000


def test_a_flood_of_different_searches_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.counting.daily.MOST_KEYS", 5)
    for letter in "abcdefghij":
        searches.add(f"word {letter}")
    searches.add("word a")
    searches.store()
    assert SearchDay.objects.count() == 5
    assert counts()["word a"][0] == 2


def test_counts_are_forgotten_after_a_year(client: Client) -> None:
    today = timezone.localdate()
    SearchDay.objects.create(date=today - timedelta(days=400), words="old", searches=1)
    SearchDay.objects.create(date=today - timedelta(days=300), words="recent", searches=1)
    client.get("/search/", {"q": "neck"})
    run_due_jobs(timezone.localtime().replace(hour=12))
    assert set(counts()) == {"recent", "neck"}


def test_the_report_says_what_will_appear_before_the_first_search(admin_client: Client) -> None:
    assert "Nobody has searched yet." in admin_client.get(REPORT).content.decode()
    assert "No searches match these filters." in admin_client.get(REPORT, {"period": "7"}).content.decode()


def test_the_report_adds_up_days_and_shows_what_found_nothing(admin_client: Client) -> None:
    today = timezone.localdate()
    for days, words, times, hits in [(0, "neck", 2, 9), (40, "neck", 3, 0), (1, "voucher", 4, 0)]:
        SearchDay.objects.create(date=today - timedelta(days=days), words=words, searches=times, hits=hits)
    text = admin_client.get(REPORT).content.decode()
    assert "What people search for" in text
    assert "9 searches, 4 of them without a result" in text
    rows = export(admin_client)
    assert [row[:3] for row in rows] == [["neck", "5", "9"], ["voucher", "4", "0"]]
    assert [row[0] for row in export(admin_client, found="none")] == ["voucher"]
    assert [row[:2] for row in export(admin_client, period="7")] == [["voucher", "4"], ["neck", "2"]]


def export(client: Client, **chosen: str) -> list[list[str]]:
    answer = client.get(REPORT, {"export": "csv"} | chosen)
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    return [line.split(",") for line in lines[1:]]


def test_only_staff_with_the_permission_see_the_report(client: Client) -> None:
    person = User.objects.create_user("ed", password="x", is_staff=True)
    group = Group.objects.create(name="Readers of searches")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    person.groups.add(group)
    client.force_login(person)
    assert client.get(REPORT).status_code == 302
    assert REPORT not in client.get("/admin/").content.decode()
    group.permissions.add(Permission.objects.get(codename="view_searchday"))
    assert client.get(REPORT).status_code == 200
    assert REPORT in client.get("/admin/").content.decode()


def test_anonymous_visitors_are_sent_to_the_login(client: Client) -> None:
    assert "/admin/login/" in client.get(REPORT)["Location"]
