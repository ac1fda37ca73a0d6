"""The inbox's URLs and menu item."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet

from inquiries.inbox.action_views import ACTION_URLS, BulkUndoView
from inquiries.inbox.advertising import AdvertisingWordsView
from inquiries.inbox.by_hand import ByHandView
from inquiries.inbox.calendar_feed import CalendarFeedView
from inquiries.inbox.detail import InquiryView
from inquiries.inbox.exports import ColumnsView
from inquiries.inbox.filters import InquiryFilterSet
from inquiries.inbox.listing import FOLDERS, FindView, InquiryIndexView
from inquiries.inbox.mails import MailsView, SendAgainView, SendStaffMailAgainView
from inquiries.inbox.month_figures import MonthView
from inquiries.inbox.page_figures import PagesView
from inquiries.inbox.person import PersonView
from inquiries.inbox.vcard import VCardView
from inquiries.inbox.webhook import WebhookView
from inquiries.models import Inquiry, ReplyTemplate
from inquiries.privacy.permissions import may


class InquiryURLFinder(ModelAdminURLFinder):
    """Link Wagtail's log to inquiries, for users who may view them."""

    edit_url_name = "inquiry:inspect"

    def get_edit_url(self, instance: Inquiry) -> str | None:
        return self.construct_edit_url(instance) if not self.user or may(self.user, "view") else None


class InboxMenuItem(MenuItem):
    """The menu item, with the numbers of unread inquiries and unchecked suspects."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "view")

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        unread, suspects = Inquiry.objects.unread().count(), Inquiry.objects.suspects().count()
        if unread or suspects:
            component.label = f"{self.label} ({unread} + {suspects})" if suspects else f"{self.label} ({unread})"
            said = [f"{unread} unread"] if unread else []
            said += [f"{suspects} suspected spam"] if suspects else []
            in_words = ", ".join([str(self.label), *said])
            component.attrs = {**component.attrs, "aria-label": in_words, "title": in_words}
        return component


class InquiryViewSet(ModelViewSet):
    """Reading and answering inquiries, without Wagtail’s own forms to add and edit them."""

    model = Inquiry
    name = "inquiry"
    icon = "mail"
    menu_label = "Inquiries"
    menu_order = 110
    menu_item_class = InboxMenuItem
    add_to_admin_menu = True
    add_to_reference_index = False
    inspect_view_enabled = True  # makes the group form list the view permission
    copy_view_enabled = False
    list_per_page = 50
    form_fields: list[str] = []
    index_view_class = InquiryIndexView
    filterset_class = InquiryFilterSet

    def register_admin_url_finder(self) -> None:
        register_admin_url_finder(Inquiry, InquiryURLFinder)

    def folder_urls(self, name: str, route: str) -> list[URLPattern]:
        """Return the URLs of a folder's list and of its results only, for Wagtail's filters."""
        url_name = FOLDERS[name].url_name
        options = self.get_index_view_kwargs(
            folder=name,
            default_ordering=FOLDERS[name].ordering,
            index_url_name=f"inquiry:{url_name}",
            index_results_url_name=f"inquiry:{url_name}_results",
        )
        page = self.construct_view(InquiryIndexView, **options)
        results = self.construct_view(InquiryIndexView, **options, results_only=True)
        return [path(route, page, name=url_name), path(f"{route}results/", results, name=f"{url_name}_results")]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *self.folder_urls("to_answer", ""),
            *self.folder_urls("all", "all/"),
            *self.folder_urls("suspects", "suspects/"),
            path("add/", ByHandView.as_view(), name="by_hand"),
            path("calendar/", CalendarFeedView.as_view(), name="calendar"),
            path("webhook/", WebhookView.as_view(), name="webhook"),
            path("columns/", ColumnsView.as_view(), name="columns"),
            path("<int:pk>/vcard/", VCardView.as_view(), name="vcard"),
            path("find/", FindView.as_view(), name="find"),
            path("inspect/<int:pk>/", InquiryView.as_view(), name="inspect"),
            *ACTION_URLS,
            path("<int:pk>/mails/<int:mail_pk>/", SendAgainView.as_view(), name="send_again"),
            path("mails/<int:mail_pk>/", SendStaffMailAgainView.as_view(), name="send_staff_mail_again"),
            path("mails/", MailsView.as_view(), name="mails"),
            path("undo/<uuid:batch>/", BulkUndoView.as_view(), name="undo_many"),
            path("advertising/", AdvertisingWordsView.as_view(), name="advertising"),
            path("person/", PersonView.as_view(), name="person"),
            path("month/", MonthView.as_view(), name="month"),
            path("pages/", PagesView.as_view(), name="pages"),
        ]


class ReplyTemplateViewSet(ModelViewSet):
    model = ReplyTemplate
    icon = "comment"
    menu_label = "Reply templates"
    add_to_settings_menu = True
    list_display = ["name", "order"]
    copy_view_enabled = False
