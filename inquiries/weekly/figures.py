"""The Monday email's figures, for a week from Monday to Sunday in the clinic's time zone."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max
from wagtail import hooks

from content.health.counts import UNANSWERED_SEARCHES, broken_link_count
from content.models.review import State
from content.reviews.states import TO_READ, all_states, counts
from inquiries.inbox.answer_times import answer_times, duration, waits
from inquiries.inbox.month_figures import outcomes
from inquiries.inbox.page_figures import midnight
from inquiries.models import Inquiry
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.privacy.retention import inquiry_settings

SHOWN = 5  # pages, searches


def received(monday: date) -> InquiryQuerySet:
    """Return the genuine inquiries that came in during the week from that Monday."""
    start, end = midnight(monday), midnight(monday + timedelta(days=7))
    return Inquiry.objects.genuine().filter(created_at__gte=start, created_at__lt=end)


def week_figures(monday: date) -> dict[str, Any]:
    mine, sunday = received(monday), monday + timedelta(days=6)
    times = answer_times(waits(mine.only("created_at", "first_answered_at")), inquiry_settings().answer_within_hours)
    pages = mine.order_by().values("source_page").annotate(title=Max("source_page__title"), n=Count("pk"))
    searches = [row for find in hooks.get_hooks(UNANSWERED_SEARCHES) for row in find(monday, sunday)]
    reviews = counts(all_states())
    return {
        "inquiries": mine.count(),
        "before": received(monday - timedelta(days=7)).count(),
        "answered": times.answered,
        "median": duration(times.median_hours),
        "limit": inquiry_settings().answer_within_hours,
        "within": times.within_limit_percent,
        "waiting": Inquiry.objects.to_answer().count(),
        "became": [bar for bar in outcomes(mine.only("state", "is_suspect")) if bar.inquiries],
        "pages": sorted(((row["title"] or "Not known", row["n"]) for row in pages), key=lambda row: (-row[1], row[0]))[
            :SHOWN
        ],
        "searches": searches[:SHOWN],
        "more_searches": max(0, len(searches) - SHOWN),
        "broken_links": broken_link_count(),
        "reviews": [(State(state).label, reviews[state]) for state in TO_READ if reviews[state]],
    }
