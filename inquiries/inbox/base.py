"""What the inbox's pages have in common."""

from typing import Any

from django.urls import reverse_lazy
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from inquiries.models import Inquiry


class InboxPageMixin(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A page below “Inquiries” in the breadcrumbs, for those who may view inquiries unless it says otherwise."""

    model = Inquiry
    permission_required: str | None = "view"
    header_icon = "mail"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("inquiry:index"), "label": "Inquiries"},
    ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]
