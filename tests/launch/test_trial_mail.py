"""The test email and the test inquiry say in plain words what became of them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inquiries.mail.delivery_health import WORKER
from inquiries.mail.trial import error_in_words, outcome_in_words
from inquiries.models import Inquiry, InquiryRouting, Mail, Stamp
from inquiries.privacy.retention import purge
from tests.inquiries.inbox_help import deliver
from tests.launch.help import facts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _recipients() -> None:
    InquiryRouting.objects.create(recipients="ines@parkclinic.org\nomar@parkclinic.org")
    Mail.objects.all().delete()  # the mail about that change


def test_a_test_email_goes_to_everyone_by_the_outbox_and_its_result_stays(
    admin_client: Client, admin_user: Any
) -> None:
    Stamp.objects.create(name=WORKER, at=timezone.now())
    for _ in range(2):  # the second one takes the place of the first
        admin_client.post("/admin/launch/test-email/")
    assert "on its way" in " ".join(facts(admin_user)["mail"].now)
    sent = deliver()
    assert [message.to for message in sent] == [["ines@parkclinic.org"], ["omar@parkclinic.org"]]
    assert sent[0].subject.startswith("Test email from")
    assert facts(admin_user)["mail"].is_done
    purge(timezone.now() + timedelta(days=365))
    found = facts(admin_user)["mail"]
    assert found.is_done
    assert "ines@parkclinic.org" in " ".join(found.now)
    InquiryRouting.objects.update(recipients="ines@parkclinic.org\nnew@parkclinic.org")
    assert not facts(admin_user)["mail"].is_done  # nothing is known yet about mail to the new address


def test_without_a_worker_or_a_mail_service_it_says_who_can_help(
    admin_client: Client, admin_user: Any, settings: Any, tmp_path: Path
) -> None:
    admin_client.post("/admin/launch/test-email/")
    assert "nothing on the server is sending emails" in " ".join(facts(admin_user)["mail"].now)
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "inquiries.mail.eml_backend.EmlFileBackend", str(tmp_path)
    deliver()
    found = facts(admin_user)["mail"]
    assert not found.is_done
    assert "No mail service is set up" in " ".join(found.now)
    assert "EMAIL_URL" in " ".join(found.now)


ERRORS = {
    "recipient refused 550": "refused the address",
    "recipient refused 452": "the mailbox may be full",
    "SMTPAuthenticationError 535": "refused the login",
    "AnymailRequestsAPIError 401": "refused the login",
    "SMTPSenderRefused 553": "DEFAULT_FROM_EMAIL",
    "SMTPDataError 554": "refused the email",
    "AnymailRequestsAPIError 429": "no more mail just now",
    "AnymailRequestsAPIError 502": "problems of its own",
    "TimeoutError": "didn’t answer in time",
    "gaierror": "no mail service of that name",
    "SSLCertVerificationError": "No secure connection",
    "ConnectionRefusedError": "No mail service can be reached",
    "NotAcceptedError": "did not accept it",
    "Install django-anymail[amazon-ses]": "could not be sent",
}


@pytest.mark.parametrize(("error", "words"), ERRORS.items())
def test_each_answer_of_a_mail_service_is_said_in_words(error: str, words: str) -> None:
    assert words in error_in_words(error)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("bounced", "came back"),
        ("rejected", "refused to send it on"),
        ("delivered", "was delivered"),
        ("deferred", "wait"),
    ],
)
def test_what_a_service_reports_later_is_said_too(state: str, words: str) -> None:
    assert words in outcome_in_words(Mail(state=state, attempts=1))


def test_a_refused_test_email_stays_open_and_alarms_nobody(admin_client: Client, admin_user: Any) -> None:
    admin_client.post("/admin/launch/test-email/")
    Mail.objects.update(state=Mail.State.NEEDS_ATTENTION, attempts=9, last_error="TimeoutError")
    found = facts(admin_user)["mail"]
    assert not found.is_done
    assert "given up" in " ".join(found.now)


def test_a_test_inquiry_goes_all_the_way_and_may_be_erased(admin_client: Client, admin_user: Any) -> None:
    admin_client.post("/admin/launch/test-inquiry/")
    inquiry = Inquiry.objects.get()
    assert inquiry.email == admin_user.email
    sent = deliver()
    assert sorted(message.to[0] for message in sent) == sorted(
        ["ines@parkclinic.org", "omar@parkclinic.org", admin_user.email]
    )
    assert facts(admin_user)["inquiry"].is_done
    inquiry.delete()
    assert facts(admin_user)["inquiry"].is_done
    admin_client.post("/admin/launch/test-inquiry/")
    Inquiry.objects.all().delete()
    assert not facts(admin_user)["inquiry"].is_done  # it isn't known yet what became of the new one


def test_a_test_inquiry_needs_an_address_for_its_receipt(admin_client: Client, admin_user: Any) -> None:
    type(admin_user).objects.update(email="")
    admin_user.refresh_from_db()
    assert "Enter your own email address first" in " ".join(facts(admin_user)["inquiry"].now)
    admin_client.post("/admin/launch/test-inquiry/")
    assert not Inquiry.objects.exists()
