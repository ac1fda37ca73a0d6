"""The admin home page's panel on what visitors look for on the pain map."""

from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from content.admin.dashboard import DashboardPanel
from content.anatomy.drawing import render_figure
from content.counting.models import RegionDay
from content.models.pain_map import RegionPage

DAYS = 28
MOST_SHOWN = 10


def most_viewed() -> dict[str, Any]:
    """Return the regions viewed most in the last four weeks, highlighted on the figure, with their numbers."""
    since = timezone.localdate() - timedelta(days=DAYS - 1)
    counted = RegionDay.objects.filter(date__gte=since).values("region").annotate(total=Sum("views"))
    totals = {row["region"]: row["total"] for row in counted.order_by("-total", "region")}
    titles = dict(RegionPage.objects.filter(slug__in=totals).values_list("slug", "title"))
    shown = {slug: total for slug, total in totals.items() if slug in titles}
    most = max(shown.values(), default=0)
    lit = {slug: "often" if 2 * total >= most else "sometimes" for slug, total in shown.items()}
    rows = [(titles[slug], total) for slug, total in list(shown.items())[:MOST_SHOWN]]
    figure = render_figure(lit, labels=titles, size="small", uid="regions") if rows else ""
    return {"rows": rows, "figure": figure, "days": DAYS, "left_out": len(shown) - len(rows)}


def add_regions_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(DashboardPanel("regions", 250, most_viewed()))


hooks.register("construct_homepage_panels", add_regions_panel)
