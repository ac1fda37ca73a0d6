"""How long visitors wait for the first answer, in open hours."""

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
    """Open hours until the first answer, over the latest answered inquiries."""

    answered: int = 0
    median_hours: float = 0.0
    slowest_tenth_hours: float = 0.0
    within_limit_percent: int = 0


MEASURED = 500  # each wait is computed in Python, so the latest ones serve as the sample


def waits(inquiries: InquiryQuerySet) -> list[tuple[Inquiry, float]]:
    """Return the latest that waited for an answer and got one, with its open hours; not those answered on the spot."""
    schedule = current_schedule()
    answered = inquiries.filter(first_answered_at__gt=F("created_at")).order_by("-created_at", "-pk")[:MEASURED]
    return [
        (inquiry, open_hours(schedule, inquiry.created_at, inquiry.first_answered_at))
        for inquiry in answered
        if inquiry.first_answered_at
    ]


def answer_times(waits: list[tuple[Inquiry, float]], limit: int) -> AnswerTimes:
    hours = sorted(taken for _, taken in waits)
    if not hours:
        return AnswerTimes()
    slow = quantiles(hours, n=10, method="inclusive")[-1] if len(hours) > 1 else hours[0]
    within = sum(taken <= limit for taken in hours)
    return AnswerTimes(len(hours), median(hours), slow, round(100 * within / len(hours)))


def median_hours_by(waits: list[tuple[Inquiry, float]], key: Callable[[Inquiry], Any]) -> dict[Any, float]:
    """Return the median wait per group of inquiries; groups without an answer are left out."""
    hours: dict[Any, list[float]] = {}
    for inquiry, taken in waits:
        hours.setdefault(key(inquiry), []).append(taken)
    return {group: median(some) for group, some in hours.items()}


def duration(hours: float | None) -> str:
    """Format a number of open hours; empty for None."""
    if hours is None:
        return ""
    return f"{round(hours * 60)} min" if hours < 1 else f"{round(hours, 1):g} h"
