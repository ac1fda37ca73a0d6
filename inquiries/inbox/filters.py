"""The list's filters."""

from typing import Any

import django_filters
from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page

from inquiries.form.forms import condition_choices
from inquiries.inbox.conditions import digests_of
from inquiries.inbox.mails import unconfirmed
from inquiries.mail.outbox import mails_needing_attention
from inquiries.models import Inquiry, SearchTerm
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.privacy.permissions import colleagues
from inquiries.privacy.retention import erased_tomorrow
from inquiries.schedule.reminders import overdue


def source_pages(request: HttpRequest | None) -> Any:
    return Page.objects.filter(pk__in=Inquiry.objects.values("source_page")).order_by("title")


def assignee_choices() -> list[tuple[str, str]]:
    return [("none", "Nobody"), *((str(user.pk), get_user_display_name(user)) for user in colleagues())]


class InquiryFilterSet(WagtailFilterSet):
    attention = django_filters.ChoiceFilter(
        label="Needs attention",
        choices=[
            ("unread", "Unread"),
            ("overdue", "Waits too long"),
            ("mail", "A mail failed"),
            ("erased", "Erased within a day"),
        ],
        method="filter_attention",
        widget=forms.RadioSelect,
        empty_label="All",
    )
    state = django_filters.MultipleChoiceFilter(choices=Inquiry.State.choices, widget=forms.CheckboxSelectMultiple)
    about = django_filters.ChoiceFilter(
        label="Condition",
        choices=condition_choices,
        method="filter_about",
        widget=forms.RadioSelect,
        empty_label="All",
    )
    source_page = django_filters.ModelChoiceFilter(
        label="Sent from page", queryset=source_pages, widget=forms.RadioSelect, empty_label="All"
    )
    assignee = django_filters.ChoiceFilter(
        label="Assigned to",
        choices=assignee_choices,
        method="filter_assignee",
        widget=forms.RadioSelect,
        empty_label="All",
    )
    created_at = django_filters.DateFromToRangeFilter(label="Received", widget=DateRangePickerWidget)
    follow_up = django_filters.ChoiceFilter(
        label="Follow-up",
        choices=[("due", "Due"), ("planned", "Planned"), ("none", "None")],
        method="filter_follow_up",
        widget=forms.RadioSelect,
        empty_label="All",
    )
    is_suspect = django_filters.ChoiceFilter(
        label="Suspect", choices=[("True", "Yes"), ("False", "No")], widget=forms.RadioSelect, empty_label="All"
    )

    class Meta:
        model = Inquiry
        fields: list[str] = []

    def filter_attention(self, inquiries: InquiryQuerySet, _: str, value: str) -> InquiryQuerySet:
        if value == "unread":
            return inquiries.filter(pk__in=Inquiry.objects.unread().values("pk"))
        if value == "overdue":
            return inquiries.filter(pk__in=[inquiry.pk for inquiry in overdue(timezone.now())])
        if value == "erased":
            return inquiries.filter(pk__in=erased_tomorrow().values("pk"))
        failed = models.Q(pk__in=mails_needing_attention().values("inquiry")) | models.Q(
            pk__in=unconfirmed().values("inquiry")
        )
        return inquiries.filter(models.Q(email_failed=True) | failed)

    def filter_about(self, inquiries: InquiryQuerySet, _: str, value: str) -> InquiryQuerySet:
        return inquiries.of_terms(SearchTerm.Kind.ABOUT, digests_of(value))

    def filter_assignee(self, inquiries: InquiryQuerySet, _: str, value: str) -> InquiryQuerySet:
        return inquiries.filter(assignee=None) if value == "none" else inquiries.filter(assignee_id=int(value))

    def filter_follow_up(self, inquiries: InquiryQuerySet, _: str, value: str) -> InquiryQuerySet:
        if value == "none":
            return inquiries.filter(follow_up_on=None)
        dated = inquiries.filter(follow_up_on__isnull=False)
        return dated.filter(follow_up_on__lte=timezone.localdate()) if value == "due" else dated
