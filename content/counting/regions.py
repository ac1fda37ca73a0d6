"""How often each region is looked at in a day: numbers only, nothing about who looked.

Counted in memory, stored now and then once an answer is sent. Kept pages that never reach Django are counted by
`note_again`, which the page cache calls with what was noted when Django last made the page.
"""

import logging
import re
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core.signals import request_finished
from django.db import Error, connection, models
from django.utils import timezone

from content.caching.lock_timeout import short_patience

logger = logging.getLogger("pinpoint.anatomy")

KEPT_DAYS = 400
STORE_AFTER = 10.0  # seconds between two writes of a process
MOST_PATHS = 500
ROBOTS = re.compile(r"bot|crawl|spider|slurp|preview|monitor|headless|curl|wget|python|http", re.IGNORECASE)
PREFETCH = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")

UPSERT = """
    INSERT INTO content_regionday (date, region, views) VALUES {rows}
    ON CONFLICT (date, region) DO UPDATE SET views = content_regionday.views + excluded.views
"""


class RegionDay(models.Model):
    """How often a region was looked at on a day."""

    date = models.DateField()
    region = models.SlugField(max_length=255, help_text="The slug of the region's page.")
    views = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["date", "region"], name="one_count_a_region_and_day")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.region} on {self.date}"


class Tally:
    """Counts of this process that are not stored yet, and which page is about which regions."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting: Counter[tuple[date, str]] = Counter()
        self.paths: dict[str, tuple[str, ...]] = {}
        self.stored_at = 0.0
        self.tidied: date | None = None

    def note(self, regions: Iterable[str], meta: Mapping[str, Any], *, again: bool = False) -> None:
        """Count a look at regions; `meta` as in a request's META. `again`: the same page may come from a cache."""
        slugs = tuple(regions)
        if again and len(self.paths) < MOST_PATHS:
            self.paths[meta.get("PATH_INFO", "")] = slugs
        if not is_person(meta):
            return
        today, seen = timezone.localdate(), regions_before(meta)
        with self.lock:
            self.waiting.update((today, slug) for slug in slugs if slug not in seen)

    def note_again(self, meta: Mapping[str, Any]) -> None:
        """Count a look at a page that a cache answered, if it is about regions."""
        slugs = self.paths.get(meta.get("PATH_INFO", ""))
        if slugs:
            self.note(slugs, meta)

    def store_now_and_then(self, **_: object) -> None:
        """Fits as a signal receiver."""
        if self.waiting and time.monotonic() - self.stored_at >= STORE_AFTER:
            self.store()

    def store(self) -> None:
        """Write what waits in one statement; leave it waiting if the database is busy."""
        self.stored_at = time.monotonic()
        with self.lock:
            taken, self.waiting = self.waiting, Counter()
        if not taken:
            return
        values = [value for (day, region), views in taken.items() for value in (day, region, views)]
        try:
            with short_patience(), connection.cursor() as cursor:
                cursor.execute(UPSERT.format(rows=", ".join(["(%s, %s, %s)"] * len(taken))), values)
                if self.tidied != (today := timezone.localdate()):
                    self.tidied = today
                    RegionDay.objects.filter(date__lt=today - timedelta(days=KEPT_DAYS)).delete()
        except Error as error:
            logger.info("Regions are counted later: %s", type(error).__name__)
            with self.lock:
                self.waiting.update(taken)


def is_person(meta: Mapping[str, Any]) -> bool:
    """Whether somebody looks, as far as can be told: no robot, no page fetched ahead."""
    agent = str(meta.get("HTTP_USER_AGENT", ""))
    ahead = any("prefetch" in str(meta.get(name, "")) or "preview" in str(meta.get(name, "")) for name in PREFETCH)
    return meta.get("REQUEST_METHOD") == "GET" and bool(agent) and not ahead and not ROBOTS.search(agent)


def regions_before(meta: Mapping[str, Any]) -> set[str]:
    """What the address names that somebody comes from: one who adds a place looks at the new one only."""
    try:
        referrer = urlsplit(str(meta.get("HTTP_REFERER", "")))
    except ValueError:
        return set()
    if referrer.netloc != meta.get("HTTP_HOST", ""):
        return set()
    parts = referrer.path.split("/")
    return {part.removeprefix("left-").removeprefix("right-") for part in parts}


tally = Tally()
request_finished.connect(tally.store_now_and_then, dispatch_uid="regions-counted")
