"""The report "Broken links": internal and external ones, each with a link to its field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.models import Page

from content.admin.reports import EDITOR_RIGHTS, Report, report
from content.caching.version import A_DAY, per_version
from content.links.elsewhere import broken_addresses, link_places
from content.links.found import LinkPlace, linking_objects
from content.links.inside import BrokenLink, Readable, broken_in
from content.models import CheckedAddress, ClinicSettings


@dataclass(frozen=True)
class LinkRow:
    """A broken link in the report."""

    title: str
    where: str
    address: str
    why: str
    since: datetime | None
    edit_url: str


def broken_on_this_site() -> list[BrokenLink]:
    def find() -> list[BrokenLink]:
        readable = Readable()
        return [broken for owner in linking_objects() for broken in broken_in(owner, readable)]

    return per_version("broken-inside", find, seconds=A_DAY)


def rows_for(user: Any) -> list[LinkRow]:
    """Return broken links in what the user may edit, internal ones first, then external ones."""
    finder = AdminURLFinder(user)
    found: list[tuple[LinkPlace, str, str, datetime | None]] = [
        (broken.place, broken.address, broken.why, None) for broken in broken_on_this_site()
    ]
    if ClinicSettings.default().looks_outside:
        where = link_places()
        for row in broken_addresses():
            found += [(place, row.url, row.words, row.failing_since) for place in where.get(row.url, ())]
    owners: dict[tuple[str, Any], str | None] = {}
    rows = []
    for place, address, why, since in found:
        key = (place.model, place.pk)
        if key not in owners:
            owner = apps.get_model(place.model)._default_manager.filter(pk=place.pk).first()
            owners[key] = finder.get_edit_url(owner) if owner else None
        if edit_url := owners[key]:
            shown = f"{edit_url}#:w:contentpath={place.path}"
            rows.append(LinkRow(place.title, place.where, address, why, since, shown))
    return rows


@report("broken_links", "links", order=660)
class BrokenLinksView(Report):
    """Every broken link; can be exported as a spreadsheet."""

    model = Page
    page_title = "Broken links"
    header_icon = "link"
    results_template_name = "wagtailadmin/links/broken_links_results.html"
    any_permission_required = EDITOR_RIGHTS
    verbose_name_plural = "broken links"
    table_classname = "listing stacks"
    columns = [
        TitleColumn("title", label="On", get_url=lambda row: row.edit_url),
        Column("where", label="In"),
        Column("address", label="Leads to", classname="breaks"),
        Column("why", label="Why it is broken"),
        DateColumn("since", label="Since"),
    ]
    export_headings = {"title": "On", "where": "In", "address": "Leads to", "why": "Why", "since": "Since"}

    def get_queryset(self) -> list[LinkRow]:
        return rows_for(self.request.user)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context | {"outside": outside_state(self.request)}


def outside_state(request: HttpRequest) -> dict[str, Any]:
    """Return the report's context about outside links."""
    checked = CheckedAddress.objects.exclude(checked_at=None)
    latest = checked.order_by("-checked_at").values_list("checked_at", flat=True).first()
    clinic = ClinicSettings.default()
    switch = reverse("wagtailsettings:edit", args=["content", "clinicsettings", clinic.site_id])
    return {
        "is_on": clinic.looks_outside,
        "checked": checked.count(),
        "latest": latest,
        "switch": switch if request.user.has_perm("content.change_clinicsettings") else "",
    }
