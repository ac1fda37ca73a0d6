"""Wagtail bulk actions on inquiries."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django import forms
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from inquiries.inbox import actions, news
from inquiries.inbox.action_views import undo_button, warn_of_skipped
from inquiries.inbox.filters import InquiryFilterSet
from inquiries.inbox.forms import AssignForm, FollowUpForm, OutcomeForm
from inquiries.inbox.listing import FOLDERS
from inquiries.inbox.person_search import decrypt_query, search_inquiries
from inquiries.models import Inquiry


class InquiryBulkAction(PermissionCheckedMixin, BulkAction):
    """Ask for confirmation, then run `action(inquiry, user, **form_data)` on each inquiry."""

    models = [Inquiry]
    permission_required = "answer"
    template_name = "inquiries/inbox/bulk.html"
    action: Callable[..., Any]
    question = ""
    button = ""  # defaults to the action's name
    done = "changed"
    for_suspects = True

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[str]:
        """Return the whole list as of the confirmation page, without inquiries that came in since."""
        if self.request.method == "POST":
            return [key for key in self.request.POST.get("all", "").split(",") if key.isdecimal()]
        return [str(key) for key in listed_at(self.request, self.next_url)]

    def check_perm(self, obj: Inquiry) -> bool:
        return self.for_suspects or not obj.is_suspect

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if "all" in self.request.GET.getlist("id"):
            context["all"] = ",".join(str(each["item"].pk) for each in context["items"])
        button = self.button or self.display_name
        return context | {
            "question": self.question,
            "button": button,
            "display_name": self.display_name,
            "seen": news.last_event(),
        }

    def get_execution_context(self) -> dict[str, Any]:
        return {"request": self.request, **self.cleaned_form.cleaned_data}

    @classmethod
    def execute_action(cls, objects: list[Inquiry], request: HttpRequest, **kwargs: Any) -> tuple[int, int]:
        """Act on what nobody has changed since the question was asked; return how many changed and were skipped."""
        current = [inquiry for inquiry in objects if news.missed_event(request, inquiry) is None]
        changed = sum(bool(cls.action(inquiry, request.user, **kwargs)) for inquiry in current)
        return changed, len(objects) - len(current)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        warn_of_skipped(self.request, num_child_objects)
        return f"{num_parent_objects} {'inquiry' if num_parent_objects == 1 else 'inquiries'} {self.done}."


def listed_at(request: HttpRequest, url: str) -> list[int]:
    """Return the keys of the inquiries listed at `url` with the request's search and filters; empty for other URLs."""
    try:
        url_name = resolve(urlsplit(url).path).view_name
    except Resolver404:
        return []
    folder = next((folder for folder in FOLDERS.values() if url_name == f"inquiry:{folder.url_name}"), None)
    if folder is None:
        return []
    filters = InquiryFilterSet(request.GET, queryset=folder.queryset(), request=request)
    if not filters.is_valid():
        return []
    query = decrypt_query(request.GET.get("find", ""))
    return list((search_inquiries(filters.qs, query) if query else filters.qs).values_list("pk", flat=True))


class AssignAction(InquiryBulkAction):
    display_name = "Assign"
    action_type = "assign"
    aria_label = "Assign selected inquiries"
    form_class: type[forms.Form] = AssignForm
    action = staticmethod(actions.assign)
    question = "Who do you want to assign these to?"
    done = "assigned"


class FollowUpAction(InquiryBulkAction):
    display_name = "Follow up"
    action_type = "follow_up"
    aria_label = "Set a follow-up date for selected inquiries"
    form_class: type[forms.Form] = FollowUpForm
    action = staticmethod(actions.follow_up)
    question = "When do you want to come back to these? Leave the date empty to remove it."
    button = "Set"


class NotSpamAction(InquiryBulkAction):
    display_name = "Not spam"
    action_type = "not_spam"
    aria_label = "Mark selected inquiries as not spam"
    action = staticmethod(actions.mark_not_spam)
    question = (
        "Move these to the inbox? Emails that were held back will be sent now, to you and to the visitors, so "
        "there is no Undo."
    )
    done = "moved to the inbox"

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        message = super().get_success_message(num_parent_objects, num_child_objects)
        sent = " Emails that were held back are on their way, so there is no Undo."
        return message + sent if num_parent_objects else message


class StateAction(InquiryBulkAction):
    """Change the state to the one chosen in the form or set by a subclass; the whole batch can be undone at once."""

    display_name = "State"
    action_type = "state"
    aria_label = "Change the state of selected inquiries"
    form_class: type[forms.Form] = OutcomeForm
    action = staticmethod(actions.change_state)
    question = "What became of these?"
    button = "Change"
    for_suspects = False
    state = ""

    def get_execution_context(self) -> dict[str, Any]:
        self.batch = uuid4()
        return {"state": self.state, "batch": self.batch.hex, **super().get_execution_context()}

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        message = super().get_success_message(num_parent_objects, num_child_objects)
        button = undo_button(reverse("inquiry:undo_many", args=[self.batch]), self.next_url)
        return format_html("{} {}", message, button) if num_parent_objects else message


class SpamAction(StateAction):
    display_name = "Spam"
    action_type = "spam"
    aria_label = "Mark selected inquiries as spam"
    form_class = forms.Form
    question = "Mark these as spam? They stay in “All” until retention erases them."
    button = "Mark as spam"
    done = "marked as spam"
    for_suspects = True
    state = Inquiry.State.SPAM


BULK_ACTIONS = [AssignAction, FollowUpAction, StateAction, SpamAction, NotSpamAction]
