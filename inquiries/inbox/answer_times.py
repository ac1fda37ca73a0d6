"""How long visitors wait for the first answer, in opening hours."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from django.db.models import F

from content.site_context.context import current_schedule
from inquiries.inbox.waiting import open_hours
from inquiries.models import Inquiry
from inquiries.models.inquiry import InquiryQuerySet


@dataclass(frozen=True)
class AnswerTimes:
    """Opening hours until the first answer, of the latest inquiries that were answered."""

    answered: int = 0
    median_hours: float = 0.0
    slowest_tenth_hours: float = 0.0
    within_limit_percent: int = 0


MEASURED = 500  # how long each waited is worked out one by one, so the latest ones stand for all


def answered(inquiries: InquiryQuerySet) -> InquiryQuerySet:
    """The latest that waited for an answer and got one. Whoever was spoken with at once did not wait."""
    return inquiries.filter(first_answered_at__gt=F("created_at")).order_by("-created_at", "-pk")[:MEASURED]


def answer_times(inquiries: InquiryQuerySet, limit: int) -> AnswerTimes:
    schedule = current_schedule()
    times = answered(inquiries).values_list("created_at", "first_answered_at")
    hours = sorted(open_hours(schedule, received, first) for received, first in times if first)
    if not hours:
        return AnswerTimes()
    slow = quantiles(hours, n=10, method="inclusive")[-1] if len(hours) > 1 else hours[0]
    within = sum(taken <= limit for taken in hours)
    return AnswerTimes(len(hours), median(hours), slow, round(100 * within / len(hours)))


def median_hours_by(inquiries: InquiryQuerySet, key: Callable[[Inquiry], Any]) -> dict[Any, float]:
    """The median for each group of inquiries; none for a group without an answer."""
    schedule = current_schedule()
    hours: dict[Any, list[float]] = {}
    for inquiry in answered(inquiries):
        if inquiry.first_answered_at:
            taken = open_hours(schedule, inquiry.created_at, inquiry.first_answered_at)
            hours.setdefault(key(inquiry), []).append(taken)
    return {group: median(some) for group, some in hours.items()}


def duration(hours: float | None) -> str:
    """Opening hours as people say them; empty if nobody knows them."""
    if hours is None:
        return ""
    return f"{round(hours * 60)} min" if hours < 1 else f"{round(hours, 1):g} h"
