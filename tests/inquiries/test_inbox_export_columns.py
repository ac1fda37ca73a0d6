"""Each column of an export contains what its heading says."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Page

from content.models import PractitionerPage
from tests.inquiries.inbox_help import make_inquiry, signed_in, staff

pytestmark = pytest.mark.django_db


def only_row(client: Client) -> dict[str, str]:
    answer = client.get("/admin/inquiry/all/?export=csv")
    (row,) = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    return row


def test_each_cell_stands_below_its_heading() -> None:
    owner = staff(User, "owner", "view", "export")
    with_whom = PractitionerPage.objects.live().first()
    inquiry = make_inquiry(
        created_at=datetime(2026, 3, 2, 15, 30, tzinfo=UTC),  # on all these days, New York is five hours behind UTC
        came_by="phone",
        state="not_booked",
        is_suspect=True,
        name="Ada Example",
        email="ada@example.com",
        phone="(917) 555-0142",
        contact_by="either",
        times="mornings",
        about="Hip pain\nNeck tension",
        practitioner="Somebody else",
        session="First visit, 60 minutes",
        regions="outer-hip:left\nneck",
        message="It hurts",
        answers=json.dumps([["Been here?", "No"], ["Insured?", "Yes"]]),
        source_page=Page.objects.get(slug="contact"),
        landing_path="/conditions/",
        referrer_host="search.example",
        campaign={"utm_source": "leaflet", "utm_medium": "paper"},
        assignee=owner,
        follow_up_on=date(2026, 3, 6),
        first_answered_at=datetime(2026, 3, 3, 16, 45, tzinfo=UTC),
        booked_for=datetime(2026, 3, 5, 14, 0, tzinfo=UTC),
        booked_with=with_whom,
        lost_reason="price",
        consent_text="I agree",
        consent_note="On the phone",
        suspect_reasons=["Code among the words."],
        wrote_again_at=datetime(2026, 3, 4, 18, 0, tzinfo=UTC),
        state_changed_at=datetime(2026, 3, 4, 19, 0, tzinfo=UTC),
        email_failed=True,
        is_held=True,
    )
    assert only_row(signed_in(owner)) == {
        "Reference": inquiry.reference,
        "Received": "2026-03-02 10:30",
        "Came in by": "Phone call",
        "State": "Not booked",
        "Suspect": "Yes",
        "Suspect because": "Code among the words.",
        "Name": "Ada Example",
        "Email": "ada@example.com",
        "Phone": "(917) 555-0142",
        "Reach by": "Either",
        "Times": "mornings",
        "About": "Hip pain\nNeck tension",
        "Asked for": "Somebody else",
        "Session": "First visit, 60 minutes",
        "Places": "Outer hip (left)\nneck",
        "Message": "It hurts",
        "Answers": "Been here?: No\nInsured?: Yes",
        "Agreed to": "I agree",
        "Consent": "On the phone",
        "Merged into": "",
        "Sent from page": "Ask about a session",
        "First page": "/conditions/",
        "Referrer": "search.example",
        "Campaign": "utm_source: leaflet\nutm_medium: paper",
        "Assigned to": "owner",
        "Follow up on": "2026-03-06",
        "First answered": "2026-03-03 11:45",
        "Waiting since": "",  # nobody has to answer a suspect
        "State changed": "2026-03-04 14:00",
        "Booked for": "2026-03-05 09:00",
        "Booked with": with_whom.title,
        "Why not booked": "Price",
        "Email failed": "Yes",
        "Never erase": "Yes",
    }
    type(inquiry).objects.update(is_suspect=False)
    assert only_row(signed_in(owner))["Waiting since"] == "2026-03-04 13:00"
