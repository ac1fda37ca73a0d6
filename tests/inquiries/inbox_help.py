"""Inquiries and staff for the inbox tests."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from inquiries.mail.outbox import enqueue_notifications
from inquiries.models import Inquiry

FRONT_DESK, MANAGER = "Front desk", "Inquiry manager"  # the groups that a new site has
CANARY = "zebra-stripes in the left hip"


def make_inquiry(**changed: Any) -> Inquiry:
    """Create an inquiry as the form stores it, with its mails queued unless it is suspect."""
    given = {"name": "Ada Example", "email": "ada@example.com", "message": CANARY} | changed
    inquiry = Inquiry.objects.create(submission_key=uuid4().hex, **given)
    if not inquiry.is_suspect:
        enqueue_notifications(inquiry)
    inquiry.note("received")
    return inquiry


def staff(users: Any, name: str, *rights: str) -> Any:
    """An editor with the given rights to inquiries: each is a short name such as `answer`, or a whole codename."""
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
    """The references in the list, from top to bottom."""
    return [cell.text for cell in soup(response).select("td .inbox-reference")]


def page_of(inquiry: Inquiry) -> str:
    return f"/admin/inquiry/inspect/{inquiry.pk}/"


def step(client: Client, inquiry: Inquiry, name: str, /, **data: Any) -> Any:
    """Press a button on the inquiry's page. Doesn't follow the redirect, because most tests only check the effect."""
    return client.post(f"/admin/inquiry/{inquiry.pk}/{name}/", data)


def seen_after(client: Client, inquiry: Inquiry, name: str, /, **data: Any) -> Any:
    """Press a button on the inquiry's page and follow the redirect to the page that staff see next."""
    return client.post(f"/admin/inquiry/{inquiry.pk}/{name}/", data, follow=True)


def act(client: Client, inquiry: Inquiry, name: str, /, **data: Any) -> None:
    """Press a button without rendering the next page, for a tenth of the cost."""
    assert client.post(f"/admin/inquiry/{inquiry.pk}/{name}/", data).status_code == 302


def open_day(weeks: int = 1) -> str:
    """A Tuesday in as many weeks, or a little later: the sample clinic is open then at ten."""
    today = timezone.localdate()
    return (today + timedelta(days=7 * weeks + (1 - today.weekday()) % 7)).isoformat()


def deliver() -> list[Any]:
    """Run the worker once and return the mails it sent."""
    mail.outbox.clear()
    call_command("deliver", "--once", stdout=open("/dev/null", "w"))  # noqa: SIM115
    return mail.outbox
