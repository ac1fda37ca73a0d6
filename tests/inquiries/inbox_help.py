"""Inquiries and staff for the tests of the inbox."""

from typing import Any
from uuid import uuid4

from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.test import Client

from inquiries.mail.outbox import enqueue_notifications
from inquiries.models import Inquiry

CANARY = "zebra-stripes in the left hip"


def make_inquiry(**changed: Any) -> Inquiry:
    """An inquiry as the form stores it; a genuine one owes its mails."""
    given = {"name": "Ada Example", "email": "ada@example.com", "message": CANARY} | changed
    inquiry = Inquiry.objects.create(submission_key=uuid4().hex, **given)
    if not inquiry.is_suspect:
        enqueue_notifications(inquiry)
    inquiry.note("received")
    return inquiry


def staff(users: Any, name: str, *rights: str) -> Any:
    """Somebody who may enter the admin and, of inquiries, do what `rights` say: `answer`, or a whole codename."""
    user = users.objects.create_user(name, f"{name}@clinic.example", "x")
    user.groups.add(Group.objects.get(name="Editors"))
    codes = [right if "_" in right else f"{right}_inquiry" for right in rights]
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="inquiries", codename__in=codes))
    return user


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def listed(response: Any) -> list[str]:
    """References in the list, from top to bottom."""
    return [cell.text for cell in soup(response).select("td .inbox-reference")]


def page_of(inquiry: Inquiry) -> str:
    return f"/admin/inquiry/inspect/{inquiry.pk}/"


def step(client: Client, inquiry: Inquiry, name: str, /, **data: Any) -> Any:
    """What staff do by a button of the inquiry's page. Most tests ask what came of it, not for the page it leads to."""
    return client.post(f"/admin/inquiry/{inquiry.pk}/{name}/", data)


def seen_after(client: Client, inquiry: Inquiry, name: str, /, **data: Any) -> Any:
    """The same, and the page that staff see then."""
    return client.post(f"/admin/inquiry/{inquiry.pk}/{name}/", data, follow=True)


def act(client: Client, inquiry: Inquiry, name: str, /, **data: Any) -> None:
    """A step whose page nobody looks at, which costs a tenth."""
    assert client.post(f"/admin/inquiry/{inquiry.pk}/{name}/", data).status_code == 302


def deliver() -> list[Any]:
    """The mails that go out now."""
    mail.outbox.clear()
    call_command("deliver", "--once", stdout=open("/dev/null", "w"))  # noqa: SIM115
    return mail.outbox
