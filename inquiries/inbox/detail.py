"""One inquiry, with everything about it in one screen."""

import json
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page

from content.models import PainMapPage
from inquiries.inbox import actions
from inquiries.inbox.forms import AssignForm, CallOffForm, FollowUpForm, NoteForm, ProposalForm, ReplyForm
from inquiries.inbox.invitation import sent_before
from inquiries.inbox.replying import can_be_mailed
from inquiries.inbox.timeline import timeline
from inquiries.models import Inquiry, Mail, ReplyTemplate
from inquiries.privacy.permissions import may, may_add_templates, may_route

MOST_SHOWN = 20


def answer_pairs(inquiry: Inquiry) -> list[tuple[str, str]]:
    """Extra questions with their answers; a text that is no list is shown as it is."""
    try:
        return [(str(question), str(answer)) for question, answer in json.loads(inquiry.answers or "[]")]
    except ValueError:
        return [("Answers", inquiry.answers)]


def places(inquiry: Inquiry) -> list[str]:
    """Where it is felt, in the pain map's words; what the map has no more is named as it was kept."""
    names = dict(PainMapPage.named_places(inquiry.region_keys))
    return [names.get(key) or key.replace("-", " ").replace(":", ", ") for key in inquiry.region_keys]


def next_states(inquiry: Inquiry) -> list[dict[str, Any]]:
    """The states to go to, in the order of work."""
    return [
        {"value": value, "label": label, "is_current": value == inquiry.state}
        for value, label in Inquiry.State.choices
        if value != Inquiry.State.SPAM
    ]


class InquiryMixin(PermissionCheckedMixin, BaseObjectMixin, View):
    """Views about one inquiry. What they answer is kept by no cache."""

    model = Inquiry
    permission_required = "view"
    object: Inquiry
    request: HttpRequest

    def get_base_object_queryset(self) -> Any:
        return Inquiry.objects.select_related("assignee", "source_page")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if may(request.user, "view"):
            super().setup(request, *args, **kwargs)
        else:  # refused later, the same whether there is such an inquiry or not
            View.setup(self, request, *args, **kwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response


class InquiryPageMixin(InquiryMixin, WagtailAdminTemplateMixin):
    """What the page about an inquiry shows; views that take a form show it again with what is wrong."""

    template_name = "inquiries/inbox/inquiry.html"
    header_icon = "mail"

    @cached_property
    def can_answer(self) -> bool:
        return may(self.request.user, "answer")

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("inquiry:index"), "label": "Inquiries"},
            {"url": "", "label": self.get_page_title()},
        ]

    def forms(self) -> dict[str, Any]:
        inquiry = self.object
        return {
            "assign_form": AssignForm(initial={"assignee": inquiry.assignee_id}),
            "follow_up_form": FollowUpForm(initial={"follow_up_on": inquiry.follow_up_on}),
            "note_form": NoteForm(auto_id="note_%s"),
            "reply_form": ReplyForm(auto_id="reply_%s", initial={"key": uuid4()}),
            "proposal_form": ProposalForm(auto_id="proposal_%s", initial={"key": uuid4()}),
            "call_off_form": CallOffForm(auto_id="call_off_%s", initial={"key": uuid4()}),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inquiry = self.object
        undoable = actions.undoable(inquiry) if self.can_answer else None
        others = inquiry.same_person().defer("message", "answers", "times", "consent_text")
        page = Page.objects.filter(pk=inquiry.source_page_id).first()
        context = super().get_context_data(**kwargs) | {
            "inquiry": inquiry,
            "answers": answer_pairs(inquiry),
            "places": places(inquiry),
            "page_address": page.get_url(self.request) if page else None,
            "campaign": sorted(inquiry.campaign.items()),
            "conversation": inquiry.messages.select_related("author", "mail"),
            "mails": inquiry.mails.all(),
            "notes": inquiry.notes.select_related("author"),
            "timeline": timeline(inquiry),
            "undoable": undoable.pk if undoable else None,
            "others": others[:MOST_SHOWN],
            "looked": log_registry.get_logs_for_instance(inquiry).select_related("user")[:MOST_SHOWN],
            "states": next_states(inquiry),
            "can_answer": self.can_answer,
            "can_route": may_route(self.request.user),
            "can_be_mailed": can_be_mailed(inquiry),
            "appointment": sent_before(inquiry),
            "confirmation_lost": inquiry.mails.filter(
                purpose=Mail.Purpose.CONFIRMATION, state__in=Mail.FAILED
            ).exists(),
            "has_templates": ReplyTemplate.objects.exists(),
            "can_add_templates": may_add_templates(self.request.user),
            "can_erase": may(self.request.user, "erase"),
            "media": self.media_of_forms(),
        }
        return {**self.forms(), **context}

    def media_of_forms(self) -> Any:
        return FollowUpForm().media + ProposalForm().media

    def show(self, status: int = 200, **changed: Any) -> HttpResponse:
        """The page, with forms that were sent in place of empty ones."""
        context = {**self.get_context_data(), **changed}
        return TemplateResponse(self.request, self.template_name, context, status=status)


class InquiryView(InquiryPageMixin):
    """Reading it. That it was looked at is logged."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        actions.mark_read(self.object, request.user)
        return self.show()
