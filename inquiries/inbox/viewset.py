"""The inbox's addresses and its place in the menu."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet

from inquiries.inbox import steps
from inquiries.inbox.detail import InquiryView
from inquiries.inbox.filters import InquiryFilterSet
from inquiries.inbox.listing import FindView, InquiryIndexView
from inquiries.inbox.mails import MailsView, StaffMailView
from inquiries.inbox.page_figures_view import PagesView
from inquiries.inbox.person import PersonView
from inquiries.models import Inquiry, ReplyTemplate
from inquiries.privacy.permissions import may


class InquiryURLFinder:
    """Where an inquiry named in Wagtail's log is seen, for those who may."""

    def __init__(self, user: Any = None) -> None:
        self.user = user

    def get_edit_url(self, instance: Inquiry) -> str | None:
        if self.user and not may(self.user, "view"):
            return None
        return reverse("inquiry:inspect", args=[instance.pk])


class InboxMenuItem(MenuItem):
    """Says how many nobody has read yet."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "view")

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        unread = Inquiry.objects.unread().count()
        if unread:
            component.label = f"{self.label} ({unread})"
            component.attrs = {**component.attrs, "aria-label": f"{self.label}, {unread} unread"}
        return component


class InquiryViewSet(ModelViewSet):
    """Reading and answering; inquiries are neither added nor edited here."""

    model = Inquiry
    name = "inquiry"
    icon = "mail"
    menu_label = "Inquiries"
    menu_order = 110
    add_to_admin_menu = True
    add_to_reference_index = False
    inspect_view_enabled = True  # shows the permission to view in the groups' form
    copy_view_enabled = False
    list_per_page = 50
    form_fields: list[str] = []
    index_view_class = InquiryIndexView
    filterset_class = InquiryFilterSet

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return InboxMenuItem

    def register_admin_url_finder(self) -> None:
        register_admin_url_finder(Inquiry, InquiryURLFinder)

    def pile_view(self, pile: str, url_name: str, results_only: bool = False) -> Any:
        view_kwargs = self.get_index_view_kwargs()
        view_kwargs |= {
            "pile": pile,
            "index_url_name": f"inquiry:{url_name}",
            "index_results_url_name": f"inquiry:{url_name}_results",
            "template_name": InquiryIndexView.template_name,
            "results_template_name": InquiryIndexView.results_template_name,
        }
        return self.construct_view(InquiryIndexView, **view_kwargs, results_only=results_only)

    def get_urlpatterns(self) -> list[URLPattern]:
        piles = [("", "to_answer", "index"), ("all/", "all", "all"), ("suspects/", "suspects", "suspects")]
        patterns = []
        for route, pile, name in piles:
            patterns.append(path(route, self.pile_view(pile, name), name=name))
            patterns.append(path(f"{route}results/", self.pile_view(pile, name, True), name=f"{name}_results"))
        one = [
            ("state/", steps.StateView, "state"),
            ("undo/<int:event_pk>/", steps.UndoView, "undo"),
            ("not-spam/", steps.ReleaseView, "release"),
            ("assign/", steps.AssignView, "assign"),
            ("follow-up/", steps.FollowUpView, "follow_up"),
            ("note/", steps.NoteView, "note"),
            ("reply/", steps.ReplyView, "reply"),
            ("proposal/", steps.ProposalView, "proposal"),
            ("call-off/", steps.CallOffView, "call_off"),
            ("templates/", steps.SampleTemplatesView, "templates"),
            ("mails/<int:mail_pk>/", steps.SendAgainView, "send_again"),
            ("keep/", steps.HoldView, "hold"),
        ]
        return [
            *patterns,
            path("person/", PersonView.as_view(), name="person"),
            path("mails/", MailsView.as_view(), name="mails"),
            path("mails/<int:mail_pk>/", StaffMailView.as_view(), name="staff_mail"),
            path("pages/", PagesView.as_view(), name="pages"),
            path("undo/<uuid:batch>/", steps.UndoManyView.as_view(), name="undo_many"),
            path("find/", FindView.as_view(), name="find"),
            path("inspect/<int:pk>/", InquiryView.as_view(), name="inspect"),
            *(path(f"<int:pk>/{route}", view.as_view(), name=name) for route, view, name in one),
        ]


class ReplyTemplateViewSet(ModelViewSet):
    """Texts to begin replies with."""

    model = ReplyTemplate
    icon = "comment"
    menu_label = "Reply templates"
    add_to_settings_menu = True
    list_display = ["name", "order"]
    copy_view_enabled = False
