"""The report "Site health"."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.admin.page_reports import EDITOR_RIGHTS
from content.checks.site import Row
from content.health.counts import (
    CHECKS,
    SHOWN_DAYS,
    OtherCount,
    check_of,
    count_findings,
    open_findings,
    other_counts,
    trends,
)

LISTED = 10  # findings per check; the list of all findings has the rest
WIDTH, HEIGHT = 120, 24  # of a trend's sparkline


@dataclass(frozen=True)
class Trend:
    """A month of numbers, as a sparkline and in words."""

    points: str
    words: str


@dataclass(frozen=True)
class CheckRow:
    name: str
    title: str
    is_error: bool
    found: int
    trend: Trend
    rows: list[Row]  # on pages that the user may edit
    elsewhere: int  # on other pages
    url: str  # of all of them

    @property
    def asks(self) -> bool:
        return self.is_error and bool(self.rows or self.elsewhere)

    @property
    def left_out(self) -> int:
        return self.found - len(self.rows) - self.elsewhere


def trend_of(days: list[tuple[date, int]], found: int, today: date) -> Trend:
    """Return the trend from the stored days and today's number."""
    numbers = {day: count for day, count in days if day < today} | {today: found}
    most = max(numbers.values()) or 1
    first = today - timedelta(days=SHOWN_DAYS - 1)
    points = [
        f"{(day - first).days * WIDTH / (SHOWN_DAYS - 1):.0f},{HEIGHT - 2 - (HEIGHT - 4) * count / most:.0f}"
        for day, count in sorted(numbers.items())
    ]
    before = [count for day, count in sorted(numbers.items()) if day <= today - timedelta(days=7)]
    if not before:
        return Trend(" ".join(points), "Counted for less than a week")
    change = found - before[-1]
    words = "As a week ago" if not change else f"{abs(change)} {'more' if change > 0 else 'fewer'} than a week ago"
    return Trend(" ".join(points), words)


def health_rows(user: Any, today: date) -> list[CheckRow]:
    """Return every check, errors first, then by number of findings."""
    policy = policy_registry.get_by_type(Page)
    mine = set(policy.instances_user_has_any_permission_for(user, EDITOR_RIGHTS).values_list("pk", flat=True))
    rows, others, history = open_findings(), other_counts(), trends(today)
    by_check: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_check[check_of(row.finding.code)].append(row)
    counts = count_findings(rows, others)
    made = [as_row(name, title, by_check[name], counts[name], mine, history, today) for name, title in CHECKS.items()]
    made += [of_other(other, history, today) for other in others]
    return sorted(made, key=lambda row: (not (row.is_error and row.found), -row.found))


def as_row(
    name: str,
    title: str,
    rows: list[Row],
    found: int,
    mine: set[int],
    history: dict[str, list[tuple[date, int]]],
    today: date,
) -> CheckRow:
    own = [row for row in rows if row.page_id in mine]
    return CheckRow(
        name,
        title,
        any(row.finding.is_error for row in rows),
        found,
        trend_of(history.get(name, []), found, today),
        own[:LISTED],
        len(rows) - len(own),
        f"{reverse('page_checks')}?{urlencode({'check': name})}",
    )


def of_other(other: OtherCount, history: dict[str, list[tuple[date, int]]], today: date) -> CheckRow:
    trend = trend_of(history.get(other.name, []), other.found, today)
    return CheckRow(other.name, other.title, other.is_error, other.found, trend, [], 0, other.url)


class SiteHealthView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Every check with its count and trend, and links to the pages and fields."""

    model = Page
    permission_policy = policy_registry.get_by_type(Page)
    any_permission_required = EDITOR_RIGHTS
    template_name = "wagtailadmin/checks/health.html"
    page_title = "Site health"
    header_icon = "glasses"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = health_rows(self.request.user, timezone.localdate())
        return super().get_context_data(**kwargs) | {
            "found": [row for row in rows if row.found],
            "sound": [row for row in rows if not row.found],
            "size": (WIDTH, HEIGHT),
            "days": SHOWN_DAYS,
        }
