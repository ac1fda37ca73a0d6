"""Inquiries in the admin."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from content.admin.dashboard import DashboardPanel
from inquiries.inbox.bulk import BULK_ACTIONS
from inquiries.inbox.figures import figures
from inquiries.inbox.viewset import InquiryViewSet, ReplyTemplateViewSet
from inquiries.models import Inquiry
from inquiries.privacy import audit, routing_changes
from inquiries.privacy.permissions import may, policy

register_permission_policy(Inquiry, policy, exact_class=True)
hooks.register("after_edit_setting", routing_changes.warn)

for action in BULK_ACTIONS:
    hooks.register("register_bulk_action", action)


def register_inquiries() -> list[ModelViewSet]:
    return [InquiryViewSet(), ReplyTemplateViewSet("reply_template")]


def add_inbox_panel(request: HttpRequest, panels: list[Component]) -> None:
    if may(request.user, "view"):
        panels.append(DashboardPanel("inbox", 120, figures()))


hooks.register("register_admin_viewset", register_inquiries)
hooks.register("register_log_actions", audit.register_log_actions)
hooks.register("register_log_actions", routing_changes.register_log_actions)
hooks.register("construct_homepage_panels", add_inbox_panel)
