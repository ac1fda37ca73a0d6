"""How mails look in programs that ignore stylesheets, on dark screens, and as plain text."""

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client, TestCase
from django.utils import timezone
from PIL import Image
from wagtail.images import get_image_model

from config.accounts.models import Invitation
from config.accounts.notices import HAPPENED
from content.models import ClinicSettings
from inquiries.inbox import drafts, replying
from inquiries.mail.outbox import enqueue
from inquiries.models import Inquiry, Mail
from tests.inquiries.visitor import deliver

pytestmark = pytest.mark.django_db

PURPOSE = Mail.Purpose
MAILED = set(PURPOSE) - {PURPOSE.WEBHOOK}  # webhooks are posted instead
CHANGED = {"who": "Dana Reed", "what": "Clinic", "before": ["a@clinic.example"], "after": ["b@clinic.example"]}
DETAILS: dict[str, list[dict[str, Any]]] = {
    PURPOSE.ROUTING_NOTICE: [
        CHANGED,
        CHANGED | {"kept": True},
        CHANGED | {"message_before": True, "message_after": True},
        CHANGED | {"message_after": True},
        {"who": "Dana Reed", "webhook": "hooks.example.com", "is_on": True, "with_words": False},
    ],
    PURPOSE.REMINDER: [
        {"overdue": 2, "follow_ups": 1, "unanswered": 1},
        {"follow_ups": 2},
        {"unanswered": 1},
    ],
}
STARTS = datetime(2026, 11, 2, 15, tzinfo=UTC)


def save(**facts: Any) -> None:
    clinic = ClinicSettings.default()
    for name, value in facts.items():
        setattr(clinic, name, value)
    with TestCase.captureOnCommitCallbacks(execute=True):
        clinic.save()


def logo(width: int, height: int) -> Any:
    output = BytesIO()
    Image.new("RGBA", (width, height), "#123456").save(output, "PNG")
    return get_image_model().objects.create(title="Logo", file=ContentFile(output.getvalue(), "logo.png"))


@pytest.fixture
def all_mails(inquiry: Inquiry, service: Any, time_machine: Any) -> Any:
    """Sends one mail of each kind."""

    def send_all() -> list[tuple[str, Any]]:
        time_machine.move_to("2026-10-28T12:00:00+00:00", tick=False)
        Mail.objects.all().delete()
        Inquiry.objects.update(created_at=datetime(2026, 10, 27, 14, 5, tzinfo=UTC))
        inquiry.refresh_from_db()
        owner = User.objects.create_user("owner@clinic.example", "owner@clinic.example", "a long secret")
        place = {"text": "We have a place.", "starts": STARTS, "minutes": 45}
        replying.write(drafts.proposal_draft, inquiry, owner, uuid4(), **place)
        replying.write(drafts.cancellation_draft, inquiry, owner, uuid4(), text="We are sorry.")
        replying.write(drafts.reply_draft, inquiry, owner, uuid4(), text="Hello,\n\nwhich day suits you?")
        written = {PURPOSE.REPLY, PURPOSE.PROPOSAL, PURPOSE.CANCELLATION}
        eve = User.objects.create_user("eve", first_name="Eve")
        Invitation.objects.create(user=eve, nonce="once", sent_at=timezone.now())
        about = {"user": owner.pk, "at": timezone.now().isoformat()}
        accounts = {
            PURPOSE.INVITATION: [{"user": eve.pk, "nonce": "once"}],
            PURPOSE.ACCOUNT_NOTICE: [about | {"what": what} for what in HAPPENED],
        }
        for purpose in MAILED - written:
            for details in (DETAILS | accounts).get(purpose, [{}]):
                enqueue(purpose, ["owner@clinic.example"], inquiry, **details)
        purposes = dict(Mail.objects.values_list("message_id", "purpose"))
        deliver()
        return [(purposes[message.extra_headers["Message-ID"]], message) for message in service.taken]

    return send_all


def html_of(message: Any) -> str:
    return str(message.alternatives[0][0])


def words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text))


