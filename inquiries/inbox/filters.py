"""Filters for the listing."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page

from inquiries.form.choices import condition_choices
from inquiries.inbox.conditions import digests_of
from inquiries.inbox.mails import LISTED, failed_mails
from inquiries.inbox.waiting import overdue
from inquiries.models import Inquiry, SearchTerm
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.privacy.former_staff import left_behind
from inquiries.privacy.permissions import colleagues
from inquiries.privacy.retention import erased_tomorrow


def source_pages(request: HttpRequest | None) -> Any:
    return Page.objects.filter(pk__in=Inquiry.objects.values("source_page")).order_by("title")


def assignee_choices() -> list[tuple[str, str]]:
    return [("none", "Nobody"), *((str(user.pk), get_user_display_name(user)) for user in colleagues())]


class RadioFilter(django_filters.ChoiceFilter):
    """A choice filter with radio buttons, the first of which is “All”."""

    def __init__(self, label: str, choices: Any, method: str | None = None) -> None:
        super().__init__(label=label, choices=choices, method=method, widget=forms.RadioSelect, empty_label="All")


class InquiryFilterSet(WagtailFilterSet):
    attention = RadioFilter(
        "Needs attention",
        [
            ("unread", "Unread"),
            ("overdue", "Waiting too long"),
            ("mail", "An email failed"),
            ("left", "Of a colleague who left"),
            ("erased", "Erased within a day"),
        ],
        method="filter_attention",
    )
    state = django_filters.MultipleChoiceFilter(
        choices=Inquiry.State.choices, widget=forms.CheckboxSelectMultiple, method="filter_state"
    )
    about = RadioFilter("Condition", condition_choices, method="filter_about")
    source_page = django_filters.ModelChoiceFilter(
        label="Sent from page", queryset=source_pages, widget=forms.RadioSelect, empty_label="All"
    )
    assignee = RadioFilter("Assigned to", assignee_choices, method="filter_assignee")
    created_at = django_filters.DateFromToRangeFilter(label="Received", widget=DateRangePickerWidget)
    follow_up = RadioFilter(
        "Follow-up", [("due", "Due"), ("planned", "Planned"), ("none", "None")], method="filter_follow_up"
    )
    is_suspect = RadioFilter("Suspect", [("True", "Yes"), ("False", "No")])

    class Meta:
        model = Inquiry
        fields: list[str] = []

    def filter_state(self, inquiries: InquiryQuerySet, _: str, values: list[str]) -> InquiryQuerySet:
        """Leave out suspects from “New”, as the column does: it calls them suspect until someone checks them."""
        unchecked = Q(is_suspect=True, state=Inquiry.State.NEW)
        return inquiries.filter(state__in=values).exclude(unchecked) if values else inquiries

    def filter_attention(self, inquiries: InquiryQuerySet, _: str, value: str) -> InquiryQuerySet:
        if value == "unread":
            return inquiries.filter(pk__in=Inquiry.objects.unread().values("pk"))
        if value == "overdue":
            return inquiries.filter(pk__in=overdue(timezone.now()).values("pk"))
        if value == "left":
            return inquiries.filter(pk__in=left_behind().values("pk"))
        if value == "erased":
            return inquiries.filter(pk__in=erased_tomorrow().values("pk"))
        return inquiries.filter(Q(email_failed=True) | Q(pk__in=failed_mails().values(listed=LISTED)))

    def filter_about(self, inquiries: InquiryQuerySet, _: str, value: str) -> InquiryQuerySet:
        return inquiries.of_terms(SearchTerm.Kind.ABOUT, digests_of(value))

    def filter_assignee(self, inquiries: InquiryQuerySet, _: str, value: str) -> InquiryQuerySet:
        return inquiries.filter(assignee=None) if value == "none" else inquiries.filter(assignee_id=int(value))

    def filter_follow_up(self, inquiries: InquiryQuerySet, _: str, value: str) -> InquiryQuerySet:
        if value == "none":
            return inquiries.filter(follow_up_on=None)
        dated = inquiries.filter(follow_up_on__isnull=False)
        return dated.filter(follow_up_on__lte=timezone.localdate()) if value == "due" else dated
