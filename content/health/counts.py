"""Counting the findings of every check, with one number per check and day."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from wagtail.models import get_page_models

from content.checks.site import Row, checked_site
from content.models import HealthDay
from content.panels.findings import Level

CHECKS = {
    "no-red-flags": "Pages that don’t say when to see a doctor",
    "no-pattern": "Muscles that no one will find on the pain map",
    "claims": "Promises that the evidence doesn’t support",
    "no-review": "Health pages that no one has reviewed",
    "changed-since-review": "Health pages changed since their review",
    "review-due": "Reviews that are overdue",
    "no-sources": "Health pages without sources",
    "dead-link": "Links to something visitors can’t see",
    "link-nowhere": "Links that lead nowhere",
    "links-elsewhere": "Links to other sites that lead nowhere",
    "no-links": "Pages without a link to another",
    "no-links-in": "Pages that no other links to",
    "no-alt": "Pictures without a description",
    "small-picture": "Pictures that are too small",
    "second-heading": "Pages with two main headings",
    "hard-to-read": "Pages that are hard to read",
    "thin": "Pages with very little text",
    "same-title": "Pages with the same title",
    "long-title": "Titles that are too long",
    "no-description": "Pages without a description",
    "description-length": "Descriptions that are too long or too short",
    "same-description": "Pages with the same description",
    "no-summary": "Pages without a summary",
    "slug": "Addresses that say little",
}
# Hook: (first day, last day) → searches without results and how often, most frequent first.
UNANSWERED_SEARCHES = "searches_without_answer"
KEPT_DAYS = 400
SHOWN_DAYS = 30


@dataclass(frozen=True)
class HealthCount:
    """How much there is to mend, and where; `rows` are the findings, if it is a check's.

    If its name contains “link”, it is included in the broken links of the Monday email.
    """

    name: str
    title: str
    found: int
    url: str
    is_error: bool = False
    rows: list[Row] = field(default_factory=list)


def check_of(code: str) -> str:
    """Return the check that a finding counts toward: all wording rules are one."""
    return "claims" if code.startswith("claim-") else code


def health_counts() -> list[HealthCount]:
    """Return the counts of every check's open findings, and of missing pages."""
    found: dict[str, list[Row]] = {name: [] for name in CHECKS}
    for row in checked_site():
        if row.finding.level != Level.ACCEPTED:
            found[check_of(row.finding.code)].append(row)
    counts = [
        HealthCount(
            name,
            CHECKS[name],
            len(rows),
            reverse("page_checks", query={"check": name}),
            any(row.finding.is_error for row in rows),
            rows,
        )
        for name, rows in found.items()
    ]
    missing = missing_pages()
    said = " ".join(missing) or "Missing pages that the site can’t do without"
    return [
        *counts,
        HealthCount("missing-pages", said, len(missing), reverse("wagtailadmin_explore_root"), is_error=True),
    ]


def missing_pages() -> list[str]:
    """Say which pages that the site can't do without aren't published, and what visitors lose."""
    needed = [model for model in get_page_models() if getattr(model, "lost_if_gone", "")]
    gone = [model for model in needed if not model.objects.live().exists()]
    return [f"No “{model.kind_label}” page is published. {model.lost_if_gone}" for model in gone]


def store_counts(now: datetime) -> None:
    """Store today's number for each check, and delete those older than KEPT_DAYS."""
    today = timezone.localdate(now)
    rows = [HealthDay(date=today, check_name=count.name, found=count.found) for count in health_counts()]
    HealthDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["date", "check_name"], update_fields=["found"]
    )
    HealthDay.objects.filter(date__lt=today - timedelta(days=KEPT_DAYS)).delete()


def trends(today: date) -> dict[str, list[tuple[date, int]]]:
    """Return the last month's numbers for each check, oldest first."""
    found: dict[str, list[tuple[date, int]]] = {}
    days = HealthDay.objects.filter(date__gt=today - timedelta(days=SHOWN_DAYS), date__lte=today)
    for day in days.order_by("date"):
        found.setdefault(day.check_name, []).append((day.date, day.found))
    return found


def broken_link_count() -> int:
    """Return the number of broken links, internal and external, from the last count, since the checks take seconds."""
    last = HealthDay.objects.order_by("-date").values("date")[:1]
    days = HealthDay.objects.filter(date=last, check_name__contains="link").exclude(check_name__startswith="no-links")
    return days.aggregate(found=Sum("found"))["found"] or 0
