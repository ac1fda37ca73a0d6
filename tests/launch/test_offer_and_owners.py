"""Who counts on the launch list: people whom visitors can read about, and owners who can still sign in."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from config.launch.leftovers import leftovers
from content.caching.version import invalidate
from content.models import ClinicSettings, PractitionerPage
from tests.content.reviews_help import practitioner
from tests.launch.help import clinic, items

pytestmark = pytest.mark.django_db


def test_a_person_behind_a_password_is_nobody_whom_visitors_can_choose(admin_client: Client) -> None:
    for sample in PractitionerPage.objects.all():
        sample.unpublish()
    anna = practitioner("Anna Smith")
    assert items(admin_client)["people"].done
    PageViewRestriction.objects.create(page=anna, restriction_type="login")
    invalidate()
    found = items(admin_client)["people"]
    assert not found.done
    assert "No real person’s page is published." in found.text


def test_an_owner_who_left_needs_no_address(admin_client: Client, admin_user: Any, django_user_model: Any) -> None:
    admin_user.email = "owner@parkclinic.org"
    admin_user.save()
    former = django_user_model.objects.create_superuser("former")
    assert "Missing for former." in items(admin_client)["owner"].text
    former.is_active = False
    former.save()
    assert items(admin_client)["owner"].done


def test_sample_words_beside_a_closed_day_are_found() -> None:
    days = ClinicSettings.default().special_days.model
    clinic(special_days=[days(label="TODO: name it", first_day="2026-12-24", last_day="2026-12-26")])
    assert "TODO: name it" in [one.words for one in leftovers() if one.title == "Settings › Clinic"]
