"""Nothing that visitors or staff type adds a line to a mail's headers."""

import pytest
from django.core import mail
from django.test import Client

from inquiries.models import Inquiry
from tests.inquiries.visitor import answers, deliver, send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["name", "email", "message"])
def test_a_line_break_adds_no_header(client: Client, field: str) -> None:
    typed = {"name": "Ada", "email": "ada@example.com", "message": "My hip hurts when I walk."}
    typed[field] += "\r\nBcc: everybody@evil.example\r\n\r\nBuy now"
    send(client, answers(client, **typed))
    deliver()
    assert Inquiry.objects.exists() == (field != "email")
    for message in mail.outbox:
        assert "everybody@evil.example" not in message.recipients()
        assert message.message()["Bcc"] is None
        assert "\n" not in message.subject
