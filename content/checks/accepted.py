"""Findings that staff accepted, which are logged with the reason in the page's history."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import CharField, Form, HiddenInput, Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from content.caching.version import bump_version
from content.panels.findings import Finding, Level
from content.site_context.context import day_in_words
from content.text.form_fields import TextField

ACCEPTED = "content.accept_finding"
REOPENED = "content.reopen_finding"
Key = tuple[int, str, str]  # page, check, matched words


@dataclass(frozen=True)
class Acceptance:
    """Why a finding was accepted, and by whom."""

    reason: str
    by: str
    at: datetime


def acceptances() -> dict[Key, Acceptance]:
    """Return the acceptances in force: the last log entry of each finding counts."""
    entries = PageLogEntry.objects.filter(action__in=(ACCEPTED, REOPENED)).select_related("user")
    accepted: dict[Key, Acceptance] = {}
    for entry in entries.order_by("timestamp", "pk"):
        key = (entry.page_id, entry.data.get("check", ""), entry.data.get("words", ""))
        accepted.pop(key, None)
        if entry.action == ACCEPTED:
            by = get_user_display_name(entry.user) if entry.user else "somebody"
            accepted[key] = Acceptance(entry.data.get("reason", ""), by, entry.timestamp)
    return accepted


def with_acceptance(finding: Finding, page: Page, accepted: dict[Key, Acceptance]) -> Finding:
    """Return the finding, marked as accepted if someone accepted exactly these words on this page."""
    found = accepted.get((page.pk, finding.code, finding.excerpt)) if finding.can_be_accepted else None
    if found is None:
        return finding
    note = f"{found.reason} ({found.by}, {day_in_words(found.at)})"
    return replace(finding, level=Level.ACCEPTED, accepted=note)


class AcceptForm(Form):
    """The reason; hidden fields name the finding."""

    check = CharField(widget=HiddenInput, max_length=60)
    words = CharField(widget=HiddenInput, max_length=500, strip=False)
    reason = TextField(
        label="This is fine because",
        max_length=300,
        widget=Textarea(attrs={"rows": 3}),
        help_text="For example: “A quotation from the study that is linked.” It is saved with your name.",
    )


def publishable_page(request: HttpRequest, page_id: int) -> Page:
    """Return the page if the user may publish it, since they are responsible for its content."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return page


def accept(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask for the reason, then log the acceptance."""
    page = publishable_page(request, page_id)
    form = AcceptForm(request.POST or None, initial={name: request.GET.get(name, "") for name in ("check", "words")})
    if request.method == "POST" and form.is_valid():
        return log_decision(
            request, page, ACCEPTED, form.cleaned_data, "Saved. The check no longer reports these words."
        )
    words = request.POST.get("words") or request.GET.get("words", "")
    context = {"page": page, "form": form, "words": words}
    return TemplateResponse(request, "wagtailadmin/checks/accept.html", context)


def reopen(request: HttpRequest, page_id: int) -> HttpResponse:
    """Withdraw an acceptance."""
    page = publishable_page(request, page_id)
    if request.method == "POST":
        data = {name: request.POST.get(name, "") for name in ("check", "words")}
        return log_decision(request, page, REOPENED, data, "Reopened. The check reports these words again.")
    context = {"page": page, "check": request.GET.get("check", ""), "words": request.GET.get("words", "")}
    return TemplateResponse(request, "wagtailadmin/checks/reopen.html", context)


def log_decision(request: HttpRequest, page: Page, action: str, data: dict[str, Any], message: str) -> HttpResponse:
    log(instance=page, action=action, user=request.user, data=data)
    bump_version()  # the report is cached per version
    messages.success(request, message)
    return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
