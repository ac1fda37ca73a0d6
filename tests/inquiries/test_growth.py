"""Dashboard, list, Find and export cost no more with hundreds of inquiries than with dozens."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models.signals import post_init
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.text.hours import Schedule, Span, Special
from inquiries.inbox.listing import search_url
from inquiries.inbox.waiting import late_before, open_hours
from inquiries.models import Inquiry
from tests.inquiries.inbox_help import listed, signed_in, soup, staff

FEW, MANY = 60, 150
SLACK = 3_000  # bytes: numbers get more digits, and the pages of a list one more link
LIST = "/admin/inquiry/"


def add_inquiries(number: int, **fields: Any) -> None:
    """Create inquiries a minute apart, with encrypted texts, in one statement."""
    latest = timezone.now() - timedelta(days=9)
    Inquiry.objects.bulk_create(
        Inquiry(
            **{"name": "Ada Example", "email": "ada@example.com", "message": "It hurts.", "about": "Hip pain"} | fields,
            created_at=latest - timedelta(minutes=count),
        )
        for count in range(number)
    )


@pytest.fixture
def desk(db: None) -> Client:
    return signed_in(staff(get_user_model(), "desk", "view", "answer", "export"))


class Read:
    """Counts how many inquiries are read from the database."""

    def __enter__(self) -> "Read":
        self.number = 0
        post_init.connect(self.count, sender=Inquiry)
        return self

    def __exit__(self, *_: object) -> None:
        post_init.disconnect(self.count, sender=Inquiry)

    def count(self, **_: Any) -> None:
        self.number += 1


def cost(desk: Client, url: str) -> tuple[int, int, int]:
    """Queries, inquiries read, and bytes."""
    with CaptureQueriesContext(connection) as queries, Read() as read:
        answer = desk.get(url)
    assert answer.status_code == 200
    return len(queries), read.number, len(answer.content)


def test_dashboard_and_lists_do_not_grow_with_the_inquiries(desk: Client) -> None:
    urls = ["/admin/", LIST, f"{LIST}all/", f"{LIST}suspects/", f"{LIST}pages/"]
    urls += [f"{LIST}all/?attention={kind}" for kind in ("overdue", "mail")]
    urls += [f"{LIST}all/?{more}" for more in ("assignee=none", "ordering=state", "p=2")]
    add_inquiries(FEW)
    add_inquiries(FEW, is_suspect=True)
    for url in ("/admin/", LIST):
        desk.get(url)  # fills the caches that all of them use
    few = {url: cost(desk, url) for url in urls}
    add_inquiries(MANY)
    add_inquiries(MANY, is_suspect=True)
    many = {url: cost(desk, url) for url in urls}
    assert {url: (few[url], many[url]) for url in urls if many[url][0] > few[url][0] + 1} == {}  # p=2 links back, too
    assert {url: (few[url], many[url]) for url in urls if many[url][1] > max(few[url][1], 51)} == {}
    assert {url: (few[url], many[url]) for url in urls if many[url][2] > few[url][2] + SLACK and "p=" not in url} == {}


def test_waits_are_measured_of_the_latest_answers(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inquiries.inbox.answer_times.MEASURED", 10)
    add_inquiries(FEW, state="contacted", first_answered_at=timezone.now())
    assert cost(desk, "/admin/")[1] <= 11
    assert "median time to the first answer" in desk.get("/admin/").text


WEEKDAYS = {day: [Span(datetime(1, 1, 1, 9).time(), datetime(1, 1, 1, 17, 30).time())] for day in range(5)}
CLOSED = Special("Closed", datetime(2026, 11, 2).date(), datetime(2026, 11, 4).date(), None)


@pytest.mark.parametrize("schedule", [Schedule(WEEKDAYS, []), Schedule(WEEKDAYS, [CLOSED]), Schedule({}, [CLOSED])])
@pytest.mark.parametrize("now", ["2026-11-02T08:59", "2026-11-05T12:00", "2026-11-08T23:59", "2026-03-30T10:00"])
@pytest.mark.parametrize("limit", [1, 8, 24])
def test_one_moment_tells_who_waits_too_long(schedule: Schedule, now: str, limit: int) -> None:
    """Whoever wrote before this moment has waited for more opening hours than the limit; whoever wrote at it hasn't."""
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    late = late_before(schedule, moment, limit)
    assert open_hours(schedule, late, moment) == pytest.approx(limit)
    hours = [open_hours(schedule, late - timedelta(days=days, minutes=1), moment) for days in (0, 1, 5)]
    assert all(waited > limit for waited in hours)


def test_a_clinic_that_never_opens_calls_nobody_late() -> None:
    closed = Special("Closed", datetime(2020, 1, 1).date(), datetime(2030, 1, 1).date(), None)
    moment = datetime(2026, 11, 5, tzinfo=UTC)
    assert late_before(Schedule({}, [closed]), moment, 8) < moment - timedelta(days=5000)


def test_find_lists_the_newest_and_says_that_there_may_be_more(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    add_inquiries(FEW)
    assert "Type more to narrow it down" not in desk.get(search_url("ada")).text
    monkeypatch.setattr("inquiries.inbox.person_search.MOST_FOUND", 5)
    monkeypatch.setattr("inquiries.inbox.listing.MOST_FOUND", 5)
    answer = desk.get(search_url("ada"))
    newest = Inquiry.objects.order_by("-created_at").values_list("reference", flat=True)[:5]
    assert sorted(listed(answer)) == sorted(newest)
    assert "More than the newest 5 may fit" in " ".join(soup(answer).text.split())


def test_find_reads_a_limited_number_of_inquiries(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inquiries.inbox.person_search.MOST_READ", 4)
    add_inquiries(10)
    assert len(listed(desk.get(search_url("ada")))) == 4


def test_an_export_is_sent_while_it_is_read(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inquiries.inbox.exports.CHUNK_SIZE", 10)
    add_inquiries(FEW)
    with Read() as read:
        answer = desk.get(f"{LIST}all/?export=csv")
        assert read.number == 0
        lines = iter(answer.streaming_content)
        while b"Ada Example" not in next(lines):
            pass
        at_first = read.number
        rest = list(lines)
    assert at_first <= 10
    assert read.number >= FEW == len([line for line in rest if b"Ada Example" in line]) + 1
