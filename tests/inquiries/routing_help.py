"""People in every role, and every way somebody could try to change where inquiries go."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import time_machine
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from content.admin.scheduled_publishing import publish_scheduled
from content.models import HomePage
from inquiries.models import InquiryPage, InquiryRouting, Mail
from tests.forms import as_sent
from tests.inquiries.form_help import soup
from tests.inquiries.inbox_help import CANARY, FRONT_DESK, MANAGER, make_inquiry, signed_in
from tests.inquiries.visitor import deliver

STRANGER = "stranger@elsewhere.example"
DESK = "desk-canary@clinic.example"
ANONYMOUS, OWNER, ROUTER, SETTER = "Nobody", "Owner", "May decide on routing", "May change clinic"
ROLES = [ANONYMOUS, "Editors", "Moderators", FRONT_DESK, MANAGER, SETTER, ROUTER, OWNER]
RIGHTS = {
    ROUTER: ["access_admin", "change_inquiryrouting"],
    SETTER: ["access_admin", "change_clinicsettings", "change_inquirysettings"],
}


def person(role: str) -> User | AnonymousUser:
    """A user with this role: one of the built-in groups, or a right or two."""
    if role == ANONYMOUS:
        return AnonymousUser()
    user = User.objects.create_user(role.lower().replace(" ", "-"), "", "x", is_superuser=role == OWNER)
    if role in RIGHTS:
        user.user_permissions.set(Permission.objects.filter(codename__in=RIGHTS[role]))
    elif role != OWNER:
        user.groups.add(Group.objects.get(name=role))
    return user


def client_of(role: str) -> Client:
    user = person(role)
    return Client() if user.is_anonymous else signed_in(user)


def where_mails_go() -> tuple[set[str], bool]:
    """Who is mailed about the next inquiry, and whether the mail contains what the visitor wrote."""
    Mail.objects.all().delete()
    mail.outbox.clear()
    make_inquiry(email="")
    deliver()
    return {to for message in mail.outbox for to in message.to}, any(CANARY in m.body for m in mail.outbox)


# Ways ---------------------------------------------------------------------------------------------


def contact() -> Page:
    return InquiryPage.objects.get(slug="contact")


@cache
def untouched_form() -> dict[str, Any]:
    """What the contact page's editor submits; read once, because the sample is the same for every test."""
    client = signed_in(User.objects.create_superuser("form-reader", "", "x"))
    sent = as_sent(soup(client.get(address("edit"))).select_one("#page-edit-form")) | {"body-count": "0"}
    # Which version it was read from: another one in another test.
    return {name: value for name, value in sent.items() if not name.startswith("loaded_revision")}


def address(view: str, *more: Any) -> str:
    return reverse(f"wagtailadmin_pages:{view}", args=[contact().pk, *more])


def grab() -> dict[str, Any]:
    """The editor's form with every field it ever had for mail to staff."""
    return untouched_form() | {
        "title": "Write to us",
        "mail_contains_message": "on",
        "recipients-TOTAL_FORMS": "1",
        "recipients-INITIAL_FORMS": "0",
        "recipients-MIN_NUM_FORMS": "0",
        "recipients-MAX_NUM_FORMS": "1000",
        "recipients-0-email": STRANGER,
        "recipients-0-id": "",
        "recipients-0-ORDER": "1",
    }


def publish(client: Client) -> None:
    client.post(address("edit"), grab() | {"action-publish": "1"})


def draft_that_the_owner_publishes(client: Client) -> None:
    client.post(address("edit"), grab())
    contact().get_latest_revision().publish()


def schedule(client: Client) -> None:
    soon = timezone.localtime() + timedelta(days=1)
    client.post(address("edit"), grab() | {"go_live_at": f"{soon:%Y-%m-%d %H:%M}", "action-publish": "1"})
    with time_machine.travel(soon + timedelta(days=1)):
        publish_scheduled(timezone.now())


def approve(client: Client) -> None:
    client.post(address("edit"), grab() | {"action-submit": "1"})
    state = contact().current_workflow_task_state
    if state:
        state.approve(user=User.objects.create_superuser("approver", "", "x"))


def autosave(client: Client) -> None:
    client.post(address("edit"), grab(), headers={"accept": "application/json"})
    contact().get_latest_revision().publish()


def revert(client: Client) -> None:
    """Restore a revision from before routing moved out of the page."""
    old = contact().save_revision()
    old.content |= {"mail_contains_message": True, "recipients": [{"pk": None, "sort_order": 0, "email": STRANGER}]}
    old.save()
    client.post(address("edit"), grab() | {"action-publish": "1", "revision": str(old.pk)})


def publish_an_old_revision(client: Client) -> None:
    old = contact().save_revision()
    old.content |= {"mail_contains_message": True, "recipients": [{"pk": None, "sort_order": 0, "email": STRANGER}]}
    old.save()
    client.post(reverse("publish_anyway", args=[contact().pk, old.pk]))


def copy_and_hide_the_first(client: Client) -> None:
    home = HomePage.objects.get()
    given = {"new_title": "Ask", "new_slug": "ask", "new_parent_page": home.pk, "publish_copies": "on"}
    for alias in ({}, {"alias": "on"}):
        client.post(address("copy"), given | alias)
    unpublish(client)


def add_another(client: Client) -> None:
    add = reverse("wagtailadmin_pages:add", args=["inquiries", "inquirypage", HomePage.objects.get().pk])
    client.post(add, grab() | {"slug": "ask", "action-publish": "1"})


def take_down(client: Client, how: str) -> None:
    query = {"id": contact().pk}
    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", how], query=query), {"successor": "above"})


def unpublish(client: Client) -> None:
    take_down(client, "unpublish")


def delete(client: Client) -> None:
    take_down(client, "delete")


def change_the_clinics_address(client: Client) -> Any:
    site = Site.objects.get(is_default_site=True)
    form_address = reverse("wagtailsettings:edit", args=["content", "clinicsettings", site.pk])
    return client.post(form_address, clinic_form() | {"email": STRANGER}, follow=True)


@cache
def clinic_form() -> dict[str, Any]:
    client = signed_in(User.objects.create_superuser("clinic-reader", "", "x"))
    site = Site.objects.get(is_default_site=True)
    form_address = reverse("wagtailsettings:edit", args=["content", "clinicsettings", site.pk])
    return as_sent(soup(client.get(form_address)).select_one(f"form[action='{form_address}']"))


def change_the_routing(client: Client) -> Any:
    """The intended way."""
    form_address = reverse("wagtailsettings:edit", args=["inquiries", "inquiryrouting", InquiryRouting.load().pk])
    return client.post(form_address, {"recipients": STRANGER, "mail_contains_message": "on"})


PAGE_WAYS: list[Callable[[Client], Any]] = [
    publish,
    draft_that_the_owner_publishes,
    schedule,
    approve,
    autosave,
    revert,
    publish_an_old_revision,
    copy_and_hide_the_first,
    add_another,
    unpublish,
    delete,
]
