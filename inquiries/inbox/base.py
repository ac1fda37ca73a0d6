"""Base classes of the inbox's pages."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from inquiries.models import Inquiry


class InboxPageMixin(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A page below “Inquiries” in the breadcrumbs. By default, it requires the permission to view inquiries."""

    model = Inquiry
    permission_required: str | None = "view"
    header_icon = "mail"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("inquiry:index"), "label": "Inquiries"},
    ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        response: HttpResponse = self.render_to_response(self.get_context_data(**context), status=status)
        return response


class InboxFormView(InboxPageMixin, FormView):  # type: ignore[type-arg]
    """An inbox page with a form; an invalid form is shown again with its errors."""

    http_method_names = ["get", "post"]

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        return self.show(422, form=form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"media": context["form"].media}