def test_each_mail_wears_the_clinics_color_and_asks_no_server_for_anything(all_mails: Any) -> None:
    save(signal_color="#1d4f91")
    sent = all_mails()
    assert {purpose for purpose, _ in sent} == MAILED
    for purpose, message in sent:
        page = BeautifulSoup(html_of(message), "html.parser")
        assert "color: #1d4f91" in page.find(class_="point")["style"], purpose
        for button in page.select(".button td"):
            assert "background: #1d4f91" in button["style"], purpose
        assert "b3361e" not in html_of(message), purpose
        # The remaining stylesheet is only for dark screens; nothing in it is needed to read the mail.
        assert page.style.get_text().strip().startswith("@media (prefers-color-scheme: dark)"), purpose
        assert not re.search(r"""(src|background|srcset)=["']?http|url\(|@import|<link""", html_of(message)), purpose


def test_the_plain_text_says_what_the_mail_says(all_mails: Any) -> None:
    save(name="Smith & O'Brien")
    for purpose, message in all_mails():
        page = BeautifulSoup(html_of(message), "html.parser")
        addresses = {link["href"] for link in page.find_all("a")}
        assert all(address in message.body for address in addresses), purpose
        assert words(page.body.get_text(" ")) <= words(message.body), purpose
        assert "\n\n\n" not in message.body, purpose
        assert not re.search(r"&#|&\w+;", f"{message.subject} {message.body}"), purpose


@pytest.mark.parametrize(
    ("market", "country", "received", "appointment"),
    [
        ("US", "US", "Tuesday, October 27, 2026, at 10:05 a.m.", "Monday, November 2, 2026, 10 a.m. to 10:45 a.m."),
        ("UK", "GB", "Tuesday, 27 October 2026, at 10:05", "Monday, 2 November 2026, 10:00 to 10:45"),
    ],
)
def test_days_and_times_are_written_as_in_the_market(
    all_mails: Any, market: str, country: str, received: str, appointment: str
) -> None:
    save(market=market, country=country, phone="")
    said = {PURPOSE.STAFF_NOTICE: received, PURPOSE.PROPOSAL: appointment, PURPOSE.CANCELLATION: appointment}
    for purpose, message in all_mails():
        for text in (message.body, " ".join(BeautifulSoup(html_of(message), "html.parser").get_text(" ").split())):
            assert said.get(purpose, "") in text, purpose


def test_no_subject_names_a_person_or_a_complaint(all_mails: Any, inquiry: Inquiry) -> None:
    for purpose, message in all_mails():
        assert not words(message.subject) & words(f"{inquiry.name} {inquiry.message}"), purpose


def test_the_clinics_logo_travels_in_the_mail(all_mails: Any) -> None:
    save(logo=logo(300, 100))
    for purpose, message in all_mails():
        page = BeautifulSoup(html_of(message), "html.parser")
        shown = page.find("img")
        inside = {part["Content-ID"]: part for part in message.message().walk() if part["Content-ID"]}
        picture = inside[f"<{shown['src'].removeprefix('cid:')}>"]
        assert Image.open(BytesIO(picture.get_payload(decode=True))).getpixel((5, 5))[:3] == (0x12, 0x34, 0x56), purpose
        assert shown["alt"] == ClinicSettings.default().name
        assert page.find(class_="point") is None


def test_a_logo_whose_file_is_lost_keeps_no_mail_back(all_mails: Any) -> None:
    image = logo(300, 100)
    save(logo=image)
    image.file.storage.delete(image.file.name)
    for purpose, message in all_mails():
        assert BeautifulSoup(html_of(message), "html.parser").find(class_="point"), purpose


def test_staff_are_not_told_to_reply_where_nobody_would_get_it(client: Client, inquiry: Inquiry, service: Any) -> None:
    Mail.objects.all().delete()
    Inquiry.objects.update(email_failed=True)
    enqueue(PURPOSE.STAFF_NOTICE, ["desk@clinic.example"], inquiry)
    deliver()
    (message,) = service.taken
    assert not message.reply_to
    assert "reply" not in message.body + html_of(message)
