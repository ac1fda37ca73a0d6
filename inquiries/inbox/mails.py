"""Emails that are waiting or failed, including those that belong to no inquiry, and resending them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from inquiries.inbox import actions
from inquiries.inbox.base import InboxPageMixin
from inquiries.inbox.forms import AddressForm
from inquiries.mail.delivery_health import delivery_health, mails_needing_attention
from inquiries.models import Inquiry, Mail
from inquiries.privacy.audit import log_access, log_view_once
from inquiries.privacy.permissions import NOT_ELSEWHERE, may, may_route
from inquiries.privacy.retention import inquiry_settings

MAX_SHOWN = 100


def for_inbox() -> QuerySet[Mail]:
    """Return the emails that inbox staff may see, which excludes account emails and webhook events."""
    return Mail.objects.exclude(purpose__in=Mail.NOT_FOR_INBOX)


def failed_confirmations() -> QuerySet[Mail]:
    """Return confirmations that failed while the visitor still waits for an answer: no alarm, but worth a call."""
    failed = Mail.objects.filter(purpose=Mail.Purpose.CONFIRMATION, state__in=Mail.FAILED)
    return failed.filter(inquiry__in=Inquiry.objects.to_answer().order_by().values("pk"))


class MailsView(InboxPageMixin, TemplateView):
    """The outbox as staff may see it, without the emails' text."""

    template_name = "inquiries/inbox/mails.html"
    page_title = "Emails that are waiting or failed"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        log_view_once(inquiry_settings(), "mails", user)
        failed = Q(pk__in=mails_needing_attention().values("pk")) | Q(pk__in=failed_confirmations().values("pk"))
        listed = for_inbox().filter(failed | Q(state=Mail.State.QUEUED))
        health = delivery_health()
        return super().get_context_data(**kwargs) | {
            "mails": listed.select_related("inquiry").order_by("created_at", "pk")[:MAX_SHOWN],
            "count": listed.count(),
            "health": health,
            "failed_confirmations": failed_confirmations().count(),
            "oldest_minutes": round(health.oldest_seconds / 60),
            "can_answer": may(user, "answer"),
            "can_route": may_route(user),
        }


class SendAgainView(PermissionCheckedMixin, View):
    """Resend an email, optionally to another address, or drop one to staff that failed."""

    model = Inquiry
    permission_required = "answer"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, mail_pk: int, pk: int | None = None) -> HttpResponse:
        mail = get_object_or_404(for_inbox(), pk=mail_pk, inquiry=pk)
        form = AddressForm(request.POST)
        if "drop" in request.POST and mail.can_be_dropped:
            mail.delete()
            log_access(inquiry_settings(), "dropped", request.user, purpose=mail.purpose)
            messages.success(request, "The email has been dropped.")
        elif not form.is_valid():
            messages.error(request, "That is not an email address.")
        elif mail.can_be_sent_again:
            self.send(mail, form.cleaned_data["to"])
        return redirect("inquiry:inspect", pk) if pk else redirect("inquiry:mails")

    def send(self, mail: Mail, to: str) -> None:
        if to and not mail.is_to_visitor and not may_route(self.request.user):
            messages.warning(self.request, NOT_ELSEWHERE)
            to = ""
        if to and mail.inquiry and mail.is_to_visitor and not mail.inquiry.is_readable:
            messages.error(self.request, "The encryption key for this inquiry is missing, so nothing was changed.")
        elif actions.resend(mail, self.request.user, to):
            messages.success(self.request, "The email will be sent again.")
