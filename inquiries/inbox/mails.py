"""Emails that are waiting or failed, including those that belong to no inquiry, and resending them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from inquiries.inbox import actions, news
from inquiries.inbox.action_views import ActionView
from inquiries.inbox.base import InboxPageMixin
from inquiries.inbox.forms import AddressForm
from inquiries.inbox.replying import can_be_mailed
from inquiries.mail.delivery_health import delivery_health, mails_needing_attention
from inquiries.models import Inquiry, Mail
from inquiries.privacy.audit import log_access, log_view_once
from inquiries.privacy.permissions import NOT_ELSEWHERE, may, may_route
from inquiries.privacy.retention import inquiry_settings

MAX_SHOWN = 100
LISTED = Coalesce("inquiry__merged_into", "inquiry")  # the list shows a merged inquiry as the one that it went into


def for_inbox() -> QuerySet[Mail]:
    """Return the emails that inbox staff may see, which excludes account emails and webhook events."""
    return Mail.objects.exclude(purpose__in=Mail.NOT_FOR_INBOX)


def failed_confirmations() -> QuerySet[Mail]:
    """Return confirmations that failed while the visitor still waits for an answer: no alarm, but worth a call."""
    failed = Mail.objects.filter(purpose=Mail.Purpose.CONFIRMATION, state__in=Mail.FAILED)
    return failed.alias(listed=LISTED).filter(listed__in=Inquiry.objects.to_answer().order_by().values("pk"))


def failed_mails() -> QuerySet[Mail]:
    """Return the failed emails that someone has to do something about."""
    confirmations = failed_confirmations().values("pk")
    return Mail.objects.filter(Q(pk__in=mails_needing_attention().values("pk")) | Q(pk__in=confirmations))


class MailsView(InboxPageMixin, TemplateView):
    """The outbox as staff may see it, without the emails' text."""

    template_name = "inquiries/inbox/mails.html"
    page_title = "Emails that are waiting or failed"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        log_view_once(inquiry_settings(), "mails", user)
        listed = for_inbox().filter(Q(pk__in=failed_mails().values("pk")) | Q(state=Mail.State.QUEUED))
        health = delivery_health()
        return super().get_context_data(**kwargs) | {
            "mails": listed.select_related("inquiry").order_by("created_at", "pk")[:MAX_SHOWN],
            "count": listed.count(),
            "health": health,
            "failed_confirmations": failed_confirmations().count(),
            "oldest_minutes": round(health.oldest_seconds / 60),
            "can_answer": may(user, "answer"),
            "can_route": may_route(user),
            "seen": news.last_event(),
        }


def send_again(request: HttpRequest, mail: Mail, to: str) -> None:
    if mail.can_be_sent_again and actions.resend(mail, request.user, to):
        messages.success(request, "The email will be sent again.")
    else:
        messages.warning(request, "The email was not sent again: it has been sent meanwhile, or is just being sent.")


def send_staff_mail_again(request: HttpRequest, mail: Mail) -> None:
    """Resend an email to staff, to another address if the form names one and the user may route inquiries."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That is not an email address.")
        return
    to = form.cleaned_data["to"]
    if to and not may_route(request.user):
        messages.warning(request, NOT_ELSEWHERE)
        to = ""
    send_again(request, mail, to)


class SendAgainView(ActionView):
    """Resend an inquiry's email; one to the visitor goes to their address as it is now."""

    def act(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        mail = get_object_or_404(for_inbox(), pk=kwargs["mail_pk"], inquiry__in=self.object.whole)
        if mail.is_to_visitor:
            send_again(request, mail, self.object.email if can_be_mailed(self.object) else "")
        else:
            send_staff_mail_again(request, mail)
        return self.back()


class SendStaffMailAgainView(PermissionCheckedMixin, View):
    """Resend an email that belongs to no inquiry, or drop it if it failed."""

    model = Inquiry
    permission_required = "answer"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, mail_pk: int) -> HttpResponse:
        mail = get_object_or_404(for_inbox(), pk=mail_pk, inquiry=None)
        if "drop" in request.POST and mail.can_be_dropped:
            mail.delete()
            log_access(inquiry_settings(), "dropped", request.user, purpose=mail.purpose)
            messages.success(request, "The email has been dropped.")
        else:
            send_staff_mail_again(request, mail)
        return redirect("inquiry:mails")
