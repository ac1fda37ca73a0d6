"""Counting searches without slowing one down: in memory first, stored once the answer is sent."""

import logging
import re
import threading
import unicodedata
from datetime import date, timedelta

from django.db import Error, connection
from django.utils import timezone

from content.caching.lock_timeout import short_patience
from search.models import SearchDay
from search.query.words import words_in

logger = logging.getLogger("pinpoint.search")

KEPT_DAYS = 365
MOST_A_DAY = 1000  # different searches that one process notes in a day; a robot's flood is not worth storing
MOST_AT_ONCE = 100
# An address without its sign, as autocorrection or a careful person writes it.
ADDRESS = re.compile(r"[^\W_]\.[^\W_]{2,}|://|\b(?:at|dot)\b.*\bdot\b", re.IGNORECASE)

UPSERT = """
    INSERT INTO site_search_searchday (date, words, searches, hits) VALUES {rows}
    ON CONFLICT (date, words) DO UPDATE
    SET searches = site_search_searchday.searches + excluded.searches, hits = excluded.hits
"""


class Tally:
    """Searches of this process that are not stored yet: (day, words) → (searches, hits)."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting: dict[tuple[date, str], tuple[int, int]] = {}
        self.noted: set[str] = set()
        self.today: date | None = None
        self.tidied: date | None = None

    def note(self, text: str, hits: int) -> None:
        """Count a search, unless its words may tell who searched."""
        words = countable(text)
        if not words:
            return
        today = timezone.localdate()
        with self.lock:
            if today != self.today:
                self.today, self.noted = today, set()
            if words not in self.noted and len(self.noted) >= MOST_A_DAY:
                return
            self.noted.add(words)
            searches, _ = self.waiting.get((today, words), (0, 0))
            self.waiting[today, words] = (searches + 1, hits)

    def store(self) -> None:
        """Write what waits in one statement; leave it waiting if the database is busy."""
        if not self.waiting:
            return
        with self.lock:
            taken = dict(list(self.waiting.items())[:MOST_AT_ONCE])
            self.waiting = {key: count for key, count in self.waiting.items() if key not in taken}
        values = [value for (day, words), (searches, hits) in taken.items() for value in (day, words, searches, hits)]
        try:
            with short_patience(), connection.cursor() as cursor:
                cursor.execute(UPSERT.format(rows=", ".join(["(%s, %s, %s, %s)"] * len(taken))), values)
                if self.tidied != self.today:
                    self.tidied = self.today
                    forget_old()
        except Error as error:
            logger.info("Searches are counted later: %s", type(error).__name__)
            self.give_back(taken)

    def give_back(self, taken: dict[tuple[date, str], tuple[int, int]]) -> None:
        """Let counts wait that could not be stored."""
        with self.lock:
            for key, (searches, hits) in taken.items():
                newer, newer_hits = self.waiting.get(key, (0, hits))
                self.waiting[key] = (searches + newer, newer_hits)


def countable(text: str) -> str:
    """The words to count, folded; none if an address, a number or a whole story may be in the text."""
    plain = unicodedata.normalize("NFKC", text)
    if "@" in plain or ADDRESS.search(plain) or any(c.isnumeric() for c in plain):
        return ""
    words = " ".join(words_in(text))
    return words if len(words) <= SearchDay.LONGEST else ""


def forget_old() -> None:
    """Delete the counts of days more than a year ago."""
    SearchDay.objects.filter(date__lt=timezone.localdate() - timedelta(days=KEPT_DAYS)).delete()


tally = Tally()
