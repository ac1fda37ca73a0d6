"""The listing, in three folders: to answer, all, suspect."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views import generic
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton, ListingButton

from content.site_context.context import day_in_words
from content.text.typed import tidy
from inquiries.inbox.advertising import WORDS_PERMISSION
from inquiries.inbox.exports import InquiryExportMixin
from inquiries.inbox.facts import RELATED
from inquiries.inbox.person_search import MOST_FOUND, decrypt_query, encrypt_query, search_inquiries
from inquiries.models import Inquiry
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.privacy.audit import log_view_once
from inquiries.privacy.permissions import may, may_route
from inquiries.privacy.retention import inquiry_settings


class Folder(NamedTuple):
    url_name: str
    label: str
    queryset: Callable[[], InquiryQuerySet]
    empty_message: str
    bulk_actions: list[str]
    ordering: Any = "-created_at"


FOLDERS = {
    "to_answer": Folder(
        "index",
        "To answer",
        Inquiry.objects.to_answer,
        "Everything has been answered. New inquiries appear here, and you get an email when one comes in.",
        ["assign", "state", "spam", "follow_up"],
        [Coalesce("wrote_again_at", "created_at"), "pk"],  # whoever has waited longest comes first
    ),
    "all": Folder(
        "all",
        "All",
        Inquiry.objects.unmerged,
        "No inquiries yet. The first one appears here as soon as a visitor sends the form.",
        ["assign", "state", "spam", "not_spam", "follow_up"],
    ),
    "suspects": Folder(
        "suspects",
        "Suspect",
        Inquiry.objects.suspects,
        "No suspected spam is waiting. Anything that looks like advertising is kept here for you to check; "
        "nothing is deleted automatically before retention.",
        ["not_spam", "spam", "assign", "follow_up"],
    ),
}
NOT_FOUND = "No one found. Try part of a name or email address, the last digits of a phone number, or a reference."
WIDE = "inbox-wide"  # for columns that are hidden on phones


def follow_up_day(inquiry: Inquiry) -> str:
    """Return the date itself; Wagtail's own column would show how long ago it was."""
    return day_in_words(inquiry.follow_up_on)


def search_url(query: str) -> str:
    """Return the URL of the list with a search, with the query encrypted."""
    return reverse("inquiry:all", query={"find": encrypt_query(query)})


def bulk_button(action_type: str) -> ListingButton:
    """Return a bulk action's button as Wagtail makes it, whose own tag knows nothing of folders."""
    action = bulk_action_registry.get_bulk_action_class("inquiries", "inquiry", action_type)
    return ListingButton(
        action.display_name,
        reverse("wagtail_bulk_action", args=["inquiries", "inquiry", action_type]),
        attrs={"aria-label": action.aria_label, "data-bulk-action-button": ""},
        classname="bulk-action-btn",
    )


class NameColumn(TitleColumn):
    """Name and reference. Unread inquiries stand out, and are also labeled as such."""

    cell_template_name = "inquiries/inbox/name_cell.html"


class StateColumn(Column):
    cell_template_name = "inquiries/inbox/state_cell.html"


class InquiryIndexView(InquiryExportMixin, generic.IndexView):
    any_permission_required = ["view"]
    template_name = "inquiries/inbox/index.html"
    results_template_name = "inquiries/inbox/index_results.html"
    is_searchable = False  # Wagtail's search would put a visitor's name into the URL
    folder = "to_answer"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if query := request.GET.get("q", "").strip():  # typed into the URL, as other lists accept it
            return redirect(search_url(query))
        if not self.is_export:
            filters = self.filterset_class.base_filters
            narrowed_by = sorted(name for name in filters if any(key.startswith(name) for key in request.GET))
            kind = "find" if self.is_searching else "list"
            log_view_once(inquiry_settings(), kind, request.user, folder=self.folder, narrowed_by=narrowed_by)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_page_subtitle(self) -> str:
        return FOLDERS[self.folder].label

    @cached_property
    def search_query(self) -> str:
        return decrypt_query(self.request.GET.get("find", ""))

    def get_base_queryset(self) -> InquiryQuerySet:
        inquiries = FOLDERS[self.folder].queryset().select_related(*RELATED)
        return inquiries if self.is_export else inquiries.without_texts().with_repeats()

    def search_queryset(self, queryset: InquiryQuerySet) -> InquiryQuerySet:
        return search_inquiries(queryset, self.search_query) if self.is_searching else queryset

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
    def header_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_buttons
        if may(self.request.user, "answer"):
            buttons.append(HeaderButton("Add an inquiry", url=reverse("inquiry:by_hand"), icon_name="plus"))
        return buttons

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons
        buttons.append(Button("Your calendar", url=reverse("inquiry:calendar"), icon_name="calendar", priority=125))
        if may(self.request.user, "export"):
            url = reverse("inquiry:columns", query={"next": self.request.get_full_path()})
            buttons.append(Button("Export, with a choice of columns", url=url, icon_name="download", priority=105))
        if self.user_has_any_permission(["export", "erase"]):
            label = "One person’s data: export, erase"
            buttons.append(Button(label, url=reverse("inquiry:person"), icon_name="user", priority=110))
        if may_route(self.request.user):
            label = "Tell another system"
            buttons.append(Button(label, url=reverse("inquiry:webhook"), icon_name="cogs", priority=130))
        if self.request.user.has_perm(WORDS_PERMISSION):
            label = "Advertising words"
            buttons.append(Button(label, url=reverse("inquiry:advertising"), icon_name="edit", priority=120))
        return buttons

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching:
            return NOT_FOUND
        return "Nothing here matches these filters." if self.is_filtering else FOLDERS[self.folder].empty_message

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if self.is_export:
            return context
        found = context["paginator"].count
        folders = [] if self.results_only else FOLDERS.items()
        return context | {
            "folders": [(name == self.folder, folder, folder.queryset().count()) for name, folder in folders],
            "search_query": self.search_query,
            "find": self.request.GET.get("find", "") if self.is_searching else "",
            "can_answer": may(self.request.user, "answer"),
            "bulk_buttons": [bulk_button(action_type) for action_type in FOLDERS[self.folder].bulk_actions],
            "select_all_obj_text": f"Select all {found} in this list",
            "most_found": found if self.is_searching and found >= MOST_FOUND else None,
        }


class FindView(PermissionCheckedMixin, View):
    """Accept a search by POST and redirect to the list, with the query encrypted in the URL."""

    model = Inquiry
    permission_required = "view"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        query = tidy(request.POST.get("q", ""))
        return redirect(search_url(query) if query else reverse("inquiry:all"))
