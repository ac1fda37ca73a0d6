"""The list, as three piles: to answer, all, suspect."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

from inquiries.inbox.exports import InquiryExportMixin
from inquiries.inbox.person_search import seal, search, unseal
from inquiries.models import Inquiry
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.privacy.audit import log_look
from inquiries.privacy.permissions import may
from inquiries.privacy.retention import inquiry_settings

PILES = {"to_answer": ("index", "To answer"), "all": ("all", "All"), "suspects": ("suspects", "Suspect")}
EMPTY = {
    "to_answer": "Everything is answered. New inquiries appear here, and a mail tells you when one comes in.",
    "all": "No inquiries yet. The first one appears here as soon as a visitor sends the form.",
    "suspects": "Nothing suspect is waiting. What looks like advertising is kept here for you to judge, never dropped.",
}
NOT_FOUND = (
    "Nobody found. Try part of a name or of an email address, the last digits of a phone number, or a reference."
)
WIDE = "inbox-wide"  # columns that a phone leaves out
NOT_SHOWN = ("email", "phone", "times", "message", "answers", "consent_text", "campaign", "landing_path")


def pile_of(name: str) -> InquiryQuerySet:
    """The inquiries of a pile."""
    if name == "to_answer":
        return Inquiry.objects.to_answer()
    return Inquiry.objects.suspects() if name == "suspects" else Inquiry.objects.all()


def follow_up_day(inquiry: Inquiry) -> str:
    """A day, not how long ago or ahead it is."""
    return format_date(inquiry.follow_up_on, "j M Y") if inquiry.follow_up_on else ""


def found_at(query: str) -> str:
    """The address of a search; the query in it can't be read."""
    return f"{reverse('inquiry:all')}?find={seal(query)}"


class NameColumn(TitleColumn):
    """Name and reference; unread ones stand out, in words too."""

    cell_template_name = "inquiries/inbox/name_cell.html"


class StateColumn(Column):
    cell_template_name = "inquiries/inbox/state_cell.html"


class InquiryIndexView(InquiryExportMixin, generic.IndexView):
    """One pile, searched, filtered and sorted."""

    any_permission_required = ["view"]
    template_name = "inquiries/inbox/index.html"
    results_template_name = "inquiries/inbox/index_results.html"
    default_ordering = "-created_at"
    is_searchable = False  # Wagtail's search would put a visitor's name into the address
    pile = "to_answer"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if query := request.GET.get("q", "").strip():  # typed into the address, as other lists take it
            return redirect(found_at(query))
        if not self.is_export:
            names = self.filterset_class.base_filters
            narrowed_by = sorted(name for name in names if any(key.startswith(name) for key in request.GET))
            kind = "find" if self.is_searching else "list"
            log_look(inquiry_settings(), kind, request.user, pile=self.pile, narrowed_by=narrowed_by)
        return super().get(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return PILES[self.pile][1]

    @cached_property
    def search_query(self) -> str:
        return unseal(self.request.GET.get("find", ""))

    @cached_property
    def is_searching(self) -> bool:
        return bool(self.search_query)

    def get_base_queryset(self) -> InquiryQuerySet:
        piled = pile_of(self.pile).select_related("assignee", "source_page")
        return piled if self.is_export else piled.defer(*NOT_SHOWN).with_repeats()

    def search_queryset(self, queryset: InquiryQuerySet) -> InquiryQuerySet:
        return search(queryset, self.search_query) if self.is_searching else queryset

    def get_inspect_url(self, instance: Inquiry) -> str:
        return reverse(self.inspect_url_name, args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        columns = [
            NameColumn(
                "name",
                label="From",
                get_url=self.get_inspect_url,
                get_title_id=lambda inquiry: f"inquiry_{inquiry.pk}_title",
            ),
            Column("about", label="About", accessor=lambda inquiry: ", ".join(inquiry.about_titles), classname=WIDE),
            StateColumn("state", label="State", sort_key="state"),
            UserColumn("assignee", label="Assigned to", classname=WIDE),
            Column("follow_up_on", label="Follow-up", accessor=follow_up_day, sort_key="follow_up_on", classname=WIDE),
            Column("source_page", "Sent from page", lambda inquiry: inquiry.source_page or "", classname=WIDE),
            DateColumn("created_at", label="Received", sort_key="created_at"),
        ]
        if may(self.request.user, "answer"):
            columns.insert(0, BulkActionsCheckboxColumn("bulk_actions", obj_type="inquiry"))
        return columns

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        user = self.request.user
        if may(user, "export") or may(user, "erase"):
            words = "One person’s data: export, erase"
            buttons.append(Button(words, url=reverse("inquiry:person"), icon_name="user", priority=110))
        return buttons

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching:
            return NOT_FOUND
        return "Nothing here matches these filters." if self.is_filtering else EMPTY[self.pile]

    def piles(self) -> list[dict[str, Any]]:
        """The tabs, with how many lie in each."""
        return [
            {
                "label": label,
                "url": reverse(f"inquiry:{url_name}"),
                "count": pile_of(name).count(),
                "is_current": name == self.pile,
            }
            for name, (url_name, label) in PILES.items()
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        paginator = context.get("paginator")  # an export has none
        context |= {
            "piles": [] if self.results_only else self.piles(),
            "search_query": self.search_query,
            "find": self.request.GET.get("find", "") if self.is_searching else "",
            "can_answer": may(self.request.user, "answer"),
            "select_all_words": f"Select all {paginator.count} in this list" if paginator else "",
        }
        return context


class FindView(PermissionCheckedMixin, View):
    """Takes a search, and leads to the list with the query sealed."""

    model = Inquiry
    permission_required = "view"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        query = request.POST.get("q", "").strip()
        return redirect(found_at(query) if query else reverse("inquiry:all"))
