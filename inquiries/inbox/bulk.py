"""What can be done with several inquiries at once."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import classproperty
from wagtail.admin.views.bulk_action import BulkAction

from inquiries.inbox import actions
from inquiries.inbox.forms import AssignForm
from inquiries.inbox.permissions import may
from inquiries.models import Inquiry


class InquiryBulkAction(BulkAction):
    """One of them; asks before it does it."""

    template_name = "inquiries/inbox/bulk.html"
    question = ""
    button = ""
    done = ""

    @classproperty
    def models(cls) -> list[type[Inquiry]]:
        return [Inquiry]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user, "answer"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet[Any]:
        return Inquiry.objects.none().values_list("pk", flat=True)  # only what was ticked

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"question": self.question, "button": self.button, "display_name": self.display_name}
        return super().get_context_data(**kwargs) | words

    def get_execution_context(self) -> dict[str, Any]:
        return {"user": self.request.user, **(self.cleaned_form.cleaned_data if self.cleaned_form else {})}

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return f"{num_parent_objects} {'inquiry' if num_parent_objects == 1 else 'inquiries'} {self.done}."

    @classmethod
    def execute_action(cls, objects: list[Inquiry], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        return sum(bool(cls.do(inquiry, user, **kwargs)) for inquiry in objects), 0

    @classmethod
    def do(cls, inquiry: Inquiry, user: Any, **kwargs: Any) -> Any:
        raise NotImplementedError


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


class CloseAction(InquiryBulkAction):
    display_name = "Close"
    action_type = "close"
    aria_label = "Close selected inquiries"
    action_priority = 20
    question = "Close these inquiries? Each can be opened again."
    button = "Close them"
    done = "closed"

    @classmethod
    def do(cls, inquiry: Inquiry, user: Any, **kwargs: Any) -> Any:
        return actions.change_state(inquiry, Inquiry.State.CLOSED, user)


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
        return actions.change_state(inquiry, Inquiry.State.SPAM, user)


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


ALL = [AssignAction, CloseAction, SpamAction, NotSpamAction]
