"""The report over all pages, and over the links of everything else."""

from typing import Any

from django.db.models import Count, Max
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page

from content.admin.reports import EDITOR_RIGHTS, Report, report
from content.checks.site import Row, checked_site, editable
from content.models import CheckedAddress, ClinicSettings


@report("page_checks", "page-checks", order=650)
class PageChecksView(Report):
    """Every finding on what the user may edit; can be exported as a spreadsheet."""

    model = Page
    page_title = "Page checks"
    header_icon = "glasses"
    results_template_name = "wagtailadmin/checks/page_checks_results.html"
    any_permission_required = EDITOR_RIGHTS
    verbose_name_plural = "findings"
    table_classname = "listing stacks"
    columns = [
        TitleColumn("title", label="On", get_url=lambda row: row.editor),
        Column("kind", label="Type"),
        Column("finding.level", label="Level", accessor=lambda row: row.finding.level.capitalize()),
        Column("finding.message", label="Finding", accessor=lambda row: row.finding.message),
        TitleColumn(
            "finding.where", label="Where", accessor=lambda row: row.finding.where, get_url=lambda row: row.place
        ),
        Column("todo", label="What to do", accessor=lambda row: row.finding.accepted or row.finding.instead),
    ]
    export_headings = {
        "title": "On",
        "url": "Address",
        "kind": "Type",
        "finding.level": "Level",
        "finding.code": "Check",
        "finding.message": "Finding",
        "finding.where": "Where",
        "finding.excerpt": "Words",
        "finding.why": "Why",
        "finding.instead": "What to do",
        "finding.accepted": "Fine because",
    }

    def get_queryset(self) -> list[Row]:
        rows = editable(checked_site(), self.request.user)
        asked = self.request.GET.get("check", "")  # “Site health” links here with it
        if asked == "claims":
            return [row for row in rows if row.finding.can_be_accepted]
        return [row for row in rows if row.finding.code == asked] if asked else rows

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what is known of links to other sites, and where that is switched on, for who may."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        clinic = ClinicSettings.default()
        looked = CheckedAddress.objects.aggregate(number=Count("checked_at"), latest=Max("checked_at"))
        switch = AdminURLFinder(self.request.user).get_edit_url(clinic)
        return context | {"looks_outside": clinic.looks_outside, "looked": looked, "switch": switch}
