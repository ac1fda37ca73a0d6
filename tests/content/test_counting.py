"""Daily counts keep working after a flood and while the database is busy, and leave out what isn't a page."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from wagtail.models import Page

from content.counting.visits import page_views
from content.models import PageDay

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _stored_at_once(settings: Any) -> None:
    settings.COUNTS_STORED_AFTER_SECONDS = 0


def look(path: str) -> None:
    assert Client(headers={"user-agent": BROWSER}).get(path).status_code == 200


def views(slug: str) -> list[int]:
    """A page's views, day by day."""
    page = Page.objects.get(slug=slug).pk
    return list(PageDay.objects.filter(page_id=page).order_by("date").values_list("views", flat=True))


def test_the_day_after_a_flood_is_counted_again(monkeypatch: pytest.MonkeyPatch, time_machine: Any) -> None:
    monkeypatch.setattr("content.counting.daily.MOST_KEYS", 2)
    time_machine.move_to("2026-03-02 17:00Z")
    for path in ("/contact/", "/sessions/", "/conditions/hip-pain/"):
        look(path)
    assert (views("contact"), views("hip-pain")) == ([1], [])
    time_machine.move_to("2026-03-03 17:00Z")
    for path in ("/conditions/hip-pain/", "/contact/"):
        look(path)
    assert (views("contact"), views("hip-pain")) == ([1, 1], [1])


def test_what_comes_while_a_busy_database_refuses_is_counted_with_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    contact = Page.objects.get(slug="contact").pk

    class Busy:
        def __enter__(self) -> None:
            page_views.add(contact)  # a visit comes in the meantime
            raise OperationalError("database is locked")

        def __exit__(self, *_: Any) -> None: ...

    with monkeypatch.context() as patched:
        patched.setattr("content.counting.daily.short_lock_timeout", Busy)
        look("/contact/")
    assert views("contact") == []
    look("/contact/")
    assert views("contact") == [3]


def test_a_feed_reader_is_no_view_of_the_articles() -> None:
    look("/articles/feed/")
    assert views("articles") == []
    look("/articles/")
    assert views("articles") == [1]
