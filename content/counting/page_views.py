"""Counting views of pages in this process, and storing them now and then: never in a page's way.

Pages that Django serves are counted by `count_served`. A page kept by a cache in front of Django is counted by
`count_kept`, which that cache calls with the request's environ: each path's page was noted when Django last served it.
"""

import atexit
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import Error, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Page

from content.caching.lock_timeout import short_patience
from content.counting.regions import is_person
from inquiries.models import PageDay

logger = logging.getLogger("pinpoint.views")

STORE_AFTER = 30.0  # seconds between two writes of a process
KEPT_DAYS = 400
MOST_PATHS = 2000
CHUNK = 200  # rows in one statement

UPSERT = """
    INSERT INTO inquiries_pageday (date, page_id, views) VALUES {rows}
    ON CONFLICT (date, page_id) DO UPDATE SET views = inquiries_pageday.views + excluded.views
"""
Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponse]


class Counts:
    """What this process has counted and not stored yet, and which page is at which path."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting: Counter[tuple[date, int]] = Counter()
        self.paths: dict[tuple[str, str], int] = {}
        self.stored_at = -STORE_AFTER
        self.tidied: date | None = None


counts = Counts()


def is_visitor(meta: Mapping[str, Any]) -> bool:
    """A person as far as can be told, and nobody of the staff, who look at their pages all day."""
    return is_person(meta) and f"{settings.SESSION_COOKIE_NAME}=" not in str(meta.get("HTTP_COOKIE", ""))


def count_view(page_id: int) -> None:
    """One more view of the page today. Takes no time: it is stored later."""
    today = timezone.localdate()
    with counts.lock:
        counts.waiting[today, page_id] += 1


def place(meta: Mapping[str, Any]) -> tuple[str, str]:
    return str(meta.get("HTTP_HOST", "")), str(meta.get("PATH_INFO", ""))


def is_own_path(page: Page, path: str) -> bool:
    """Whether it is the page's own address, and not one of the endless choices that some pages answer below it."""
    return path == "/" or path.strip("/").rpartition("/")[2] == page.slug


def count_kept(meta: Mapping[str, Any]) -> None:
    """Count a view that a cache answered; `meta` as in a request's META. What is no page isn't counted."""
    page_id = counts.paths.get(place(meta))
    if page_id is not None and is_visitor(meta):
        count_view(page_id)


def count_served(serve: Serve) -> Serve:
    """Around Wagtail's serving of a page: counts it when it was shown."""

    def serve_and_count(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        response = serve(page, request, args, kwargs)
        is_shown = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
        if is_shown and page.pk and request.method == "GET" and not getattr(request, "is_preview", False):
            if len(counts.paths) < MOST_PATHS and is_own_path(page, request.path):
                counts.paths[place(request.META)] = page.pk
            if is_visitor(request.META):
                count_view(page.pk)
        return response

    return serve_and_count


def flush_now_and_then(**_: object) -> None:
    """Fits as a signal receiver."""
    if counts.waiting and time.monotonic() - counts.stored_at >= STORE_AFTER:
        flush()


def flush(**_: object) -> None:
    """Store what waits; leave it waiting if the database is busy or away."""
    counts.stored_at = time.monotonic()
    with counts.lock:
        taken, counts.waiting = counts.waiting, Counter()
    rows = sorted(taken.items())  # in one order, so that two processes never wait for each other
    try:
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            store(chunk)
            for key, _views in chunk:
                del taken[key]
        if rows:
            tidy(timezone.localdate())
    except Error as error:
        logger.info("Views are counted later: %s", type(error).__name__)
        with counts.lock:
            counts.waiting.update(taken)


def store(rows: list[tuple[tuple[date, int], int]]) -> None:
    values = [value for (day, page_id), views in rows for value in (day, page_id, views)]
    with short_patience(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(UPSERT.format(rows=", ".join(["(%s, %s, %s)"] * len(rows))), values)


def tidy(today: date) -> None:
    """Once a day: what is older than anybody asks for."""
    if counts.tidied != today:
        PageDay.objects.filter(date__lt=today - timedelta(days=KEPT_DAYS)).delete()
        counts.tidied = today


def flush_at_exit() -> None:
    if counts.waiting:
        flush()


def connect() -> None:
    """Store after answers are sent, and when the process ends."""
    request_finished.connect(flush_now_and_then, dispatch_uid="views-counted")
    atexit.register(flush_at_exit)
