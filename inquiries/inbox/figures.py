"""How the clinic does with its inquiries, in numbers."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from statistics import median, quantiles

from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.utils import timezone

from content.models import ClinicSettings
from inquiries.form.forms import condition_choices
from inquiries.inbox.conditions import condition_digests
from inquiries.inbox.page_figures import PageRow, by_page, midnight
from inquiries.mail.outbox import DeliveryHealth, delivery_health
from inquiries.models import Inquiry, SearchTerm
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.privacy.retention import erased_tomorrow, inquiry_settings
from inquiries.schedule.reminders import follow_ups, open_hours, overdue

WEEKS = 12
MOST_ROWS = 8


@dataclass(frozen=True)
class Bar:
    """A row of a picture: label, number, and the bar's length in percent of the longest."""

    label: str
    count: int
    percent: float
    views: int = 0
    rate: str = ""  # inquiries of a hundred views; empty when too little is counted to say


@dataclass(frozen=True)
class Answering:
    """Opening hours until the first answer, of all that were answered."""

    answered: int = 0
    median_hours: float = 0.0
    slowest_tenth_hours: float = 0.0
    within_limit_percent: int = 0


@dataclass(frozen=True)
class Figures:
    to_answer: int
    unread: int
    overdue: int
    follow_ups: int
    erased_tomorrow: int
    limit_hours: int
    oldest: Inquiry | None
    answering: Answering
    delivery: DeliveryHealth
    pictures: list[tuple[str, str, list[Bar]]] = field(default_factory=list)  # title, first heading, bars
    pages: list[Bar] = field(default_factory=list)
    all_pages: PageRow | None = None
    counted_since: date | None = None


def bars(rows: list[tuple[str, int]]) -> list[Bar]:
    longest = max((count for _, count in rows), default=0) or 1
    return [Bar(label, count, round(100 * count / longest, 1)) for label, count in rows]


def recent_inquiries(today: date) -> tuple[datetime, InquiryQuerySet]:
    """Since when figures count, and the inquiries since then."""
    start = midnight(first_monday(today))
    return start, Inquiry.objects.genuine().filter(created_at__gte=start)


def page_bars(rows: list[PageRow]) -> list[Bar]:
    plain_bars = bars([(row.title, row.inquiries) for row in rows])
    return [replace(bar, views=row.views, rate=row.rate) for bar, row in zip(plain_bars, rows, strict=True)]


def first_monday(today: date) -> date:
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def by_week(recent: InquiryQuerySet, today: date) -> list[tuple[str, int]]:
    """Every week, the empty ones too."""
    counted = recent.order_by().annotate(week=TruncWeek("created_at")).values_list("week").annotate(n=Count("pk"))
    found = {timezone.localdate(week) if isinstance(week, datetime) else week: n for week, n in counted}
    mondays = [first_monday(today) + timedelta(weeks=number) for number in range(WEEKS)]
    return [(f"{monday:%-d %b}", found.get(monday, 0)) for monday in mondays]


def by_condition(recent: InquiryQuerySet) -> list[tuple[str, int]]:
    """Told from hashed terms: nothing is decrypted. What no page stands for any more is “other”."""
    titles, conditions = dict(condition_choices()), condition_digests()
    terms = SearchTerm.objects.filter(kind=SearchTerm.Kind.ABOUT, inquiry__in=recent.order_by().values("pk"))
    counted: Counter[str] = Counter()
    for digest, count in terms.values_list("digest").annotate(n=Count("pk")):
        counted[titles.get(conditions.get(digest, ""), "Other")] += count
    return sorted(counted.items(), key=lambda row: (-row[1], row[0]))[:MOST_ROWS]


def answering(recent: InquiryQuerySet, limit: int) -> Answering:
    """Times to the first answer in the clinic's opening hours."""
    schedule = ClinicSettings.default().schedule()
    answered = recent.filter(first_answered_at__isnull=False).values_list("created_at", "first_answered_at")
    hours = sorted(open_hours(schedule, received, first) for received, first in answered if first)
    if not hours:
        return Answering()
    slow = quantiles(hours, n=10, method="inclusive")[-1] if len(hours) > 1 else hours[0]
    within = sum(taken <= limit for taken in hours)
    return Answering(len(hours), median(hours), slow, round(100 * within / len(hours)))


def figures(now: datetime | None = None) -> Figures:
    """Those of the last twelve weeks, and what waits now."""
    now = now or timezone.now()
    today, limit = timezone.localdate(now), inquiry_settings().answer_within_hours
    start, recent = recent_inquiries(today)
    waiting = list(Inquiry.objects.to_answer().only("pk", "reference", "created_at", "wrote_again_at", "read_at"))
    rows = [
        ("Inquiries per week", "Week from", by_week(recent, today)),
        ("By condition", "Condition", by_condition(recent)),
    ]
    pages = by_page(recent, start, today)
    return Figures(
        to_answer=len(waiting),
        unread=sum(inquiry.read_at is None for inquiry in waiting),
        overdue=len(overdue(now)),
        follow_ups=follow_ups(now).count(),
        erased_tomorrow=erased_tomorrow(now).count(),
        limit_hours=limit,
        oldest=min(waiting, key=lambda inquiry: inquiry.waiting_since, default=None),
        answering=answering(recent, limit),
        delivery=delivery_health(now),
        pictures=[(title, heading, bars(found)) for title, heading, found in rows],
        pages=page_bars(pages.rows[:MOST_ROWS]),
        all_pages=pages.total,
        counted_since=pages.counted_since,
    )
