"""How long inquiries are kept, as set by staff."""

from typing import Any

import pytest
from django.test import Client

from inquiries.models import InquirySettings
from inquiries.privacy.retention import inquiry_settings
from tests.forms import as_sent
from tests.inquiries.form_help import soup

pytestmark = pytest.mark.django_db
PILES = ["keep_open_days", "keep_booked_days", "keep_closed_days", "keep_spam_days"]


def change(staff: Client, **changed: str) -> Any:
    address = f"/admin/settings/inquiries/inquirysettings/{inquiry_settings().site_id}/"
    form = soup(staff.get(address)).select_one(f"form[action='{address}']")
    return staff.post(address, as_sent(form) | changed)


def test_a_new_clinic_keeps_what_the_privacy_page_promises() -> None:
    kept = inquiry_settings()
    assert [getattr(kept, name) for name in PILES] == [180, 180, 180, 30]


@pytest.mark.parametrize(
    ("name", "days"), [("keep_open_days", "29"), ("keep_open_days", "1096"), ("keep_spam_days", "1096")]
)
def test_numbers_that_lose_or_hoard_inquiries_are_refused_beside_their_field(admin_client, name, days) -> None:
    answer = change(admin_client, **{name: days})
    assert answer.status_code == 200
    assert "1095 days" in str(soup(answer).find("input", {"name": name}).find_parent(class_="w-field"))
    assert getattr(InquirySettings.objects.get(), name) != int(days)


@pytest.mark.parametrize(("name", "days"), [("keep_open_days", 30), ("keep_closed_days", 1), ("keep_spam_days", 1095)])
def test_the_fewest_and_the_most_days_are_taken(admin_client: Client, name: str, days: int) -> None:
    assert change(admin_client, **{name: str(days)}).status_code == 302
    assert getattr(InquirySettings.objects.get(), name) == days


@pytest.mark.parametrize("name", PILES)
def test_keeping_forever_has_to_be_confirmed(admin_client: Client, name: str) -> None:
    refused = change(admin_client, **{name: "0"})
    assert "0 keeps these forever" in str(soup(refused).find("input", {"name": name}).find_parent(class_="w-field"))
    assert getattr(InquirySettings.objects.get(), name) > 0
    assert change(admin_client, **{name: "0", "allows_for_ever": "on"}).status_code == 302
    assert getattr(InquirySettings.objects.get(), name) == 0


def test_the_danger_of_for_ever_is_told_where_it_is_ticked(admin_client: Client) -> None:
    address = f"/admin/settings/inquiries/inquirysettings/{inquiry_settings().site_id}/"
    text = soup(admin_client.get(address)).text
    assert "stays until someone erases it by hand" in text
