"""The search in the admin: a report that replaces Wagtail's own, which this site doesn't fill."""

from datetime import date
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from content.health.counts import UNANSWERED_SEARCHES
from search.answers import PromoteView, SynonymViewSet
from search.models import SearchDay
from search.reports import SearchesReportView

register_permission_policy(SearchDay)


def register_synonyms() -> SynonymViewSet:
    return SynonymViewSet("search_synonym")


class SearchesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("site_search.view_searchday")


def register_report_urls() -> list[URLPattern]:
    return [
        path("reports/searches/", SearchesReportView.as_view(), name="searches_report"),
        path(
            "reports/searches/results/", SearchesReportView.as_view(results_only=True), name="searches_report_results"
        ),
        path("reports/searches/promote/", PromoteView.as_view(), name="search_promote"),
    ]


def register_report_menu_item() -> MenuItem:
    return SearchesMenuItem("What people search for", reverse("searches_report"), icon_name="search", order=700)


def searched_in_vain(first: date, last: date) -> list[tuple[str, int]]:
    """Return the words that found nothing between two days, and how often, for the owners' Monday email."""
    days = SearchDay.objects.filter(date__gte=first, date__lte=last, hits=0)
    counted = days.values("words").annotate(times=Sum("searches")).order_by("-times", "words")
    return [(row["words"], row["times"]) for row in counted]


def hide_unused_report(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name != "search-terms"]


def register_permissions() -> QuerySet[Permission]:
    rights = ["view_searchday", "add_synonym", "change_synonym", "delete_synonym"]
    return Permission.objects.filter(content_type__app_label="site_search", codename__in=rights)


hooks.register("register_admin_viewset", register_synonyms)
hooks.register("register_admin_urls", register_report_urls)
hooks.register("register_reports_menu_item", register_report_menu_item)
hooks.register("construct_reports_menu", hide_unused_report)
hooks.register("register_permissions", register_permissions)
hooks.register(UNANSWERED_SEARCHES, searched_in_vain)
