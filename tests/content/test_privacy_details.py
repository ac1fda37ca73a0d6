"""The legal pages take from the settings who is responsible, who handles the data, and how long it is kept."""

from importlib import import_module
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client, TestCase

from content.models import ClinicSettings
from content.starter.text import rich_text
from inquiries.models import Inquiry, InquiryPage, InquirySettings
from inquiries.privacy.retention import inquiry_settings
from inquiries.privacy.retention_words import retention_words
from tests.inquiries.visitor import answers, send

pytestmark = pytest.mark.django_db
DETAILS = {
    "legal_name": "Example Therapy LLC",
    "legal_address": "2 Court Street, Sampletown, NY 00000",
    "privacy_contact": "Office manager",
    "privacy_email": "privacy@clinic.example",
    "supervisory_authority": "State attorney general",
    "supervisory_authority_url": "https://authority.example/complaints",
    "hosting_name": "Host Example",
    "hosting_place": "London, UK",
    "mail_name": "Mail Example",
    "mail_place": "Ireland",
}


def save(thing: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(thing, name, value)
    with TestCase.captureOnCommitCallbacks(execute=True):
        thing.save()


def words(address: str, client: Client | None = None) -> str:
    soup = BeautifulSoup((client or Client()).get(address).content, "html.parser")
    return " ".join(soup.main.get_text(" ").split())


def test_what_the_settings_say_stands_in_the_privacy_notice() -> None:
    Client().get("/privacy/")  # puts it into the cache
    save(ClinicSettings.default(), **DETAILS)
    said = words("/privacy/")
    assert "Example Therapy LLC, 2 Court Street, Sampletown, NY 00000" in said
    assert "For questions about privacy: Office manager, privacy@clinic.example" in said
    assert "Host Example , London, UK: hosts this site and its data" in said
    assert "Mail Example , Ireland: carries its mail" in said
    assert "takes complaints: State attorney general" in said
    policy = words("/consumer-health-data/")
    assert "Host Example" in policy
    assert "Mail Example" in policy


def test_what_is_empty_is_left_out_for_visitors_and_marked_for_staff(admin_client: Client) -> None:
    said = words("/privacy/")
    assert "Pinpoint sample clinic" in said  # responsible for the data until somebody else is named
    assert "hello@example.com" in said
    for mark in ("Only you see this", "(The clinic", "[", "takes complaints"):
        assert mark not in said
    seen = words("/privacy/", admin_client)
    assert "Still to fill in under Settings › Clinic › Privacy : legal name." in seen
    assert ": hosting company, hosting place, mail service, mail service’s place." in seen
    assert "Only you see this" not in words("/privacy/")  # what staff saw isn't cached for visitors
    save(ClinicSettings.default(), **DETAILS)
    assert "Only you see this" not in words("/privacy/", admin_client)
    assert ClinicSettings.default().missing_privacy_details == []


def test_the_time_that_inquiries_are_kept_follows_their_settings() -> None:
    assert "Inquiries are deleted 180 days after the last change." in words("/privacy/")
    save(inquiry_settings(), keep_booked_days=365)
    said = words("/privacy/")
    assert "those that led to a session, 365 days after the last change" in said
    assert "What looks like spam is deleted after 30 days." in said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (
            (90, 90, 90, 14),
            "Inquiries are deleted 90 days after the last change. What looks like spam is deleted after 14",
        ),
        ((0, 0, 0, 30), "Inquiries are kept until someone deletes them by hand."),
        ((90, 0, 30, 0), "those that led to a session stay until someone deletes them by hand; all others, 30 days"),
    ],
)
def test_retention_in_words(days: tuple[int, int, int, int], said: str) -> None:
    names = ("keep_open_days", "keep_booked_days", "keep_closed_days", "keep_spam_days")
    assert said in retention_words(InquirySettings(**dict(zip(names, days, strict=True))))


@pytest.mark.parametrize(("legal_name", "said"), [("", "Pinpoint sample clinic"), ("Example Therapy LLC",) * 2])
def test_the_consent_names_who_receives_it_and_is_stored_that_way(client: Client, legal_name: str, said: str) -> None:
    page = InquiryPage.objects.get()
    page.consent_text = "I agree that {clinic} may answer me."
    page.save_revision().publish()
    save(ClinicSettings.default(), legal_name=legal_name)
    send(client, answers(client))
    assert Inquiry.objects.get().consent_text == f"I agree that {said} may answer me."
    assert f"I agree that {said} may answer me." in words("/contact/")


OLD = """## How long we keep it

Inquiries are deleted after the time the clinic has set; as this site comes, that is 180 days. Notes and mails about them go with them. More.

## Who is responsible

The clinic named at the bottom of every page. *(The clinic adds its legal name, its contact for privacy questions, its mail and hosting providers, and the legal basis it relies on.)*
"""  # noqa: E501


def test_a_notice_that_nobody_has_rewritten_follows_the_settings_after_the_migration() -> None:
    following = import_module("content.migrations.0027_legal_pages_follow_settings").following
    own = [{"type": "rich_text", "value": "<p>Inquiries are deleted after 90 days.</p>", "id": "a"}]
    assert following(own) == own
    policy = "They may not. *(The clinic names them here.)*\n\nWe set no boundary."
    body = [{"type": "rich_text", "value": rich_text(text, lambda _: 1), "id": "b"} for text in (OLD, policy)]
    note = "<p>A note. If it changes how long inquiries are kept, it must write its own numbers here.</p>"
    (callout,) = following([{"type": "callout", "value": {"kind": "sample", "text": note}, "id": "c"}])
    assert callout["value"] == {"kind": "sample", "text": "<p>A note.</p>"}
    after = following(body)
    assert [block["value"].get("kind") for block in after if block["type"] == "privacy_details"] == [
        "retention",
        "responsible",
        "authority",
        "processors",
        "processors",
    ]
    texts = [block["value"] for block in after if block["type"] == "rich_text"]
    assert texts[0] == "<h2>How long we keep it</h2>"
    assert texts[1] == "<p>Notes and mails about an inquiry go with it. More.</p><h2>Who is responsible</h2>"
    assert texts[3:] == ["<p>They may not.</p>", "<p>We set no boundary.</p>"]
    assert following(after) == after
