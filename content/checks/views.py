"""The report over all pages, and publishing although something is wrong."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from content.checks.page_checks import findings_for, surroundings
from content.checks.site import Row, checked_site
from content.models import ClinicPage

PUBLISHED_ANYWAY = "content.publish_anyway"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class PageChecksView(ReportView):
    """Every finding of every live page that the reader may edit; as a spreadsheet too."""

    model = Page
    page_title = "Page checks"
    header_icon = "glasses"
    index_url_name = "page_checks"
    index_results_url_name = "page_checks_results"
    any_permission_required = ["add", "change", "publish"]
    verbose_name_plural = "findings"
    columns = [
        TitleColumn("title", label="Page", get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.page_id])),
        Column("kind", label="Type"),
        Column("finding.level", label="Level", accessor=lambda row: row.finding.level.capitalize()),
        Column("finding.message", label="Finding", accessor=lambda row: row.finding.message),
        Column("finding.where", label="Where", accessor=lambda row: row.finding.where),
        Column("finding.instead", label="What to do", accessor=lambda row: row.finding.instead),
    ]
    list_export = [
        "title",
        "url",
        "kind",
        "finding.level",
        "finding.code",
        "finding.message",
        "finding.where",
        "finding.excerpt",
        "finding.why",
        "finding.instead",
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
    }

    def get_filename(self) -> str:
        return f"page-checks-{timezone.localdate()}"

    def get_queryset(self) -> list[Row]:
        editable = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, self.any_permission_required
        )
        allowed = set(editable.values_list("pk", flat=True))
        return [row for row in checked_site() if row.page_id in allowed]

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """As Wagtail's, with text that a spreadsheet would run as a formula made harmless."""
        shown = super().preprocess_field_value(field, value, export_format)
        return f"'{shown}" if isinstance(shown, str) and shown.startswith(FORMULA_STARTS) else shown


def ask_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A question instead of publishing where a check found an error; the draft is saved by then."""
    if not isinstance(page, ClinicPage):
        return None
    errors = [finding for finding in findings_for(page, surroundings(page.get_site())) if finding.is_error]
    if not errors:
        return None
    context = {"page": page, "errors": errors, "revision": page.latest_revision}
    return TemplateResponse(request, "wagtailadmin/checks/confirm.html", context)


@require_POST
def publish_anyway(request: HttpRequest, page_id: int, revision_id: int) -> HttpResponse:
    """Publish the draft that the question was about, and note who did."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    revision = get_object_or_404(Revision.page_revisions, pk=revision_id, object_id=str(page.pk))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if page.latest_revision_id != revision.pk:
        messages.warning(request, "Somebody has saved a newer draft since. Read it, then publish again.")
        return redirect(edit)
    lock = page.get_lock()
    if lock and lock.for_user(request.user):
        messages.warning(request, lock.get_message(request.user) or "This page is locked.")
        return redirect(edit)
    draft = revision.as_object()
    errors = [f.code for f in findings_for(draft, surroundings(draft.get_site())) if f.is_error]
    revision.publish(user=request.user)
    log(instance=page, action=PUBLISHED_ANYWAY, user=request.user, data={"findings": errors}, revision=revision)
    messages.success(request, f"Page “{page.get_admin_display_title()}” is published.")
    return redirect("wagtailadmin_explore", page.get_parent().pk)
