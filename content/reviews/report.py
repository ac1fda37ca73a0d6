"""The report "Reviews"."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from content.admin.reports import Report, report
from content.models.review import PageReview, State, standings
from content.reviews.states import REVIEW_ACTIONS, all_states, pages_of
from content.site_context.context import day_in_words


class ReviewsFilterSet(WagtailFilterSet):
    """Filter by review state."""

    state = django_filters.ChoiceFilter(label="Review", choices=State.choices, method="by_state", empty_label="All")

    class Meta:
        model = Page
        fields: list[str] = []

    def by_state(self, queryset: QuerySet[Page], name: str, value: str) -> QuerySet[Page]:
        return queryset.filter(pk__in=[pk for pk, states in all_states().items() if value in states])


def compare_address(page: Page, review: PageReview) -> str:
    """Return the URL of Wagtail's comparison of the reviewed revision with the live one."""
    return reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, review.revision_id, "live"])


class StatesColumn(Column):
    """The review's states, and a link to what changed since."""

    cell_template_name = "wagtailadmin/reviews/states_cell.html"


class ReviewerColumn(Column):
    """Who reviewed the page and when, and who recorded it."""

    cell_template_name = "wagtailadmin/reviews/reviewer_cell.html"


@report("reviews_report", "reviews", order=640)
class ReviewsReportView(Report):
    """All published health pages that the user may edit or publish, with their reviews."""

    model = Page
    page_title = "Reviews"
    header_icon = "glasses"
    filterset_class = ReviewsFilterSet
    any_permission_required = REVIEW_ACTIONS
    verbose_name_plural = "pages"
    default_ordering = "path"
    columns = [
        TitleColumn("title", label="Page", get_url=lambda page: reverse("review_page", args=[page.pk])),
        StatesColumn("states_in_words", label="Review"),
        ReviewerColumn("reviewer", label="Reviewed by"),
        Column("next_in_words", label="Next"),
    ]
    export_headings = {
        "title": "Page",
        "full_url": "Address",
        "states_in_words": "Review",
        "reviewer": "Reviewed by",
        "reviewed_on": "On",
        "next_on": "Next",
        "recorder": "Recorded on their behalf by",
    }

    def get_base_queryset(self) -> QuerySet[Page]:
        return pages_of(self.request.user)

    def decorate_paginated_queryset(self, pages: Any) -> list[Page]:
        """Add the columns' data to each page."""
        return decorated(list(pages))

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton("Read next", url=reverse("next_review"), icon_name="glasses")]


def decorated(pages: list[Page]) -> list[Page]:
    """Set the pages' reviews as attributes, for columns and downloads."""
    today, found = timezone.localdate(), standings(pages)
    for page in pages:
        standing = found[page.pk]
        review = standing.review
        page.states_in_words = "; ".join(state.label for state in standing.states(today))
        page.reviewer = review.practitioner_name if review else ""
        page.reviewed_on, page.next_on = (review.reviewed_on, review.next_on) if review else (None, None)
        page.reviewed_in_words, page.next_in_words = day_in_words(page.reviewed_on), day_in_words(page.next_on)
        page.recorder = review.recorder if review and review.on_behalf else ""
        page.changes = compare_address(page, review) if review and review.revision_id and standing.changed else ""
    return pages
