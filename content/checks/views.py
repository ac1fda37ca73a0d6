"""The report over all pages."""

from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page

from content.admin.reports import EDITOR_RIGHTS, Report, report
from content.checks.site import Row, checked_site


def place_of(row: Row) -> str:
    """Return the URL of the editor at the finding's field."""
    return reverse("wagtailadmin_pages:edit", args=[row.page_id]) + row.finding.anchor


@report("page_checks", "page-checks", order=650)
class PageChecksView(Report):
    """Every finding of every live page that the user may edit; can be exported as a spreadsheet."""

    model = Page
    page_title = "Page checks"
    header_icon = "glasses"
    any_permission_required = EDITOR_RIGHTS
    verbose_name_plural = "findings"
    table_classname = "listing stacks"
    columns = [
        TitleColumn("title", label="Page", get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.page_id])),
        Column("kind", label="Type"),
        Column("finding.level", label="Level", accessor=lambda row: row.finding.level.capitalize()),
        Column("finding.message", label="Finding", accessor=lambda row: row.finding.message),
        TitleColumn("finding.where", label="Where", accessor=lambda row: row.finding.where, get_url=place_of),
        Column("todo", label="What to do", accessor=lambda row: row.finding.accepted or row.finding.instead),
    ]
    export_headings = {
        "title": "Page",
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
        editable = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, self.any_permission_required
        )
        allowed = set(editable.values_list("pk", flat=True))
        rows = [row for row in checked_site() if row.page_id in allowed]
        asked = self.request.GET.get("check", "")  # “Site health” links here with it
        if asked == "claims":
            return [row for row in rows if row.finding.can_be_accepted]
        return [row for row in rows if row.finding.code == asked] if asked else rows
