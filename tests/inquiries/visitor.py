"""What a visitor does: opens a page, fills in its form and sends it; and the mails that follow."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from time_machine import travel

from tests.forms import as_sent

CANARY = "My left hip aches since Tuesday zebra"
TYPED = {
    "name": "Ada Example",
    "email": "ada@example.com",
    "contact_by": "email",
    "message": CANARY,
    "consent": "on",
}
TIME_TO_WRITE = timedelta(minutes=1)
FORM = re.compile(r"<form\b[^>]*\binquiry-form\b.*?</form>", re.DOTALL)  # parsing just this takes a third of the time


def form_in(answer: Any) -> dict[str, Any]:
    """What a browser would send for an untouched inquiry form."""
    form = FORM.search(answer.content.decode())
    assert form is not None, "There is no inquiry form."
    return as_sent(BeautifulSoup(form[0], "html.parser"))


def answers(client: Client, address: str = "/contact/", opened: timedelta = TIME_TO_WRITE, **typed: Any) -> Any:
    """A page's form, opened a while ago and filled in."""
    with travel(datetime.now(UTC) - opened):
        page = client.get(address)
    return form_in(page) | TYPED | typed


def token_on(client: Client, address: str = "/contact/") -> str:
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return str(page.find("input", {"name": "token"})["value"])


def send(client: Client, given: dict[str, Any], **headers: str) -> Any:
    return client.post("/inquiries/send/", given, headers=headers)


def deliver() -> None:
    """Send what a mail worker would send now."""
    call_command("deliver", "--once", stdout=StringIO())
