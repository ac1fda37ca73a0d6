"""Checking outside links: a few per minute at night, never two of one site at the same time."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone

from content.links.elsewhere import Outcome, Verdict, due_addresses, record_outcome, user_agent, visit
from content.links.outside import Outside
from content.models import ClinicSettings
from inquiries.mail.worker import time_limit

LONGEST_LOOK_SECONDS = 25  # per URL, whatever its site does


def check_links(now: datetime, outside: Outside | None = None) -> int:
    """Check the URLs that are due, if the clinic allows outside requests. Returns how many."""
    if not ClinicSettings.default().looks_outside:
        return 0
    outside = outside or outside_of(timezone.localdate(now))
    due = due_addresses(now)
    for row in due:
        try:
            with time_limit(LONGEST_LOOK_SECONDS):
                outcome = visit(row.url, outside)
        except TimeoutError:
            outcome = Outcome(Verdict.SILENT, "It takes too long to answer.")
        record_outcome(row, outcome, now)
    return len(due)


@lru_cache(maxsize=1)
def outside_of(night: date) -> Outside:
    """Return the night's shared instance, which reads each site's robots.txt once."""
    return Outside(user_agent())
