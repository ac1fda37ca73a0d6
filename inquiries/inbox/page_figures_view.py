"""All pages with their views and inquiries, for those who may view inquiries."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from inquiries.inbox.figures import page_bars, recent_inquiries
from inquiries.inbox.page_figures import by_page
from inquiries.privacy.permissions import policy


class PagesView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "inquiries/inbox/pages.html"
    permission_policy = policy
    permission_required = "view"
    page_title = "Pages and inquiries"
    header_icon = "doc-empty-inverse"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("inquiry:index"), "label": "Inquiries"},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        start, recent = recent_inquiries(today)
        found = by_page(recent, start, today)
        return super().get_context_data(**kwargs) | {
            "pages": page_bars(found.rows),
            "all_pages": found.total,
            "counted_since": found.counted_since,
        }
