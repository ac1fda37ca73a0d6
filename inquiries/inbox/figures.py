"""Key figures about the clinic's inquiries."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince

from content.site_context.context import current_market
from inquiries.form.choices import condition_choices
from inquiries.inbox.answer_times import answer_times, duration
from inquiries.inbox.conditions import condition_digests
from inquiries.inbox.page_figures import WEEKS, first_monday, midnight, page_figures, recent_inquiries, recent_waits
from inquiries.inbox.waiting import follow_ups, overdue
from inquiries.mail.delivery_health import delivery_health
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


def by_week(recent: InquiryQuerySet, today: date) -> list[Bar]:
    """Count by week, including weeks without inquiries."""
    mondays = [first_monday(today) + timedelta(weeks=number) for number in range(WEEKS)]
    weeks = {
        str(monday): Count(
            "pk", filter=Q(created_at__gte=midnight(monday), created_at__lt=midnight(monday + timedelta(days=7)))
        )
        for monday in mondays
    }
    counted = recent.order_by().aggregate(**weeks)
    return [Bar(date_format(monday, current_market().short_day), counted[str(monday)]) for monday in mondays]


def by_condition(recent: InquiryQuerySet) -> list[Bar]:
    """Count by hashed terms, so that nothing is decrypted. Names of no current page count as “Other”."""
    titles, conditions = dict(condition_choices()), condition_digests()
    terms = SearchTerm.objects.filter(kind=SearchTerm.Kind.ABOUT, inquiry__in=recent.order_by().values("pk"))
    counted: Counter[str] = Counter()
    for digest, count in terms.values_list("digest").annotate(n=Count("pk")):
        counted[titles.get(conditions.get(digest, ""), "Other")] += count
    return [Bar(*row) for row in sorted(counted.items(), key=lambda row: (-row[1], row[0]))[:MAX_ROWS]]


def figures(now: datetime | None = None) -> dict[str, Any]:
    """Return the dashboard panel's context: what is waiting now, and the last twelve weeks."""
    now = now or timezone.now()
    today, limit = timezone.localdate(now), inquiry_settings().answer_within_hours
    recent, measured = recent_inquiries(today), recent_waits(today)
    pages = page_figures(today, measured)
    waiting, delivery = Inquiry.objects.to_answer(), delivery_health(now)
    oldest = waiting.order_by(Coalesce("wrote_again_at", "created_at")).first()
    times, to_answer, everything = answer_times(measured, limit), reverse("inquiry:index"), reverse("inquiry:all")
    charts = [
        Chart("Inquiries per week", "Week from", by_week(recent, today)),
        Chart("By condition", "Condition", by_condition(recent)),
    ]
    return {
        "to_answer": waiting.count(),
        "unread": waiting.filter(read_at=None).count(),
        "tiles": [
            (Inquiry.objects.suspects().count(), "suspected spam to check", reverse("inquiry:suspects")),
            (overdue(now).count(), f"longer than {limit} opening hours", f"{to_answer}?attention=overdue"),
            (follow_ups(now).count(), "to follow up", f"{everything}?follow_up=due"),
            (left_behind().count(), "of a colleague who left, to be reassigned", f"{everything}?attention=left"),
            (erased_tomorrow(now).count(), "to be erased within a day by retention", f"{everything}?attention=erased"),
        ],
        "limit_hours": limit,
        "oldest": oldest,
        "oldest_waits": timesince(oldest.waiting_since, now, depth=1) if oldest else "",
        "answer_times": times,
        "median": duration(times.median_hours),
        "slowest": duration(times.slowest_tenth_hours),
        "delivery": delivery,
        "stuck_minutes": round(delivery.oldest_seconds / 60),
        "worker_away_minutes": round(delivery.worker_away_seconds / 60),
        "charts": charts,
        "pages": pages,
        "page_rows": pages.rows[:MAX_ROWS],
        "is_empty": not pages.rows and not any(chart.longest for chart in charts),
    }
