"""The report "What people search for"."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn

from content.admin.reports import Report, report
from search.answers import choices_for
from search.models import SearchDay

PERIODS = [("7", "7 days"), ("30", "30 days"), ("90", "90 days")]


class SearchesFilterSet(WagtailFilterSet):
    """Filters by period, and by whether pages were found."""

    period = django_filters.ChoiceFilter(label="The last", choices=PERIODS, method="since", empty_label="Year")
    found = django_filters.ChoiceFilter(
        label="Pages found", choices=[("none", "None"), ("some", "Some")], method="by_hits", empty_label="All"
    )

    class Meta:
        model = SearchDay
        fields: list[str] = []

    def since(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(date__gt=timezone.localdate() - timedelta(days=int(value)))

    def by_hits(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(found=0) if value == "none" else queryset.filter(found__gt=0)


def seen_by_visitors(row: dict[str, Any]) -> str:
    """Return the URL of the results for a row's words, with a page number so that it isn't counted as a search."""
    return reverse("search", query={"q": row["words"], "page": 1})


class ChoicesColumn(Column):
    """What to do about a search."""

    cell_template_name = "search/choices_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        back = reverse("searches_report", query=request.GET)
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"choices": choices_for(instance["words"], request.user, back), "words": instance["words"]}


@report("searches_report", "searches", order=700)
class SearchesReportView(Report):
    """Searched words, how often, and how many pages were found the last time."""

    model = SearchDay
    any_permission_required = ["view"]
    page_title = "What people search for"
    header_icon = "search"
    filterset_class = SearchesFilterSet
    default_ordering = "-times"
    columns = [
        TitleColumn("words", label="Words", sort_key="words", get_url=seen_by_visitors),
        NumberColumn("times", label="Searches", sort_key="times"),
        NumberColumn("found", label="Pages found, the last time", sort_key="found"),
        DateColumn("last", label="Last", sort_key="last"),
        ChoicesColumn("choices", label="Answer it"),
    ]
    export_headings = {"words": "Words", "times": "Searches", "found": "Pages found", "last": "Last"}

    @cached_property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return "No searches match these filters."
        return "Nobody has searched yet. What visitors type into the site’s search appears here within a minute."

    def get_base_queryset(self) -> QuerySet[Any]:
        latest = SearchDay.objects.filter(words=OuterRef("words")).order_by("-date")
        return SearchDay.objects.values("words").annotate(
            times=Sum("searches"), last=Max("date"), found=Subquery(latest.values("hits")[:1])
        )

    def get_page_subtitle(self) -> str:
        """Sum up the listed searches."""
        rows = list(self.get_filtered_queryset().values_list("times", "found"))
        every, none = sum(times for times, _ in rows), sum(times for times, found in rows if not found)
        return f"{every} searches, {none} of them without a result"
