"""What a visitor does: opens the form, fills it in, sends it; and the mail that follows."""

from typing import Any

from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client

CANARY = "My left hip aches since Tuesday zebra"


def token_on(client: Client, address: str = "/contact/") -> str:
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return str(page.find("input", {"name": "token"})["value"])


def answers(client: Client, **changed: Any) -> dict[str, Any]:
    given = {
        "token": token_on(client),
        "name": "Ada Example",
        "email": "ada@example.com",
        "contact_by": "email",
        "message": CANARY,
        "consent": "on",
    }
    return given | changed


def send(client: Client, given: dict[str, Any], **headers: str) -> Any:
    return client.post("/inquiries/send/", given, headers=headers)


def deliver() -> None:
    call_command("deliver", "--once", stdout=open("/dev/null", "w"))  # noqa: SIM115
