"""Key figures about the clinic's inquiries."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import Coalesce, TruncWeek
from django.utils import timezone
from django.utils.formats import date_format

from content.site_context.context import SHORT_DAY, current_market
from inquiries.form.choices import condition_choices
from inquiries.inbox.answer_times import AnswerTimes, answer_times
from inquiries.inbox.conditions import condition_digests
from inquiries.inbox.page_figures import WEEKS, PageFigures, first_monday, page_figures, recent_inquiries
from inquiries.inbox.waiting import follow_ups, overdue
from inquiries.mail.delivery_health import DeliveryHealth, delivery_health
from inquiries.models import Inquiry, SearchTerm
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.privacy.former_staff import left_behind
from inquiries.privacy.retention import erased_tomorrow, inquiry_settings

MAX_ROWS = 8


class Bar(NamedTuple):
    label: str
    inquiries: int


class Chart(NamedTuple):
    title: str
    label_heading: str
    bars: list[Bar]

    @property
    def longest(self) -> int:
        return max((bar.inquiries for bar in self.bars), default=0)


@dataclass(frozen=True)
class Figures:
    to_answer: int
    unread: int
    suspects: int
    overdue: int
    follow_ups: int
    left_behind: int
    erased_tomorrow: int
    limit_hours: int
    oldest: Inquiry | None
    answer_times: AnswerTimes
    delivery: DeliveryHealth
    charts: list[Chart]
    pages: PageFigures


def by_week(recent: InquiryQuerySet, today: date) -> list[Bar]:
    """Count by week, including weeks without inquiries."""
    counted = recent.order_by().annotate(week=TruncWeek("created_at")).values_list("week").annotate(n=Count("pk"))
    found = {timezone.localdate(week) if isinstance(week, datetime) else week: n for week, n in counted}
    mondays = [first_monday(today) + timedelta(weeks=number) for number in range(WEEKS)]
    return [Bar(date_format(monday, SHORT_DAY[current_market()]), found.get(monday, 0)) for monday in mondays]


def by_condition(recent: InquiryQuerySet) -> list[Bar]:
    """Count by hashed terms, so that nothing is decrypted. Names of no current page count as “Other”."""
    titles, conditions = dict(condition_choices()), condition_digests()
    terms = SearchTerm.objects.filter(kind=SearchTerm.Kind.ABOUT, inquiry__in=recent.order_by().values("pk"))
    counted: Counter[str] = Counter()
    for digest, count in terms.values_list("digest").annotate(n=Count("pk")):
        counted[titles.get(conditions.get(digest, ""), "Other")] += count
    return [Bar(*row) for row in sorted(counted.items(), key=lambda row: (-row[1], row[0]))[:MAX_ROWS]]


def figures(now: datetime | None = None) -> Figures:
    """Return the figures for the last twelve weeks, and what is waiting now."""
    now = now or timezone.now()
    today, limit = timezone.localdate(now), inquiry_settings().answer_within_hours
    recent = recent_inquiries(today)
    waiting = Inquiry.objects.to_answer()
    return Figures(
        to_answer=waiting.count(),
        unread=waiting.filter(read_at=None).count(),
        suspects=Inquiry.objects.suspects().count(),
        overdue=overdue(now).count(),
        follow_ups=follow_ups(now).count(),
        left_behind=left_behind().count(),
        erased_tomorrow=erased_tomorrow(now).count(),
        limit_hours=limit,
        oldest=waiting.order_by(Coalesce("wrote_again_at", "created_at")).first(),
        answer_times=answer_times(recent, limit),
        delivery=delivery_health(now),
        charts=[
            Chart("Inquiries per week", "Week from", by_week(recent, today)),
            Chart("By condition", "Condition", by_condition(recent)),
        ],
        pages=page_figures(today),
    )
