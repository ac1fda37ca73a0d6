"""Only those with the right decide where inquiries go, no matter what anybody else tries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from content.caching.version import invalidate
from content.models import ClinicSettings
from inquiries.models import InquiryPage, InquiryRouting
from inquiries.privacy.routing_changes import CHANGED, KEPT
from tests.inquiries import routing_help as ways
from tests.inquiries.form_help import soup
from tests.inquiries.inbox_help import FRONT_DESK, MANAGER, signed_in
from tests.inquiries.routing_help import DESK, OWNER, ROLES, ROUTER, SETTER, STRANGER, client_of, where_mails_go
from tests.inquiries.visitor import deliver

pytestmark = pytest.mark.django_db
Way = Callable[[Client], Any]
WRITERS = ("Editors", "Moderators", OWNER)
PUBLISHERS = ("Moderators", OWNER)
# Ways in which editors' other changes do reach the live page, because somebody else publishes them.
PUBLISHED_BY_OTHERS = (ways.draft_that_the_owner_publishes, ways.approve, ways.autosave)
HIDES = (ways.copy_and_hide_the_first, ways.unpublish, ways.delete)
READERS = [role for role in ROLES if role not in WRITERS]


def list_desk() -> None:
    InquiryRouting.load()
    InquiryRouting.objects.update(recipients=DESK)


@pytest.mark.parametrize("role", WRITERS)
@pytest.mark.parametrize("way", ways.PAGE_WAYS, ids=lambda way: way.__name__)
def test_pages_carry_words_and_no_routing(role: str, way: Way) -> None:
    list_desk()
    way(client_of(role))
    assert where_mails_go() == ({DESK}, False)
    first = InquiryPage.objects.filter(slug="contact").first()
    is_live = first is not None and first.live
    if way in HIDES:
        may = role == OWNER if way is ways.delete else role in PUBLISHERS  # it has a child page, so only the owner may
        assert is_live != may
    elif way is ways.add_another:
        assert InquiryPage.objects.count() == 1  # a site has exactly one contact page
    elif way is not ways.publish_an_old_revision:  # … but their other changes go through
        assert (first.title == "Write to us") == (role in PUBLISHERS or way in PUBLISHED_BY_OTHERS)


@pytest.mark.parametrize("role", READERS)
def test_who_edits_no_pages_gets_nowhere_by_them(role: str) -> None:
    list_desk()
    client = client_of(role)
    for way in ways.PAGE_WAYS:
        if way not in PUBLISHED_BY_OTHERS:
            way(client)
    assert where_mails_go() == ({DESK}, False)
    assert InquiryPage.objects.get().title != "Write to us"


@pytest.mark.parametrize("role", ROLES)
def test_the_screen_itself_opens_for_those_with_the_right(role: str) -> None:
    list_desk()
    client = client_of(role)
    address = reverse("wagtailsettings:edit", args=["inquiries", "inquiryrouting", InquiryRouting.load().pk])
    may = role in (ROUTER, OWNER)
    assert (DESK in client.get(address).content.decode()) == may
    ways.change_the_routing(client)
    assert where_mails_go() == (({STRANGER}, True) if may else ({DESK}, False))


@pytest.mark.parametrize("role", ROLES)
def test_the_clinics_address_doesn_t_move_inquiries_without_the_right(role: str) -> None:
    ClinicSettings.objects.update(email=DESK)  # with no recipients listed, the clinic's address is mailed
    User.objects.create_superuser("boss", "boss@clinic.example", "x")
    ways.change_the_clinics_address(client_of(role))
    deliver()
    told = {to for message in mail.outbox for to in message.to}
    assert where_mails_go() == ({STRANGER} if role == OWNER else {DESK}, False)
    if role == SETTER:
        assert ModelLogEntry.objects.filter(action=KEPT, user__username__startswith="may-change").exists()
        assert told == {DESK, "boss@clinic.example"}


def test_without_the_right_the_clinics_address_changes_for_visitors_only_and_they_are_told(client: Client) -> None:
    ClinicSettings.objects.update(email=DESK)
    answer = ways.change_the_clinics_address(client_of(SETTER))
    invalidate()
    assert STRANGER in client.get("/").content.decode()
    assert "Inquiries still go to the same recipients as before" in answer.content.decode()
    deliver()
    (message,) = mail.outbox
    assert message.subject == "Inquiry routing stayed as it was"
    assert f"Still emailed: {DESK}" in message.body
    assert f"Not emailed: {STRANGER}" in message.body
    owner = signed_in(User.objects.create_superuser("dana", "", "x"))
    history = owner.get("/admin/reports/site-history/", follow=True).content.decode()
    assert f"Inquiries still go to {DESK}, and not to {STRANGER}" in history


def test_a_change_is_mailed_to_the_old_recipients_and_the_owners_in_plain_words() -> None:
    list_desk()
    User.objects.create_superuser("boss", "boss@clinic.example", "x")
    User.objects.create_superuser("left", "left@clinic.example", "x", is_active=False)
    router = ways.person(ROUTER)
    router.first_name, router.last_name = "Dana", "Reed"
    router.save()
    ways.change_the_routing(signed_in(router))
    deliver()
    assert {message.to[0] for message in mail.outbox} == {DESK, "boss@clinic.example"}
    for message in mail.outbox:
        assert message.subject == "Inquiry routing was changed"
        html = message.alternatives[0].content
        for said in ("Dana Reed changed where", f"until then: {DESK}", f"from now on: {STRANGER}"):
            assert said in message.body
            assert said.partition(": ")[2] in html
        assert "emails to staff now contain what visitors write. They did not before" in message.body


@pytest.mark.parametrize("role", ROLES)
def test_the_log_shows_a_change_to_those_with_the_right_only(role: str) -> None:
    list_desk()
    ways.change_the_routing(signed_in(User.objects.create_superuser("dana", "", "x")))
    assert ModelLogEntry.objects.filter(action=CHANGED, user__username="dana").count() == 1
    said = client_of(role).get("/admin/reports/site-history/", follow=True).content.decode()
    line = f"from {DESK} to {STRANGER} and the message in emails to staff: now on"
    assert (line in said) == (role in (ROUTER, OWNER))
    assert (DESK in said) == (role in (ROUTER, OWNER))


def test_saving_without_a_change_tells_nobody() -> None:
    list_desk()
    form = reverse("wagtailsettings:edit", args=["inquiries", "inquiryrouting", InquiryRouting.load().pk])
    signed_in(User.objects.create_superuser("dana", "", "x")).post(form, {"recipients": f"{DESK}\n {DESK} \n"})
    deliver()
    assert mail.outbox == []
    assert not ModelLogEntry.objects.filter(action=CHANGED).exists()


def test_what_is_no_address_is_refused_beside_the_field() -> None:
    list_desk()
    form = reverse("wagtailsettings:edit", args=["inquiries", "inquiryrouting", InquiryRouting.load().pk])
    given = {"recipients": "ines@clinic.example\nomar at clinic"}
    answer = signed_in(User.objects.create_superuser("dana", "", "x")).post(form, given)
    field = soup(answer).find("textarea", {"name": "recipients"}).find_parent(class_="w-field__wrapper")
    assert "“omar at clinic” is not an email address" in field.text
    assert where_mails_go() == ({DESK}, False)


@pytest.mark.parametrize("role", WRITERS)
def test_the_contact_pages_editor_says_where_routing_is_decided(role: str) -> None:
    list_desk()
    said = soup(client_of(role).get(ways.address("edit"))).select_one("main").text
    assert "Settings › Inquiry routing" in said
    assert DESK not in said


def test_nobody_but_owners_has_the_right_until_it_is_given() -> None:
    right = Permission.objects.get(codename="change_inquiryrouting")
    assert not right.group_set.exists()
    assert {FRONT_DESK, MANAGER} <= set(Group.objects.values_list("name", flat=True))
    owner = signed_in(User.objects.create_superuser("dana", "", "x"))
    group = Group.objects.get(name=MANAGER)
    form = soup(owner.get(reverse("wagtailusers_groups:edit", args=[group.pk])))
    assert form.find("input", {"name": "permissions", "value": str(right.pk)}) is not None
