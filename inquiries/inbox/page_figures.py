"""Inquiries and views by page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.models import Page

from content.counting.models import PageDay
from inquiries.inbox.answer_times import duration, median_hours_by, waits
from inquiries.inbox.base import InboxPageMixin
from inquiries.models import Inquiry, ThankYouPage
from inquiries.models.inquiry import InquiryQuerySet

WEEKS = 12


@dataclass(frozen=True)
class PageRow:
    """A page's inquiries and views. `counted` is the number of inquiries since view counting began."""

    title: str
    inquiries: int
    views: int
    counted: int
    wait: str = ""  # until the first answer; empty if nothing was answered

    @property
    def rate(self) -> str:
        """Inquiries per hundred views, such as `2.5%`; empty if views are missing or fewer than inquiries."""
        if not self.views or self.counted > self.views:
            return ""
        return f"{100 * self.counted / self.views:.1f}%"


@dataclass(frozen=True)
class PageFigures:
    rows: list[PageRow]  # most inquiries first
    total: PageRow
    counted_since: date | None  # None if nothing has been counted yet


def midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_current_timezone())


def first_monday(today: date) -> date:
    """Return the first day of the period that the figures cover."""
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def recent_inquiries(today: date) -> InquiryQuerySet:
    return Inquiry.objects.genuine().filter(created_at__gte=midnight(first_monday(today)))


def recent_waits(today: date) -> list[tuple[Inquiry, float]]:
    return waits(recent_inquiries(today).only("created_at", "first_answered_at", "source_page"))


def page_figures(today: date, recent: list[tuple[Inquiry, float]]) -> PageFigures:
    """Return the pages that inquiries were sent from, then those that were only viewed.

    The rate uses only the inquiries since view counting began.
    """
    days = PageDay.objects.filter(date__gte=first_monday(today), date__lte=today)
    since: date | None = days.aggregate(first=Min("date"))["first"]
    days = days.exclude(page_id__in=ThankYouPage.objects.values("pk"))  # seen after the inquiry, not before it
    views = dict(days.values_list("page_id").annotate(n=Sum("views")))
    later = Q(created_at__gte=midnight(since)) if since else Q(pk=None)
    sent = (
        recent_inquiries(today)
        .order_by()
        .values_list("source_page")
        .annotate(title=Max("source_page__title"), n=Count("pk"), counted=Count("pk", filter=later))
    )
    times = median_hours_by(recent, lambda each: each.source_page_id)
    rows = [
        PageRow(title or "Not known", n, views.get(pk, 0), counted, duration(times.get(pk)))
        for pk, title, n, counted in sent
    ]
    only_viewed = Page.objects.filter(pk__in=set(views) - {pk for pk, *_ in sent}).values_list("pk", "title")
    rows += [PageRow(title, 0, views[pk], 0) for pk, title in only_viewed]
    rows.sort(key=lambda row: (-row.inquiries, -row.views, row.title))
    sums = [sum(getattr(row, name) for row in rows) for name in ("inquiries", "views", "counted")]
    return PageFigures(rows, PageRow("All pages", *sums), since)


class PagesView(InboxPageMixin, TemplateView):
    template_name = "inquiries/inbox/pages.html"
    page_title = "Pages and inquiries"
    header_icon = "doc-empty-inverse"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        found = page_figures(today, recent_waits(today))
        return super().get_context_data(**kwargs) | {"figures": found, "rows": found.rows}
