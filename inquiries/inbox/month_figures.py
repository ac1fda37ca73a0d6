"""What became of a month's inquiries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.views.generic import TemplateView

from inquiries.inbox.answer_times import duration, median_hours_by, waits
from inquiries.inbox.base import InboxPageMixin
from inquiries.inbox.figures import Bar, Chart
from inquiries.inbox.page_figures import midnight
from inquiries.models import Inquiry

CameBy, State = Inquiry.CameBy, Inquiry.State
BECAME = {
    State.BOOKED: "Booked",
    State.NOT_BOOKED: "Not booked",
    State.CONTACTED: "Contacted, still open",
    State.NEW: "Not answered yet",
    State.CLOSED: "Closed",
}
SPAM, SUSPECT = "Spam", "Suspected spam, not checked"
NOT_SAID = "Not said"
MOST_SOURCES = 12


@dataclass(frozen=True)
class SourceRow:
    source: str
    inquiries: int
    booked: int
    wait: str


def source_of(inquiry: Inquiry) -> str:
    """Return how it came in, such as by phone; for the website, with the campaign or referring site."""
    if inquiry.came_by != CameBy.WEBSITE:
        return inquiry.get_came_by_display()
    campaign = inquiry.campaign.get("utm_source")
    return f"Website, from {campaign or inquiry.referrer_host}" if campaign or inquiry.referrer_host else "Website"


def became(inquiry: Inquiry) -> str:
    if inquiry.state == State.SPAM:
        return SPAM
    return SUSPECT if inquiry.is_suspect else BECAME[State(inquiry.state)]


def outcomes(inquiries: Iterable[Inquiry]) -> list[Bar]:
    counted = Counter(map(became, inquiries))
    return [Bar(outcome, counted[outcome]) for outcome in [*BECAME.values(), SPAM, SUSPECT]]


def practitioner_name(inquiry: Inquiry) -> str:
    return inquiry.booked_with.title if inquiry.booked_with else NOT_SAID


def bars(labels: Iterable[str]) -> list[Bar]:
    """Count the labels, most frequent first, with “Not said” last."""
    counted = sorted(Counter(labels).items(), key=lambda row: (row[0] == NOT_SAID, -row[1], row[0]))
    return [Bar(label, count) for label, count in counted]


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def month_figures(first: date) -> dict[str, Any]:
    """Return the page's context: what became by now of the inquiries that came in during the month from `first`."""
    of_month = Inquiry.objects.unmerged().filter(
        created_at__gte=midnight(first), created_at__lt=midnight(next_month(first))
    )
    everything = list(
        of_month.select_related("booked_with").only(
            *("state", "is_suspect", "came_by", "campaign", "referrer_host", "lost_reason", "booked_with__title")
        )
    )
    real = [inquiry for inquiry in everything if became(inquiry) not in (SPAM, SUSPECT)]
    booked = [inquiry for inquiry in real if inquiry.state == State.BOOKED]
    lost = [inquiry for inquiry in real if inquiry.state == State.NOT_BOOKED]
    sources, bookings = Counter(map(source_of, real)), Counter(map(source_of, booked))
    dated = of_month.genuine().only(*("created_at", "first_answered_at", "came_by", "campaign", "referrer_host"))
    times = median_hours_by(waits(dated), source_of)
    rows = [SourceRow(source, n, bookings[source], duration(times.get(source))) for source, n in sources.items()]
    rows.sort(key=lambda row: (-row.inquiries, row.source))
    return {
        "received": len(real),  # without spam
        "charts": [
            Chart("What became of them", "Outcome", outcomes(everything)),
            Chart("Booked with", "Practitioner", bars(map(practitioner_name, booked))),
            Chart("Not booked because", "Reason", bars(i.get_lost_reason_display() or NOT_SAID for i in lost)),
        ],
        "sources": rows[:MOST_SOURCES],
    }


class MonthView(InboxPageMixin, TemplateView):
    """A month's figures; `?month=2026-10` selects a month other than the current one."""

    template_name = "inquiries/inbox/month.html"
    page_title = "What became of inquiries"
    header_icon = "date"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        this_month = timezone.localdate().replace(day=1)
        first = min(self.asked_for() or this_month, this_month)
        return super().get_context_data(**kwargs) | {
            **month_figures(first),
            "month": date_format(first, "F Y"),
            "before": first - timedelta(days=1),
            "after": next_month(first) if first < this_month else None,
        }

    def asked_for(self) -> date | None:
        try:
            month = parse_date(f"{self.request.GET.get('month', '')}-01")
        except ValueError:
            return None
        return month if month and month.year >= 2000 else None
