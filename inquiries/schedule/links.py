"""Looking at the addresses that pages link to: a few each minute of the night, never two of one site at once."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone

from content.links.elsewhere import Outcome, Verdict, agent, due_addresses, look, record_outcome
from content.links.outside import Outside
from content.models import ClinicSettings
from inquiries.mail.worker import time_limit

LONGEST_LOOK_SECONDS = 25  # at one address, whatever its site does


def check_links(now: datetime, outside: Outside | None = None) -> int:
    """Look at the addresses that are due, if the clinic lets this site ask others. Returns how many."""
    if not ClinicSettings.default().looks_outside:
        return 0
    outside = outside or outside_of(timezone.localdate(now))
    due = due_addresses(now)
    for row in due:
        try:
            with time_limit(LONGEST_LOOK_SECONDS):
                outcome = look(row.url, outside)
        except TimeoutError:
            outcome = Outcome(Verdict.SILENT, "It takes too long to answer.")
        record_outcome(row, outcome, now)
    return len(due)


@lru_cache(maxsize=1)
def outside_of(night: date) -> Outside:
    """One for the whole night, which reads each site's robots.txt once."""
    return Outside(agent())
