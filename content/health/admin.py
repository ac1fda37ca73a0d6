"""Where "Site health" hooks into Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from content.admin.dashboard import DashboardPanel
from content.admin.reports import EDITOR_RIGHTS, has_right_to_a_page
from content.health.counts import CHECKS, missing_pages
from content.models import HealthDay


def last_count() -> dict[str, Any]:
    """Return the results of the last count, in short."""
    last = HealthDay.objects.order_by("-date").values_list("date", flat=True).first()
    found = list(HealthDay.objects.filter(date=last, found__gt=0).order_by("-found")) if last else []
    worst = [(CHECKS.get(day.check_name, day.check_name), day.found) for day in found[:1]]
    return {
        "missing": missing_pages(),
        "counted_on": last,
        "total": sum(day.found for day in found),
        "worst": worst,
    }


def add_health_panel(request: HttpRequest, panels: list[Component]) -> None:
    if has_right_to_a_page(request.user, EDITOR_RIGHTS):
        panels.append(DashboardPanel("health", 146, last_count()))


hooks.register("construct_homepage_panels", add_health_panel)
