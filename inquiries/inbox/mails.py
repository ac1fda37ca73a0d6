"""Mails that wait or failed, also those that belong to no inquiry, in one list with what can be done."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from inquiries.inbox.forms import AddressForm
from inquiries.mail.outbox import delivery_health, mails_needing_attention, send_again
from inquiries.models import Inquiry, Mail
from inquiries.privacy.audit import log_access, log_look
from inquiries.privacy.permissions import NOT_ELSEWHERE, may, may_route, policy
from inquiries.privacy.retention import inquiry_settings

MOST_SHOWN = 100


def unconfirmed() -> QuerySet[Mail]:
    """Confirmations that never reached a visitor who still waits for an answer. No alarm, but worth a call."""
    failed = Mail.objects.filter(purpose=Mail.Purpose.CONFIRMATION, state__in=Mail.FAILED)
    return failed.filter(inquiry__in=Inquiry.objects.to_answer().order_by().values("pk"))


class MailsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """The outbox as staff may see it: never what a mail says."""

    template_name = "inquiries/inbox/mails.html"
    permission_policy = policy
    permission_required = "view"
    page_title = "Mails that wait or failed"
    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("inquiry:index"), "label": "Inquiries"},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        log_look(inquiry_settings(), "mails", self.request.user)
        failed = Q(pk__in=mails_needing_attention().values("pk")) | Q(pk__in=unconfirmed().values("pk"))
        listed = Mail.objects.filter(failed | Q(state=Mail.State.QUEUED)).exclude(purpose=Mail.Purpose.PASSWORD_RESET)
        health = delivery_health()
        return super().get_context_data(**kwargs) | {
            "mails": listed.select_related("inquiry").order_by("created_at", "pk")[:MOST_SHOWN],
            "count": listed.count(),
            "health": health,
            "unconfirmed": unconfirmed().count(),
            "oldest_minutes": round(health.oldest_seconds / 60),
            "can_answer": may(self.request.user, "answer"),
            "can_route": may_route(self.request.user),
        }


class StaffMailView(PermissionCheckedMixin, View):
    """A mail to staff that belongs to no inquiry: once more, to another address, or not at all."""

    permission_policy = policy
    permission_required = "answer"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, mail_pk: int) -> HttpResponse:
        # Who asked for a new password is no business of whoever answers inquiries.
        own = Mail.objects.filter(inquiry=None).exclude(purpose=Mail.Purpose.PASSWORD_RESET)
        mail = get_object_or_404(own, pk=mail_pk)
        form = AddressForm(request.POST)
        if "drop" in request.POST and mail.can_be_dropped:
            mail.delete()
            log_access(inquiry_settings(), "dropped", request.user, purpose=mail.purpose)
            messages.success(request, "The mail is dropped.")
        elif not form.is_valid():
            messages.error(request, "That is no email address.")
        elif mail.can_be_sent_again:
            self.send(mail, form.cleaned_data["to"])
        return redirect("inquiry:mails")

    def send(self, mail: Mail, to: str) -> None:
        user = self.request.user
        if to and not may_route(user):
            messages.warning(self.request, NOT_ELSEWHERE)
            to = ""
        if send_again(mail, to):
            log_access(inquiry_settings(), "sent_again", user, purpose=mail.purpose, elsewhere=bool(to))
            messages.success(self.request, "The mail goes out again.")
