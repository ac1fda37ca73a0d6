"""Views that change an inquiry: each accepts a POST and redirects back to the inquiry's page."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from inquiries.inbox import actions, drafts, merging, news, replying, saved_replies
from inquiries.inbox.detail import FORMS, InquiryPageMixin
from inquiries.models import Inquiry, Message


def undo_button(url: str, next_url: str) -> str:
    """Return an undo button for a message. It needs Wagtail's JavaScript; the one in the timeline works without."""
    return format_html(
        '<button type="button" class="button button-small button-secondary" data-controller="w-action" '
        'data-action="w-action#post" data-w-action-url-value="{}" data-w-action-next-value="{}">Undo</button>',
        url,
        next_url,
    )


def warn_of_skipped(request: HttpRequest, skipped: int) -> None:
    if skipped:
        messages.warning(request, f"Left as {'it is' if skipped == 1 else 'they are'}: {skipped}, changed since.")


class ActionView(InquiryPageMixin):
    """Run `action(inquiry, user, **form_data)`, which returns a true value if it changed anything."""

    permission_required = "answer"
    http_method_names = ["get", "post"]
    action: Callable[..., Any] = staticmethod(lambda inquiry, user: None)
    form_name = ""  # a key of FORMS; empty if the action needs only a button
    emails_visitor = False
    draft: Callable[..., drafts.Draft | None] | None = None  # makes the email to preview
    success_message = ""
    unchanged_message = ""

    def get(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        return self.back()  # someone reloaded the page that showed a form's errors

    @transaction.atomic
    def post(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        """Act, unless a colleague or the visitor did something that the page from which this comes didn't show yet."""
        actions.lock(self.object)
        missed = news.missed_event(request, self.object)
        if missed is None:
            return self.act(request, **kwargs)
        form = self.make_form(self.form_name, request.POST) if self.form_name else forms.Form(request.POST)
        key = form.cleaned_data.get("key") if form.is_valid() else None
        if key and Message.objects.filter(key=key).exists():  # a double click
            return self.back()
        words = news.missed_in_words(missed, request.user, self.emails_visitor)
        messages.warning(request, words)
        changes: dict[str, Any] = {f"{self.form_name}_form": form, "missed": words if self.emails_visitor else ""}
        return self.show(409, **changes)

    def act(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.emails_visitor and not replying.can_be_mailed(self.object):
            messages.error(request, "There is no email address to write to. Call instead.")
            return self.back()
        form = self.make_form(self.form_name, request.POST) if self.form_name else forms.Form(request.POST)
        if not form.is_valid():
            messages.error(request, "That could not be done yet. The message beside the field says why.")
            return self.show(422, **{f"{self.form_name}_form": form})
        if "preview" in request.POST and self.draft and (draft := self.draft(self.object, **form.cleaned_data)):
            shown = drafts.preview(self.object, request.user, draft, self.form_name)
            changes: dict[str, Any] = {f"{self.form_name}_form": form, "preview": shown}
            return self.show(**changes)
        changed = self.action(self.object, request.user, **kwargs, **form.cleaned_data)
        if changed and self.success_message:
            messages.success(request, self.success_message.format(inquiry=self.object, changed=changed))
        elif not changed and self.unchanged_message:
            messages.warning(request, self.unchanged_message)
        return self.back()

    def back(self) -> HttpResponse:
        return redirect("inquiry:inspect", self.object.pk)


class StateView(ActionView):
    def act(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        inquiry, state = self.object, request.POST.get("state", "")
        if state not in Inquiry.State.values:
            messages.error(request, "There is no such state.")
        elif inquiry.is_suspect and state not in {Inquiry.State.NEW, Inquiry.State.SPAM}:
            messages.warning(request, "First mark it as not spam. Emails that were held back will then be sent.")
        elif event := actions.change_state(inquiry, request.user, state):
            next_url = reverse("inquiry:inspect", args=[inquiry.pk])
            button = undo_button(reverse("inquiry:undo", args=[inquiry.pk, event.pk]), next_url)
            label = Inquiry.State(state).label
            messages.success(request, format_html("{} is now “{}”. {}", inquiry, label, button))
        return self.back()


class ReplyView(ActionView):
    """Send the reply, or append a template's text to what is already written."""

    def act(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "insert" not in request.POST or not replying.can_be_mailed(self.object):
            return super().act(request, **kwargs)
        data = request.POST.dict()
        sent = self.make_form("reply", data)
        sent.is_valid()
        if template := sent.cleaned_data.get("template"):
            text = saved_replies.fill_in(template, self.object, request.user)
            data["text"] = "\n\n".join(part for part in (data.get("text", "").strip(), text) if part)
        return self.show(reply_form=self.make_form("reply", initial=data))


class BulkUndoView(PermissionCheckedMixin, View):
    model = Inquiry
    permission_required = "answer"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, batch: UUID) -> HttpResponse:
        undone, skipped = actions.undo_many(batch.hex, request.user)
        if undone:
            messages.success(request, f"Taken back for {undone} {'inquiry' if undone == 1 else 'inquiries'}.")
        warn_of_skipped(request, skipped)
        return redirect(get_valid_next_url_from_request(request) or "inquiry:index")


def action_path(
    route: str, action: Callable[..., Any], success: str = "", view: type[ActionView] = ActionView, **options: Any
) -> URLPattern:
    """Return an action's URL pattern. Its name is also the key of its form in FORMS, if it has one."""
    name = route.partition("/")[0].replace("-", "_")
    form_name = name if name in FORMS else ""
    as_view = view.as_view(action=action, form_name=form_name, success_message=success, **options)
    return path(f"<int:pk>/{route}/", as_view, name=name)


def mail_path(route: str, draft: Callable[..., Any], success: str, **options: Any) -> URLPattern:
    """Return the URL pattern of a form that writes to the visitor."""
    return action_path(route, partial(replying.write, draft), success, draft=draft, emails_visitor=True, **options)


ACTION_URLS = [
    action_path("state", actions.change_state, view=StateView),
    action_path(
        "undo/<int:event_pk>",
        actions.undo_state_change,
        "Taken back.",
        unchanged_message="Something has changed since then, so nothing was undone.",
    ),
    action_path(
        "not-spam", actions.mark_not_spam, "{inquiry} is in the inbox. Emails that were held back are on their way."
    ),
    action_path("assign", actions.assign, "Assignment saved."),
    action_path("follow-up", actions.follow_up, "Follow-up date saved."),
    action_path(
        "correct",
        actions.correct,
        "Corrected. The timeline keeps what it was before.",
        unchanged_message="Nothing was changed. Either it is the same as before, or the encryption key is missing.",
    ),
    action_path("booked", actions.set_outcome, "Saved."),
    action_path("not-booked", actions.set_outcome, "Saved."),
    action_path(
        "send-bounced",
        actions.send_bounced_again,
        "Sent again to the address that is stored now.",
        unchanged_message="There is nothing to send again.",
    ),
    action_path(
        "merge/<int:other_pk>",
        merging.merge,
        "Merged. {changed} “Separate again” takes it back.",
        unchanged_message="These can’t be merged: they have to be by the same person, and neither suspect nor merged.",
    ),
    action_path(
        "separate/<int:other_pk>",
        merging.separate,
        "Separated: both are as they were before, except for what was changed since.",
        unchanged_message="These are not merged.",
    ),
    action_path("note", actions.write_note, "Note saved. Only staff can see it."),
    action_path("keep/<int:on>", actions.hold),
    mail_path(
        "reply",
        drafts.reply_draft,
        "The reply is on its way. Its delivery status is shown beside it.",
        view=ReplyView,
    ),
    mail_path("proposal", drafts.proposal_draft, "The appointment has been proposed, with a calendar invitation."),
    action_path(
        "accept-time/<int:message_pk>",
        replying.accept_time,
        "Accepted. A new invitation with that time is on its way.",
        emails_visitor=True,
        unchanged_message="That time can no longer be accepted: it has passed, or a newer time was proposed.",
    ),
    mail_path(
        "call-off",
        drafts.cancellation_draft,
        "The appointment has been canceled, in the visitor’s calendar too.",
        unchanged_message="There is no upcoming appointment to cancel.",
    ),
]
