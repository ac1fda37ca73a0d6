"""Staff are told to call only when an address is really wrong, whatever words each mail service uses."""

import json
from typing import Any

import pytest
from anymail.signals import tracking
from anymail.urls import urlpatterns
from django.http import HttpRequest
from django.test import Client

from inquiries.models import Inquiry, Mail
from tests.inquiries.bounce_cases import CASES
from tests.inquiries.inbox_help import make_inquiry
from tests.inquiries.webhook_calls import call_service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("webhooks")]

VIEWS = {
    url.callback.view_class.esp_name: url.callback.view_class
    for url in urlpatterns
    if url.name.endswith(("_tracking_webhook", "mandrill_webhook")) and "sendinblue" not in url.name
}


def events_of(service: str, told: dict[str, Any]) -> list[Any]:
    """The library's reading of a service's event, without its views' settings and signature checks."""
    view = VIEWS[service].__new__(VIEWS[service])
    request = HttpRequest()
    request._body = json.dumps(told).encode()
    if service == "Amazon SES":
        return list(view.esp_to_anymail_events(told, {"MessageId": "sns-1"}))
    if service == "Postal":
        return list(view.parse_events(request))
    if service == "Resend":
        return [view.esp_to_anymail_event(told, request)]
    if service == "SparkPost":
        return [view.esp_to_anymail_event("message_event", told["msys"]["message_event"], told)]
    if service == "Mandrill":
        return [view.mandrill_tracking_to_anymail_event(told)]
    return [view.esp_to_anymail_event(told)]


def test_the_table_has_every_service_that_reports() -> None:
    assert set(CASES) == set(VIEWS)


@pytest.mark.parametrize("service", CASES)
def test_each_class_of_each_service_means_what_it_says(service: str) -> None:
    inquiry = make_inquiry()
    mail = inquiry.mails.get(purpose=Mail.Purpose.CONFIRMATION)
    found, right = [], []
    for told, meaning in CASES[service]:
        Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT, service_id="m-1")
        Inquiry.objects.filter(pk=inquiry.pk).update(email_failed=False)
        for event in events_of(service, told):
            tracking.send(sender=None, event=event, esp_name=service)
        mail.refresh_from_db()
        inquiry.refresh_from_db()
        reads = {Mail.State.DEFERRED: "later", Mail.State.BOUNCED: "refused", Mail.State.REJECTED: "refused"}
        found.append((told, "wrong" if inquiry.email_failed else reads.get(Mail.State(mail.state), "fine")))
        right.append((told, meaning))
    assert found == right


def test_a_delay_by_a_services_own_call_tells_nobody_to_call(client: Client) -> None:
    inquiry = make_inquiry()
    Mail.objects.filter(inquiry=inquiry, purpose=Mail.Purpose.CONFIRMATION).update(
        state=Mail.State.SENT, service_id="m-1"
    )
    (delay,) = [told for told, _ in CASES["SparkPost"] if told["msys"]["message_event"]["raw_reason"].startswith("454")]
    assert call_service(client, "sparkpost/tracking", [delay]) == 200
    inquiry.refresh_from_db()
    assert not inquiry.email_failed
    assert inquiry.mails.get(purpose=Mail.Purpose.CONFIRMATION).state == Mail.State.DEFERRED
    assert not Mail.objects.filter(purpose=Mail.Purpose.BOUNCE_NOTICE).exists()
