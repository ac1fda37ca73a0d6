"""What the mails say, who gets them, and with which headers."""

from datetime import UTC, datetime
from email.message import Message as Part

import pytest
from django.test import Client

from content.models import ClinicSettings
from inquiries.models import Inquiry, InquiryRouting, Mail
from tests.inquiries.visitor import answers, send
from tests.inquiries.visitor import deliver as run_worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]


def test_mails_carry_their_rules_for_machines_and_services(inquiry: Inquiry, service) -> None:
    run_worker()
    to_visitor = next(m for m in service.taken if m.to == ["ada@example.com"])
    to_staff = next(m for m in service.taken if m.to != ["ada@example.com"])
    assert to_visitor.extra_headers["Auto-Submitted"] == "auto-replied"
    assert to_visitor.extra_headers["X-Auto-Response-Suppress"] == "All"
    assert "Auto-Submitted" not in to_staff.extra_headers
    for message in service.taken:
        assert message.alternatives[0][1] == "text/html"
        assert message.metadata == {"mail": message.extra_headers["Message-ID"]}
        parsed: Part = message.message()
        assert parsed["Message-ID"].endswith("@localhost>")


def test_staff_hear_even_when_nobody_was_named_as_recipient(client: Client, service, settings) -> None:

    clinic = ClinicSettings.default()
    clinic.email = ""
    clinic.save()
    settings.DEFAULT_FROM_EMAIL = "Clinic <clinic@clinic.example>"
    send(client, answers(client))
    run_worker()
    assert ["clinic@clinic.example"] in [m.to for m in service.taken]


def test_the_confirmation_says_when_somebody_is_there_again(inquiry: Inquiry, service, clock, time_machine) -> None:
    time_machine.move_to(datetime(2027, 3, 7, 8, 0, tzinfo=UTC), tick=False)  # a Sunday night
    Mail.objects.update(next_attempt_at=datetime(2027, 3, 7, 7, 0, tzinfo=UTC))
    run_worker()
    message = next(m for m in service.taken if m.to == ["ada@example.com"])
    for text in (message.body, str(message.alternatives[0][0])):
        assert "open again on Monday, March 8, at 9 a.m." in text
        assert inquiry.reference in text
        assert "911" in text


def test_all_recipients_are_mailed_and_the_first_listed_gets_the_visitors_reply(client: Client, service) -> None:
    recipients = "first@clinic.example\nsecond@clinic.example"
    InquiryRouting.objects.update_or_create(defaults={"recipients": recipients})
    run_worker()  # sends the notice about the change
    service.taken.clear()
    send(client, answers(client))
    run_worker()
    assert [message.to for message in service.taken] == [
        ["first@clinic.example"],
        ["second@clinic.example"],
        ["ada@example.com"],
    ]
    assert [message.reply_to for message in service.taken] == [
        ["ada@example.com"],
        ["ada@example.com"],
        ["first@clinic.example"],
    ]
    assert not any(message.cc or message.bcc for message in service.taken)  # recipients don't see who else got it
