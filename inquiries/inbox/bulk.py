"""What can be done with several inquiries at once."""

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import classproperty
from django.utils.html import format_html
from wagtail.admin.views.bulk_action import BulkAction

from inquiries.inbox import actions
from inquiries.inbox.filters import InquiryFilterSet
from inquiries.inbox.forms import AssignForm, FollowUpForm, OutcomeForm
from inquiries.inbox.listing import PILES, pile_of
from inquiries.inbox.person_search import search, unseal
from inquiries.inbox.steps import undo_button
from inquiries.models import Inquiry
from inquiries.privacy.permissions import may


class InquiryBulkAction(BulkAction):
    """One of them; asks before it does it."""

    template_name = "inquiries/inbox/bulk.html"
    question = ""
    button = ""
    done = ""
    for_suspects = True

    @classproperty
    def models(cls) -> list[type[Inquiry]]:
        return [Inquiry]

    def __init__(self, request: HttpRequest, model: Any) -> None:
        super().__init__(request, model)
        self.batch = uuid4()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user, "answer"):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[str]:
        """All of the list that somebody looked at, as it was when they were asked: what came since isn't among it."""
        if self.request.method == "POST":
            return [key for key in self.request.POST.get("all", "").split(",") if key.isdecimal()]
        return [str(key) for key in in_list(self.request, self.next_url)]

    def check_perm(self, obj: Inquiry) -> bool:
        return self.for_suspects or not obj.is_suspect

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        words = {"question": self.question, "button": self.button, "display_name": self.display_name}
        if "all" in self.request.GET.getlist("id"):
            words["all"] = ",".join(str(each["item"].pk) for each in context["items"])
        return context | words

    def get_execution_context(self) -> dict[str, Any]:
        given = self.cleaned_form.cleaned_data if self.cleaned_form else {}
        return {"user": self.request.user, "batch": self.batch.hex, **given}

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        words = f"{num_parent_objects} {'inquiry' if num_parent_objects == 1 else 'inquiries'} {self.done}."
        undo = ""
        if num_child_objects:
            undo = undo_button(reverse("inquiry:undo_many", args=[self.batch]), self.next_url)
        return format_html("{} {}", words, undo)

    @classmethod
    def execute_action(cls, objects: list[Inquiry], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        """How many were changed, and how many of these can be taken back together."""
        done = [cls.do(inquiry, user, **kwargs) for inquiry in objects]
        return sum(map(bool, done)), sum(hasattr(one, "pk") for one in done)

    @classmethod
    def do(cls, inquiry: Inquiry, user: Any, **kwargs: Any) -> Any:
        """Whether it changed; the event, if that can be undone."""
        raise NotImplementedError


def in_list(request: HttpRequest, address: str) -> list[int]:
    """Keys of all that lies in the list at this address, with its search and filters; nothing for another address."""
    try:
        name = resolve(urlsplit(address).path).view_name
    except Resolver404:
        return []
    pile = next((pile for pile, (url_name, _) in PILES.items() if name == f"inquiry:{url_name}"), None)
    if pile is None:
        return []
    narrowed = InquiryFilterSet(request.GET, queryset=pile_of(pile), request=request)
    if not narrowed.is_valid():
        return []
    query = unseal(request.GET.get("find", ""))
    found = search(narrowed.qs, query) if query else narrowed.qs
    return list(found.values_list("pk", flat=True))


class AssignAction(InquiryBulkAction):
    display_name = "Assign"
    action_type = "assign"
    aria_label = "Assign selected inquiries"
    action_priority = 10
    form_class: type[forms.Form] = AssignForm
    question = "Whom do you want to assign these to?"
    button = "Assign"
    done = "assigned"

    @classmethod
    def do(cls, inquiry: Inquiry, user: Any, **kwargs: Any) -> bool:
        return actions.assign(inquiry, kwargs.get("assignee"), user)


class FollowUpAction(InquiryBulkAction):
    display_name = "Follow up"
    action_type = "follow_up"
    aria_label = "Set a follow-up date for selected inquiries"
    action_priority = 60
    form_class: type[forms.Form] = FollowUpForm
    question = "When do you want to come back to these? Leave the day empty to take the date away."
    button = "Set"
    done = "changed"

    @classmethod
    def do(cls, inquiry: Inquiry, user: Any, **kwargs: Any) -> bool:
        return actions.follow_up(inquiry, kwargs.get("follow_up_on"), user)


class StateAction(InquiryBulkAction):
    display_name = "State"
    action_type = "state"
    aria_label = "Change the state of selected inquiries"
    action_priority = 50  # Wagtail shows four, and the others under “More”
    form_class: type[forms.Form] = OutcomeForm
    question = "What came of these?"
    button = "Change"
    done = "changed"
    for_suspects = False

    @classmethod
    def do(cls, inquiry: Inquiry, user: Any, **kwargs: Any) -> Any:
        return actions.change_state(inquiry, kwargs["state"], user, batch=kwargs["batch"])


class CloseAction(InquiryBulkAction):
    display_name = "Close"
    action_type = "close"
    aria_label = "Close selected inquiries"
    action_priority = 20
    question = "Close these inquiries? Each can be opened again."
    button = "Close them"
    done = "closed"
    for_suspects = False

    @classmethod
    def do(cls, inquiry: Inquiry, user: Any, **kwargs: Any) -> Any:
        return actions.change_state(inquiry, Inquiry.State.CLOSED, user, batch=kwargs["batch"])


class SpamAction(InquiryBulkAction):
    display_name = "Spam"
    action_type = "spam"
    aria_label = "Mark selected inquiries as spam"
    action_priority = 30
    question = "Mark these as spam? They stay in “All” until retention erases them."
    button = "Mark as spam"
    done = "marked as spam"

    @classmethod
    def do(cls, inquiry: Inquiry, user: Any, **kwargs: Any) -> Any:
        return actions.change_state(inquiry, Inquiry.State.SPAM, user, batch=kwargs["batch"])


class NotSpamAction(InquiryBulkAction):
    display_name = "Not spam"
    action_type = "not_spam"
    aria_label = "Mark selected inquiries as not spam"
    action_priority = 40
    question = "Put these into the inbox? The mails they had not got go out now, to you and to the visitors."
    button = "Not spam"
    done = "put into the inbox"

    @classmethod
    def do(cls, inquiry: Inquiry, user: Any, **kwargs: Any) -> bool:
        return actions.release(inquiry, user)


ALL = [AssignAction, FollowUpAction, StateAction, CloseAction, SpamAction, NotSpamAction]
