"""The report "Addresses not found": what visitors asked for in vain, and what to do about it."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min, QuerySet, Sum
from django.db.models.signals import post_save
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.generic import CreateView
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.redirects import forms as wagtail_forms
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.permissions import policy_registry
from wagtail.signals import page_published, page_slug_changed, post_page_move

from content.admin.redirect_form import RedirectForm
from content.admin.spreadsheets import SafeSpreadsheetMixin
from content.counting.not_found import countable
from content.models import IgnoredAddress, NotFoundDay
from content.seo.suggest import suggestions
from content.site_context.context import DAY, current_market

RIGHT = "add"  # of redirects
WIDE = "wide-only"  # columns that a phone leaves out


def may_redirect(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Redirect).user_has_permission(user, RIGHT))


class NotFoundFilterSet(WagtailFilterSet):
    """What staff ignore is left out unless asked for."""

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
    """What to do about an address."""

    cell_template_name = "wagtailadmin/links/not_found_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        query = urlencode({"old_path": instance["path"]})
        return context | {"redirect_url": f"{reverse('redirect_not_found')}?{query}"}


def in_words(day: date) -> str:
    return str(date_format(day, DAY[current_market()]))


class NotFoundReportView(SafeSpreadsheetMixin, ReportView):
    """Addresses that led visitors nowhere, those asked for most often first."""

    model = NotFoundDay
    page_title = "Addresses not found"
    header_icon = "redirect"
    filterset_class = NotFoundFilterSet
    default_ordering = "-times_seen"
    index_url_name = "not_found_report"
    index_results_url_name = "not_found_report_results"
    verbose_name_plural = "addresses"
    any_permission_required = [RIGHT]
    columns = [
        TitleColumn("path", label="Address", sort_key="path", get_url=lambda row: row["path"]),
        NumberColumn("times_seen", label="Times", sort_key="times_seen"),
        ActionsColumn("actions", label="What to do"),
        Column("hosts", label="Linked from", accessor=lambda row: row["hosts"], classname="breaks"),
        Column("last", label="Last", sort_key="last", accessor=lambda row: in_words(row["last"]), classname=WIDE),
        Column("first", label="First", sort_key="first", accessor=lambda row: in_words(row["first"]), classname=WIDE),
    ]
    list_export = ["path", "times_seen", "first", "last", "hosts"]
    export_headings = {
        "path": "Address",
        "times_seen": "Times",
        "first": "First",
        "last": "Last",
        "hosts": "Linked from",
    }

    @property
    def permission_policy(self) -> Any:
        """Those who may redirect an address see what calls for it."""
        return policy_registry.get_by_type(Redirect)

    def get_filename(self) -> str:
        return f"addresses-not-found-{timezone.localdate()}"

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = NotFoundDay.objects.values("path")
        return rows.annotate(times_seen=Sum("times"), first=Min("date"), last=Max("date"))

    def get_filterset_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_filterset_kwargs()
        kwargs["queryset"] = self.get_base_queryset()
        return kwargs

    def decorate_paginated_queryset(self, rows: Any) -> list[dict[str, Any]]:
        """Each address with the hosts that linked to it, the busiest first."""
        found = list(rows)
        hosts: dict[str, list[str]] = {row["path"]: [] for row in found}
        days = NotFoundDay.objects.filter(path__in=hosts).exclude(referrer="").values("path", "referrer")
        for day in days.annotate(times_seen=Sum("times")).order_by("-times_seen", "referrer"):
            hosts[day["path"]].append(day["referrer"])
        for row in found:  # in place: the table has these very rows
            row["hosts"] = ", ".join(hosts[row["path"]])
        return found


# What staff do about an address --------------------------------------------------------------------


class RedirectNotFoundForm(RedirectForm):
    """A redirect whose old address is known; the page is chosen."""

    field_order = ["old_path", "redirect_page", "redirect_link"]

    class Meta(wagtail_forms.RedirectForm.Meta):
        widgets = {"is_permanent": forms.HiddenInput}
        labels = {"old_path": "The old address", "redirect_page": "Redirect to this page"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].widget = forms.HiddenInput()
        self.fields["redirect_link"].label = "or to any address"


class RedirectNotFoundView(CreateView):
    """Redirect an address; the page that it resembles most is filled in."""

    model = Redirect
    form_class = RedirectNotFoundForm
    page_title = "Redirect an address"
    header_icon = "redirect"
    index_url_name = "not_found_report"
    add_url_name = "redirect_not_found"
    submit_button_label = "Redirect it"
    submit_button_active_label = "Saving…"
    permission_required = RIGHT

    def get_initial(self) -> dict[str, Any]:
        path = self.request.GET.get("old_path", "")
        site = Site.find_for_request(self.request)
        alike = suggestions(path, site) if path and site else []
        root = site.root_page.url_path.rstrip("/") if site else ""
        page = Page.objects.live().public().filter(url_path=f"{root}{alike[0].url}").first() if alike else None
        return {"old_path": path, "redirect_page": page, "is_permanent": True}

    def get_add_url(self) -> str:
        return str(self.request.get_full_path())

    def get_success_message(self, instance: Redirect) -> str:
        return f"Visitors who come to {instance.old_path} are now led on."

    def get_success_buttons(self) -> list[Any]:
        return []


@require_POST
def ignore_not_found(request: HttpRequest) -> HttpResponse:
    """Leave an address out of the report, or take it in again."""
    if not may_redirect(request.user):
        raise PermissionDenied
    path = request.POST.get("path", "")[: NotFoundDay.LONGEST]
    if "again" in request.POST:
        IgnoredAddress.objects.filter(path=path).delete()
        messages.success(request, f"{path} is listed again.")
    elif path:
        IgnoredAddress.objects.get_or_create(path=path)
        messages.success(request, f"{path} is no longer listed. The filter “Only ignored” shows it.")
    return redirect("not_found_report")


# What answers again --------------------------------------------------------------------------------


def forget(*addresses: str) -> None:
    """Drop what was counted for addresses at which something answers now."""
    NotFoundDay.objects.filter(path__in=filter(None, map(countable, addresses))).delete()


def forget_redirected(instance: Redirect, **_: Any) -> None:
    forget(instance.old_path)


def forget_pages(instance: Page, **_: Any) -> None:
    """The addresses of a page and of all below it, which move with it."""
    site = instance.get_site()
    if site is not None:
        start = len(site.root_page.url_path) - 1
        paths = instance.get_descendants(inclusive=True).live().values_list("url_path", flat=True)
        forget(*(path[start:] for path in paths))


post_save.connect(forget_redirected, sender=Redirect, dispatch_uid="forget-redirected")
for signal in (page_published, page_slug_changed, post_page_move):
    signal.connect(forget_pages, dispatch_uid=f"forget-answered-{id(signal)}")
