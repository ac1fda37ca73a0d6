"""Which pages bring inquiries: how many, from how many views."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min, Q, Sum
from django.utils import timezone
from wagtail.models import Page

from content.counting.models import PageDay
from inquiries.models.inquiry import InquiryQuerySet

NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class PageRow:
    """A page's inquiries and views; `counted` are the inquiries since views are counted."""

    title: str
    inquiries: int
    views: int
    counted: int

    @property
    def rate(self) -> str:
        """Inquiries of a hundred views, such as `2.5 %`; empty while the views can't say it."""
        if not self.views or self.counted > self.views:
            return ""
        return f"{100 * self.counted / self.views:.1f} %"


@dataclass(frozen=True)
class PageFigures:
    rows: list[PageRow]
    total: PageRow
    counted_since: date | None  # None while nothing was counted yet


def midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_current_timezone())


def by_page(inquiries: InquiryQuerySet, start: datetime, today: date) -> PageFigures:
    """The pages that inquiries were sent from, then those only looked at; most inquiries first.

    Views began to be counted at some day: the rate takes the inquiries from then on only.
    """
    days = PageDay.objects.filter(date__gte=timezone.localdate(start), date__lte=today)
    since: date | None = days.aggregate(first=Min("date"))["first"]
    views = dict(days.values_list("page_id").annotate(n=Sum("views")))
    later = Q(created_at__gte=midnight(since)) if since else Q(pk=None)
    sent = (
        inquiries.order_by()
        .values_list("source_page")
        .annotate(title=Max("source_page__title"), n=Count("pk"), counted=Count("pk", filter=later))
    )
    rows = [PageRow(title or NOT_KNOWN, n, views.get(page, 0), counted) for page, title, n, counted in sent]
    asked_from = {page for page, *_ in sent}
    others = Page.objects.filter(pk__in=set(views) - asked_from).values_list("pk", "title")
    rows += [PageRow(title, 0, views[pk], 0) for pk, title in others]
    rows.sort(key=lambda row: (-row.inquiries, -row.views, row.title))
    known = [row for row in rows if row.title != NOT_KNOWN]
    total = PageRow(
        "All pages", sum(r.inquiries for r in rows), sum(r.views for r in known), sum(r.counted for r in rows)
    )
    return PageFigures(rows, total, since)
