"""The inbox on the admin's home page, for users who may view inquiries."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.timesince import timesince
from wagtail.admin.ui.components import Component

from inquiries.inbox.answer_times import duration
from inquiries.inbox.figures import MAX_ROWS, figures


class InboxPanel(Component):
    name = "inbox"
    order = 120
    template_name = "inquiries/inbox/panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        now = timezone.now()
        found = figures(now)
        return {
            "figures": found,
            "median": duration(found.answer_times.median_hours),
            "slowest": duration(found.answer_times.slowest_tenth_hours),
            "oldest_waits": timesince(found.oldest.waiting_since, now, depth=1) if found.oldest else "",
            "stuck_minutes": round(found.delivery.oldest_seconds / 60),
            "worker_away_minutes": round(found.delivery.worker_away_seconds / 60),
            "page_rows": found.pages.rows[:MAX_ROWS],
            "is_empty": not found.pages.rows and not any(chart.longest for chart in found.charts),
        }
