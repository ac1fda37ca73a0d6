"""The detail page of an inquiry."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page

from content.models import PainMapPage
from inquiries.inbox import actions, news
from inquiries.inbox.advertising import listed_words_in
from inquiries.inbox.appointments import doubts_about
from inquiries.inbox.base import InboxPageMixin
from inquiries.inbox.drafts import last_words
from inquiries.inbox.forms import (
    AssignForm,
    BookedForm,
    CallOffForm,
    ContactForm,
    FollowUpForm,
    NotBookedForm,
    NoteForm,
    ProposalForm,
    ReplyForm,
)
from inquiries.inbox.merging import carried_words, separable
from inquiries.inbox.replying import can_be_mailed
from inquiries.inbox.timeline import timeline
from inquiries.mail.calendar_answers import proposed_time
from inquiries.mail.invitation import LastInvitation, last_invitation
from inquiries.models import Inquiry, InquiryNote, Mail, Message
from inquiries.models.asked import answer_pairs
from inquiries.privacy.permissions import may, may_route

MAX_SHOWN = 20
FORMS: dict[str, type[forms.Form]] = {
    "assign": AssignForm,
    "follow_up": FollowUpForm,
    "correct": ContactForm,
    "booked": BookedForm,
    "not_booked": NotBookedForm,
    "note": NoteForm,
    "reply": ReplyForm,
    "proposal": ProposalForm,
    "call_off": CallOffForm,
}


def places_in_words(inquiry: Inquiry) -> list[str]:
    """Return the places chosen on the pain map, by name, or by key if the map no longer has them."""
    names = dict(PainMapPage.named_places(inquiry.region_keys))
    return [names.get(key) or key.replace("-", " ").replace(":", ", ") for key in inquiry.region_keys]


class InquiryPageMixin(InboxPageMixin, View):
    """The detail page of an inquiry. Views that process one of its forms show it again with the form's errors."""

    template_name = "inquiries/inbox/inquiry.html"

    @cached_property
    def object(self) -> Inquiry:
        """The inquiry, looked up after the permission check so that no one else learns which inquiries exist."""
        return get_object_or_404(
            Inquiry.objects.select_related("assignee", "source_page", "booked_with"), pk=self.kwargs["pk"]
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show the inquiry that this one was merged into, if it was, and send its forms there, with what was typed."""
        if self.user_has_permission(self.permission_required) and (kept := self.object.merged_into):
            if request.method != "POST":
                return redirect("inquiry:inspect", kept.pk)
            self.object = kept
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def appointment(self) -> LastInvitation:
        return last_invitation(self.object)

    def get_page_title(self) -> str:
        return str(self.object)

    def make_form(self, name: str, data: Any = None, initial: dict[str, Any] | None = None) -> Any:
        """Return one of the page's forms; `name` is also the prefix of its field ids."""
        values = initial or self.values_now().get(name, {"key": uuid4()})
        form = FORMS[name](data, auto_id=f"{name}_%s", initial=values)
        form.inquiry = self.object  # type: ignore[attr-defined]
        return form

    def values_now(self) -> dict[str, dict[str, Any]]:
        inquiry = self.object
        proposed_for = None if self.appointment.is_canceled else self.appointment.starts
        booked_for = inquiry.booked_for or proposed_for
        booked_for = booked_for and timezone.localtime(booked_for)
        return {
            "assign": {"assignee": inquiry.assignee_id},
            "follow_up": {"follow_up_on": inquiry.follow_up_on},
            "correct": {"name": inquiry.name, "email": inquiry.email, "phone": inquiry.phone},
            "booked": {
                "day": booked_for and booked_for.date(),
                "time": booked_for and booked_for.time(),
                "booked_with": inquiry.booked_with_id,
            },
            "not_booked": {"lost_reason": inquiry.lost_reason},
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the page's context, with `kwargs` overriding it."""
        inquiry, user = self.object, self.request.user
        page_forms = {f"{name}_form": self.make_form(name) for name in FORMS}
        can_answer = may(user, "answer")
        mails = Mail.objects.filter(inquiry__in=inquiry.whole).exclude(purpose__in=Mail.NOT_FOR_INBOX)
        undoable = actions.undoable(inquiry) if can_answer else None
        page = Page.objects.filter(pk=inquiry.source_page_id).first()
        events, proposed = timeline(inquiry), proposed_time(inquiry)
        carried = carried_words(inquiry)
        log_entries = list(log_registry.get_logs_for_instance(inquiry).select_related("user")[:MAX_SHOWN])
        return {
            **super().get_context_data(),
            **page_forms,
            "inquiry": inquiry,
            "answers": answer_pairs(inquiry),
            "places": places_in_words(inquiry),
            "page_address": page.get_url(self.request) if page else None,
            "campaign": sorted(inquiry.campaign.items()),
            "conversation": Message.objects.filter(inquiry__in=inquiry.whole).select_related("author", "mail"),
            "mails": mails,
            "notes": InquiryNote.objects.filter(inquiry__in=inquiry.whole).select_related("author"),
            "merged": [
                (other, answer_pairs(other), places_in_words(other), carried.get(other.pk))
                for other in inquiry.merged.select_related("booked_with")
            ],
            "separable": separable(inquiry) if can_answer else [],
            "has_bounced": inquiry.email and actions.bounced(inquiry).exists(),
            "timeline": events,
            "seen": max((event.pk for event, _ in events), default=0),
            "open_elsewhere": news.open_elsewhere(log_entries, user) if can_answer else {},
            "undoable": undoable.pk if undoable else None,
            "others": inquiry.same_person().without_texts()[:MAX_SHOWN],
            "log_entries": log_entries,
            "advertising": listed_words_in(inquiry) if inquiry.is_suspect else [],
            "can_answer": can_answer,
            "can_export": may(user, "export"),
            "can_route": may_route(user),
            "can_be_mailed": can_be_mailed(inquiry),
            "last_words": last_words(inquiry) if can_answer else "",
            "appointment": self.appointment,
            "proposed": proposed,
            "proposed_doubts": proposed and doubts_about(inquiry, proposed.starts, timedelta(minutes=proposed.minutes)),
            "confirmation_failed": mails.filter(purpose=Mail.Purpose.CONFIRMATION, state__in=Mail.FAILED).exists(),
            "media": sum((form.media for form in page_forms.values()), forms.Media()),
            **kwargs,
        }


class InquiryView(InquiryPageMixin):
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        actions.mark_inquiry_read(self.object, request.user)
        return self.show()
