"""The report "Site health"."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.models import Page

from content.admin.reports import EDITOR_RIGHTS, report
from content.checks.site import Row, editable
from content.health.counts import SHOWN_DAYS, HealthCount, health_counts, trends

LISTED = 10  # findings per check; the list of all findings has the rest
WIDTH, HEIGHT = 120, 24  # of a trend's sparkline


@dataclass(frozen=True)
class Trend:
    """A month of numbers, as a sparkline and in words."""

    points: str
    words: str


@dataclass(frozen=True)
class CheckRow:
    count: HealthCount
    trend: Trend
    rows: list[Row]  # on pages that the user may edit
    elsewhere: int  # on other pages

    @property
    def asks(self) -> bool:
        return self.count.is_error and bool(self.count.rows)

    @property
    def left_out(self) -> int:
        return self.count.found - len(self.rows) - self.elsewhere


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
    """Return every count, errors first, then by number of findings."""
    history, made = trends(today), []
    for count in health_counts():
        own = editable(count.rows, user)
        trend = trend_of(history.get(count.name, []), count.found, today)
        made.append(CheckRow(count, trend, own[:LISTED], len(count.rows) - len(own)))
    return sorted(made, key=lambda row: (not (row.count.is_error and row.count.found), -row.count.found))


@report("site_health", "site-health", order=630)
class SiteHealthView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Every check with its count and trend, and links to the pages and fields."""

    model = Page
    any_permission_required = EDITOR_RIGHTS
    template_name = "wagtailadmin/checks/health.html"
    page_title = "Site health"
    header_icon = "glasses"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = health_rows(self.request.user, timezone.localdate())
        return super().get_context_data(**kwargs) | {
            "found": [row for row in rows if row.count.found],
            "sound": [row for row in rows if not row.count.found],
            "size": (WIDTH, HEIGHT),
            "days": SHOWN_DAYS,
        }
