"""Where reviews hook into Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import PageLogEntry

from content.admin.dashboard import DashboardPanel
from content.reviews.record import REVIEWED, WITHDRAWN
from content.reviews.states import TO_READ, counts, pages_of
from content.reviews.views import next_review, review_page, withdraw


def reviews_urls() -> list[URLPattern]:
    return [
        path("reviews/next/", next_review, name="next_review"),
        path("reviews/<int:page_id>/", review_page, name="review_page"),
        path("reviews/<int:page_id>/withdraw/<int:review_id>/", withdraw, name="withdraw_review"),
    ]


def reviews_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(REVIEWED)
    class Reviewed(LogFormatter):
        label = "Review"

        def format_message(self, entry: PageLogEntry) -> str:
            name = entry.data.get("practitioner", "")
            return f"Reviewed by {name}{', recorded on their behalf' if entry.data.get('on_behalf') else ''}"

    @actions.register_action(WITHDRAWN)
    class Withdrawn(LogFormatter):
        label = "Take a review back"

        def format_message(self, entry: PageLogEntry) -> str:
            return f"Took back the review by {entry.data.get('practitioner', '')}"


def add_reviews_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add how many health pages are due for review, with a link to the first one."""
    found = counts(pages_of(request.user).values_list("pk", flat=True))
    rows = [(state.label, state.value, found[state]) for state in TO_READ if found[state]]
    if rows:
        panels.append(DashboardPanel("reviews", 145, {"rows": rows}))


hooks.register("register_admin_urls", reviews_urls)
hooks.register("register_log_actions", reviews_log_actions)
hooks.register("construct_homepage_panels", add_reviews_panel)
