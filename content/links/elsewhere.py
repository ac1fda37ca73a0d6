"""Checking outside links: each URL once a night; it counts as broken after three failed nights."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db.models import Max

from content.caching.routing import the_site
from content.caching.version import bump_version, per_version
from content.links.found import DOI_SITE, addresses_in, linking_objects
from content.links.outside import ForbiddenError, Outside, OutsideError
from content.models import CheckedAddress, ClinicSettings
from content.seo.redirects import local_path

STRIKES = 3  # failed nights until a URL counts as broken
ONCE_A_NIGHT = timedelta(hours=20)
LONGEST_PAUSE = 8  # nights between two checks of a broken URL
MOST_REDIRECTS = 5
READ = 2_000  # bytes of a page: enough to know that it loads
HEAD_REFUSED = {400, 403, 404, 405, 406, 429, 500, 501, 502, 503}  # many sites only support GET
NOT_FOR_ROBOTS = {401, 402, 403, 405, 406, 407, 418, 429, 451, 503, 999}  # visitors may still get the page
AT_ONCE = 5  # URLs checked per round, each on a different site


class Verdict(StrEnum):
    FINE = "fine"
    UNKNOWN = "unknown"  # it responds, but not to bots
    BROKEN = "broken"
    SILENT = "silent"  # no response: the site may be down, or our own connection


@dataclass(frozen=True)
class Outcome:
    verdict: Verdict
    words: str = ""


def user_agent() -> str:
    """Return this site's User-Agent for requests to others."""
    return f"PinpointLinkCheck/1.0 (+{settings.SITE_URL or the_site().root_url})"


def visit(url: str, outside: Outside) -> Outcome:
    """Check a URL, following redirects."""
    try:
        for _ in range(MOST_REDIRECTS + 1):
            if not outside.may_visit(url):
                return Outcome(Verdict.UNKNOWN, "The site asks robots not to look.")
            answer = outside.request("HEAD", url)
            if answer.status in HEAD_REFUSED:
                answer = outside.request("GET", url, most_bytes=READ)
            if not (300 <= answer.status < 400 and answer.location):
                return outcome_of(answer.status)
            if url.startswith(DOI_SITE):
                return Outcome(Verdict.FINE)  # the DOI exists; publishers rarely allow bots
            url = urljoin(url, answer.location)
    except ForbiddenError as error:
        return Outcome(Verdict.BROKEN, str(error))
    except OutsideError as error:
        return Outcome(Verdict.SILENT, str(error))
    return Outcome(Verdict.BROKEN, "It redirects without end.")


def outcome_of(status: int) -> Outcome:
    """Return what a response's final status says about the URL."""
    if status < 400:
        return Outcome(Verdict.FINE)
    if status in NOT_FOR_ROBOTS:
        return Outcome(Verdict.UNKNOWN, "The site doesn’t let robots look.")
    if status in (404, 410):
        return Outcome(Verdict.BROKEN, f"The page is gone ({status}).")
    return Outcome(Verdict.BROKEN, f"The site answers with an error ({status}).")


# What is stored for each URL -----------------------------------------------------------------------


def outside_url(address: str) -> str:
    """Return the URL to check for a link's address; empty if it is this site's, or not on the web."""
    url = address.partition("#")[0]
    is_outside = url.startswith(("http://", "https://")) and local_path(url) is None
    return url[: CheckedAddress.LONGEST] if is_outside else ""


def outside_urls() -> set[str]:
    """Return every outside URL that something on the site links to."""

    def collect() -> set[str]:
        return {outside_url(address) for owner in linking_objects() for *_, address in addresses_in(owner)} - {""}

    return per_version("addresses-elsewhere", collect, 3600)


def due_addresses(now: datetime) -> list[CheckedAddress]:
    """Return up to AT_ONCE URLs to check, each on a different site; those no longer linked to are deleted."""
    wanted = outside_urls()
    known = set(CheckedAddress.objects.values_list("url", flat=True))
    CheckedAddress.objects.filter(url__in=known - wanted).delete()
    CheckedAddress.objects.bulk_create([CheckedAddress(url=url) for url in wanted - known], ignore_conflicts=True)
    by_host: dict[str, CheckedAddress] = {}
    for row in CheckedAddress.objects.due(now):
        by_host.setdefault(urlsplit(row.url).netloc, row)
    return list(by_host.values())[:AT_ONCE]


def record_outcome(row: CheckedAddress, outcome: Outcome, now: datetime) -> None:
    """Store a check's outcome. No response only counts if other sites respond; else our connection may be down."""
    was_broken = row.strikes >= STRIKES
    is_bad = outcome.verdict == Verdict.BROKEN or (outcome.verdict == Verdict.SILENT and others_answer(now))
    if is_bad:
        row.strikes += 1
        row.failing_since = row.failing_since or now
    elif outcome.verdict != Verdict.SILENT:
        row.strikes, row.failing_since = 0, None
    row.words, row.checked_at = outcome.words, now
    if outcome.verdict != Verdict.SILENT:
        row.answered_at = now
    nights = min(2 ** max(0, row.strikes - STRIKES), LONGEST_PAUSE)
    row.next_at = now + ONCE_A_NIGHT + timedelta(days=nights - 1)
    row.save()
    if was_broken != (row.strikes >= STRIKES):
        bump_version()  # the report is cached per version


def others_answer(now: datetime) -> bool:
    latest = CheckedAddress.objects.aggregate(latest=Max("answered_at"))["latest"]
    return latest is not None and now - latest < timedelta(days=1)


def broken_addresses() -> dict[str, CheckedAddress]:
    """Return the broken outside URLs; none if the clinic has the check switched off."""
    broken = CheckedAddress.objects.filter(strikes__gte=STRIKES)
    return {row.url: row for row in broken} if ClinicSettings.default().looks_outside else {}
