"""The report "Addresses not found": visitors' 404s, and what to do about them."""

from typing import Any

import django_filters
from django.db.models import Max, Min, QuerySet, Sum
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.contrib.redirects.models import Redirect
from wagtail.permissions import policy_registry

from content.admin.reports import Report, report
from content.links.not_found_actions import REDIRECT_ACTION, meant_by
from content.models import IgnoredAddress, NotFoundDay
from content.site_context.context import day_in_words

WIDE = "wide-only"  # for columns that are hidden on phones


class NotFoundFilterSet(WagtailFilterSet):
    """Ignored paths are left out unless asked for."""

    ignored = django_filters.ChoiceFilter(
        label="Ignored", choices=[("only", "Only ignored")], method="by_ignored", empty_label="Not ignored"
    )

    class Meta:
        model = NotFoundDay
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        ignored = IgnoredAddress.objects.values("path")
        is_asked = self.form.cleaned_data.get("ignored") == "only"
        return queryset.filter(path__in=ignored) if is_asked else queryset.exclude(path__in=ignored)

    def by_ignored(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset


class ActionsColumn(Column):
    """What to do about a path."""

    cell_template_name = "wagtailadmin/links/not_found_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {
            "redirect_url": reverse("redirect_not_found", query={"old_path": instance["path"]}),
            "csrf_token": get_token(context["request"]),  # cells are rendered without the page's context
        }


@report("not_found_report", "not-found", order=710)
class NotFoundReportView(Report):
    """Visitors' 404s, the most frequent first."""

    model = NotFoundDay
    page_title = "Addresses not found"
    header_icon = "redirect"
    filterset_class = NotFoundFilterSet
    default_ordering = "-times_seen"
    verbose_name_plural = "addresses"
    any_permission_required = [REDIRECT_ACTION]
    columns = [
        TitleColumn("path", label="Address", sort_key="path", get_url=lambda row: row["path"]),
        NumberColumn("times_seen", label="Times", sort_key="times_seen"),
        ActionsColumn("actions", label="What to do", classname="acts"),
        Column("hosts", label="Linked from", accessor=lambda row: row["hosts"], classname="breaks"),
        Column("last", label="Last", sort_key="last", accessor=lambda row: day_in_words(row["last"]), classname=WIDE),
        Column(
            "first", label="First", sort_key="first", accessor=lambda row: day_in_words(row["first"]), classname=WIDE
        ),
    ]
    export_headings = {
        "path": "Address",
        "times_seen": "Times",
        "first": "First",
        "last": "Last",
        "hosts": "Linked from",
    }

    @cached_property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return "No addresses match these filters."
        return "Visitors found every page they asked for. What they ask for in vain appears here within a minute."

    @property
    def permission_policy(self) -> Any:
        """Show the report to users who may add redirects."""
        return policy_registry.get_by_type(Redirect)

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = NotFoundDay.objects.values("path")
        return rows.annotate(times_seen=Sum("times"), first=Min("date"), last=Max("date"))

    def decorate_paginated_queryset(self, rows: Any) -> list[dict[str, Any]]:
        """Add the suggested page to each path, and the hosts that linked to it, most frequent first."""
        found = list(rows)
        hosts: dict[str, list[str]] = {row["path"]: [] for row in found}
        days = NotFoundDay.objects.filter(path__in=hosts).exclude(referrer="").values("path", "referrer")
        for day in days.annotate(times_seen=Sum("times")).order_by("-times_seen", "referrer"):
            hosts[day["path"]].append(day["referrer"])
        meant = {} if self.is_export else meant_by(hosts)
        for row in found:  # in place, since the table already has these rows
            row["hosts"], row["page"] = ", ".join(hosts[row["path"]]), meant.get(row["path"])
        return found
