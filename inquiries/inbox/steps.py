"""Steps with an inquiry: each a POST that leads back to it."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from content.models import ClinicSettings
from inquiries.inbox import actions, replying
from inquiries.inbox.detail import InquiryPageMixin
from inquiries.inbox.forms import (
    AddressForm,
    AssignForm,
    CallOffForm,
    FollowUpForm,
    NoteForm,
    ProposalForm,
    ReplyForm,
    StateForm,
)
from inquiries.mail.outbox import send_again
from inquiries.models import Inquiry
from inquiries.privacy.audit import record
from inquiries.privacy.permissions import NOT_ELSEWHERE, may_add_templates, may_route, policy


def undo_button(address: str, back: str) -> str:
    """A button in a message. It posts by Wagtail's own script; the timeline has one that needs none."""
    return format_html(
        '<button type="button" class="button button-small button-secondary" data-controller="w-action" '
        'data-action="w-action#post" data-w-action-url-value="{}" data-w-action-next-value="{}">Undo</button>',
        address,
        back,
    )


class StepView(InquiryPageMixin):
    """A step by somebody who may answer."""

    permission_required = "answer"
    http_method_names = ["get", "post"]
    form_class: type[forms.Form] | None = None
    form_name = ""
    form_options: dict[str, Any] = {}

    def post(self, request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
        if self.form_class is None:
            self.step({})
            return self.back()
        form = self.form_class(request.POST, **self.form_options)
        if not form.is_valid():
            messages.error(request, "That could not be done yet. What is wrong stands beside the field.")
            return self.show(422, **{self.form_name: form})
        self.step(form.cleaned_data)
        return self.back()

    def get(self, request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
        return self.back()  # somebody reloads the page that a refused form left

    def step(self, data: dict[str, Any]) -> None:
        raise NotImplementedError

    def say(self, text: str, extra: str = "") -> None:
        messages.success(self.request, format_html("{} {}", text, extra))

    def back(self) -> HttpResponse:
        return redirect("inquiry:inspect", self.object.pk)


class StateView(StepView):
    form_class = StateForm

    def post(self, request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
        if not StateForm(request.POST).is_valid():
            messages.error(request, "There is no such state.")
            return self.back()
        return super().post(request, pk, **more)

    def step(self, data: dict[str, Any]) -> None:
        if self.object.is_suspect and data["state"] not in {Inquiry.State.NEW, Inquiry.State.SPAM}:
            messages.warning(self.request, "Say first that it is not spam. Then it gets the mails it has not got.")
            return
        event = actions.change_state(self.object, data["state"], self.request.user)
        if event:
            label = Inquiry.State(data["state"]).label
            address = reverse("inquiry:undo", args=[self.object.pk, event.pk])
            self.say(
                f"{self.object} is now “{label}”.",
                undo_button(address, reverse("inquiry:inspect", args=[self.object.pk])),
            )


class UndoView(StepView):
    def step(self, data: dict[str, Any]) -> None:
        if actions.undo(self.object, self.kwargs["event_pk"], self.request.user):
            self.say("Taken back.")
        else:
            messages.warning(self.request, "Something newer happened since, so nothing was taken back.")


class UndoManyView(PermissionCheckedMixin, View):
    """Takes back what one bulk action did."""

    permission_policy = policy
    permission_required = "answer"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, batch: UUID) -> HttpResponse:
        done, left = actions.undo_many(batch.hex, request.user)
        if done:
            messages.success(request, f"Taken back for {done} {'inquiry' if done == 1 else 'inquiries'}.")
        if left:
            messages.warning(request, f"Left as {'it is' if left == 1 else 'they are'}: {left}, changed since.")
        return redirect(get_valid_next_url_from_request(request) or "inquiry:index")


class ReleaseView(StepView):
    def step(self, data: dict[str, Any]) -> None:
        if actions.release(self.object, self.request.user):
            self.say(f"{self.object} is in the inbox. Mails it had not got are on their way.")


class AssignView(StepView):
    form_class, form_name = AssignForm, "assign_form"

    def step(self, data: dict[str, Any]) -> None:
        if actions.assign(self.object, data["assignee"], self.request.user):
            self.say("Assigned." if data["assignee"] else "Assigned to nobody.")


class FollowUpView(StepView):
    form_class, form_name = FollowUpForm, "follow_up_form"

    def step(self, data: dict[str, Any]) -> None:
        actions.follow_up(self.object, data["follow_up_on"], self.request.user)
        self.say("The follow-up date is set." if data["follow_up_on"] else "No follow-up date.")


class NoteView(StepView):
    form_class, form_name = NoteForm, "note_form"
    form_options = {"auto_id": "note_%s"}

    def step(self, data: dict[str, Any]) -> None:
        actions.write_note(self.object, data["text"], self.request.user)
        self.say("Noted. Only staff see it.")


class HoldView(StepView):
    def step(self, data: dict[str, Any]) -> None:
        actions.hold(self.object, not self.object.is_held, self.request.user)


class MailStepView(StepView):
    """A step that mails the visitor."""

    def post(self, request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
        if not replying.can_be_mailed(self.object):
            messages.error(request, "There is no email address to write to. Call instead.")
            return self.back()
        return super().post(request, pk, **more)


class ReplyView(MailStepView):
    """Sends the reply, or puts a template's text under what is written already."""

    form_class, form_name = ReplyForm, "reply_form"
    form_options = {"auto_id": "reply_%s"}

    def post(self, request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
        if "insert" in request.POST and replying.can_be_mailed(self.object):
            return self.insert()
        return super().post(request, pk, **more)

    def insert(self) -> HttpResponse:
        data = self.request.POST.dict()
        sent = ReplyForm(data)
        sent.is_valid()
        if template := sent.cleaned_data.get("template"):
            text = replying.filled_in(template, self.object, ClinicSettings.default())
            data["text"] = "\n\n".join(part for part in (data.get("text", "").strip(), text) if part)
        return self.show(reply_form=ReplyForm(initial=data, auto_id="reply_%s"))

    def step(self, data: dict[str, Any]) -> None:
        if replying.reply(self.object, data["text"], self.request.user, data["key"]):
            self.say("The reply is on its way. Its delivery shows beside it.")


class ProposalView(MailStepView):
    form_class, form_name = ProposalForm, "proposal_form"
    form_options = {"auto_id": "proposal_%s"}

    def step(self, data: dict[str, Any]) -> None:
        given = data["starts"], data["minutes"], self.request.user, data["key"]
        if replying.propose(self.object, data["text"], *given):
            self.say("The appointment is proposed, with an invitation for the calendar.")


class CallOffView(MailStepView):
    form_class, form_name = CallOffForm, "call_off_form"
    form_options = {"auto_id": "call_off_%s"}

    def step(self, data: dict[str, Any]) -> None:
        if replying.call_off(self.object, data["text"], self.request.user, data["key"]):
            self.say("The appointment is called off, in the visitor’s calendar too.")
        else:
            messages.warning(self.request, "There is no appointment to come that could be called off.")


class SampleTemplatesView(StepView):
    def step(self, data: dict[str, Any]) -> None:
        if not may_add_templates(self.request.user):
            messages.error(self.request, "Adding reply templates is a right of its own, which you don’t have.")
        elif replying.add_samples(self.request.user):
            self.say("Three templates are there. Change their words to yours.")


class SendAgainView(StepView):
    """Queues one of the inquiry's mails anew; to another address, which then is the visitor's if it was theirs."""

    def post(self, request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
        form = AddressForm(request.POST)
        if form.is_valid():
            self.step(form.cleaned_data)
        else:
            messages.error(request, "That is no email address.")
        return self.back()

    def step(self, data: dict[str, Any]) -> None:
        mail = self.object.mails.filter(pk=self.kwargs["mail_pk"]).first()
        user, to = self.request.user, data["to"]
        if not mail or not mail.can_be_sent_again:
            return
        if to and not mail.is_to_visitor and not may_route(user):
            messages.warning(self.request, NOT_ELSEWHERE)
            to = ""
        with transaction.atomic():
            is_correction = bool(to) and mail.is_to_visitor
            if is_correction and not self.object.is_readable:
                messages.error(self.request, "The encryption key of this inquiry is missing: nothing was changed.")
                return
            if not send_again(mail, to):
                return
            if is_correction:
                actions.correct_email(self.object, to, user)
            record(self.object, "sent_again", user, to, purpose=mail.purpose)
        self.say("The mail goes out again.")
