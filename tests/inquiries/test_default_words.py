"""A site from before the default wording of form and email was rewritten in plainer English."""

from importlib import import_module

import pytest
from django.apps import apps

from inquiries.models import InquiryPage

pytestmark = pytest.mark.django_db

OLD = "You can take your inquiry back at any time: answer this mail and we erase it."
NEW = "You can withdraw your inquiry at any time: just reply to this email and we’ll delete it."


def test_words_nobody_changed_are_renewed_in_page_and_draft_and_others_stay() -> None:
    page = InquiryPage.objects.get()
    page.confirmation_closing, page.aside_heading = OLD, "Maria reads it"
    page.save_revision().publish()
    page.confirmation_opening = "Our own words"
    page.save_revision()
    import_module("inquiries.migrations.0015_plain_default_words").renew(apps, None)
    page = InquiryPage.objects.get()
    draft = page.get_latest_revision_as_object()
    assert page.confirmation_closing == draft.confirmation_closing == NEW
    assert page.aside_heading == draft.aside_heading == "Maria reads it"
    assert draft.confirmation_opening == "Our own words"
