"""The search in the admin: a report that replaces Wagtail's own, which this site doesn't fill."""

from datetime import date
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from content.health.counts import UNANSWERED_SEARCHES
from search import reports  # noqa: F401 (registers its report)
from search.answers import PromoteView, SynonymViewSet
from search.models import SearchDay

register_permission_policy(SearchDay)


def register_synonyms() -> SynonymViewSet:
    return SynonymViewSet("search_synonym")


def register_promote_url() -> list[URLPattern]:
    return [path("reports/searches/promote/", PromoteView.as_view(), name="search_promote")]


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
hooks.register("register_admin_urls", register_promote_url)
hooks.register("construct_reports_menu", hide_unused_report)
hooks.register("register_permissions", register_permissions)
hooks.register(UNANSWERED_SEARCHES, searched_in_vain)
