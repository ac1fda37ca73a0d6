"""Colleagues are invited: the link works once, for seven days, and nobody chooses a password for somebody else."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client

from config.accounts.models import Invitation
from config.accounts.people import invitations
from inquiries.models import Mail
from tests.accounts.help import is_in, sign_in
from tests.forms import as_sent, form_with
from tests.inquiries.inbox_help import signed_in
from tests.inquiries.visitor import deliver

pytestmark = pytest.mark.django_db
NEW, PASSWORD = "/admin/users/new/", "a long password of Eve"
EVE = "eve@clinic.example"


@pytest.fixture
def owner(ada: Any, time_machine: Any) -> Client:
    time_machine.move_to("2026-03-02 10:00Z", tick=False)
    return signed_in(ada)


def invite(owner: Client, role: str = "Front desk", email: str = EVE) -> Any:
    group = Group.objects.filter(name=role).first()
    form = as_sent(form_with(owner.get(NEW).content, "role"))
    person = {"first_name": "Eve", "last_name": "Example", "email": email, "role": str(group.pk) if group else role}
    return owner.post(NEW, form | person)


def mailed_link() -> str:
    deliver()
    found = re.search(r"https?://[^/]+(/admin/invitation/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def accept(link: str, client: Client | None = None) -> Any:
    return (client or Client()).post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})


def text(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def access(email: str = EVE) -> str:
    return f"/admin/users/{User.objects.get(email=email).pk}/access/"


def test_who_is_invited_chooses_a_password_and_is_in(owner: Client) -> None:
    page = owner.get(NEW)
    assert 'type="password"' not in page.content.decode()
    assert "Front desk: Reads and answers inquiries." in text(page)
    assert invite(owner, email="\u200bEve@Clinic.example\xa0").status_code == 302  # as it is pasted
    stored = str(list(Mail.objects.values()))
    link = mailed_link()
    assert link.rstrip("/").rpartition("/")[2] not in stored
    assert mail.outbox[-1].to == [EVE]
    assert "Eve" not in mail.outbox[-1].subject
    sent = [mail.outbox[-1].body, mail.outbox[-1].alternatives[0].content]
    assert all(re.search(r"at \d+ a\.m\. Your username", body) for body in sent)
    client = Client()
    assert client.get(link).status_code == client.get(link).status_code == 200  # opening the link changes nothing
    assert accept(link, client).status_code == 302
    assert client.get("/admin/inquiry/").status_code == 200
    assert is_in(sign_in(EVE, PASSWORD))
    assert list(User.objects.get(email=EVE).groups.values_list("name", flat=True)) == ["Front desk"]


def test_an_address_that_is_no_username_is_invited_all_the_same(owner: Client) -> None:
    address = "mary.o'brien@clinic.example"
    assert invite(owner, email=address).status_code == 302
    assert accept(mailed_link()).status_code == 302
    person = User.objects.get(email=address)
    assert person.username in mail.outbox[0].body
    edit = f"/admin/users/edit/{person.pk}/"
    assert owner.post(edit, as_sent(form_with(owner.get(edit).content, "last_name"))).status_code == 302
    assert is_in(sign_in(person.username, PASSWORD))


def test_a_link_works_once_for_seven_days_until_renewed_or_taken_back(owner: Client, time_machine: Any) -> None:
    invite(owner)
    first = mailed_link()
    time_machine.shift(7 * 86400)
    late = accept(first)
    assert late.status_code == 410
    assert "It ended on March 9, 2026." in text(late)
    owner.post("/admin/second-factor/", {"password": "the right long password"})
    owner.post(access(), {"renew": "1"})
    second = mailed_link()
    assert accept(first).status_code == 410
    assert accept(second).status_code == 302
    again = Client().get(second)
    assert again.status_code == 410
    assert "Each link works once" in text(again)
    invite(owner, email="bob@clinic.example")
    third = mailed_link()
    owner.post(access("bob@clinic.example"), {"take_back": "1"})
    assert accept(third).status_code == 410
    assert not User.objects.filter(email="bob@clinic.example").exists()
    assert Client().get("/admin/invitation/nonsense/").status_code == 410


def test_of_two_who_accept_at_the_same_moment_one_is_let_in(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    invite(owner)
    link = mailed_link()
    seen_by_both = Invitation.objects.select_related("user").get()
    assert accept(link).status_code == 302
    monkeypatch.setattr(invitations, "find_invitation", lambda _: seen_by_both)
    late, password = Client(), "a long password of Mallory"
    assert late.post(link, {"new_password1": password, "new_password2": password})["Location"] == link
    assert late.get("/admin/inquiry/").status_code == 302
    assert is_in(sign_in(EVE, PASSWORD))


def test_a_mail_server_that_was_away_for_a_week_sends_no_link_that_has_ended(owner: Client, time_machine: Any) -> None:
    invite(owner)
    time_machine.shift(7 * 86400)
    deliver()
    assert not [message for message in mail.outbox if message.to == [EVE]]


def test_the_link_of_an_account_that_was_deactivated_lets_nobody_in(owner: Client) -> None:
    invite(owner)
    link = mailed_link()
    User.objects.filter(email=EVE).update(is_active=False)
    assert accept(link).status_code == 410
    assert not User.objects.get(email=EVE).has_usable_password()


def test_who_has_not_accepted_yet_gets_no_link_for_a_new_password(owner: Client) -> None:
    invite(owner)
    Client().post("/admin/password_reset/", {"email": EVE})
    assert "/admin/invitation/" in mailed_link()
    assert len(mail.outbox) == 1


def test_an_address_that_is_used_already_is_refused_and_says_by_whom(owner: Client) -> None:
    invite(owner)
    assert "renew its invitation instead" in text(invite(owner, email="EVE@clinic.example"))
    assert "There is already an account with this address: ada" in text(invite(owner, email="ada@clinic.example"))
    User.objects.filter(username="ada").update(username="Countess@clinic.example")
    assert "There is already an account with this address: Countess" in text(
        invite(owner, email="countess@clinic.example")
    )
    assert User.objects.count() == 2


def test_the_form_of_a_person_explains_each_role(owner: Client) -> None:
    invite(owner)
    said = text(owner.get(f"/admin/users/edit/{User.objects.get(email=EVE).pk}/"))
    for role in ("Clinician reviewer: Reads health pages", "Editor: Writes", "Front desk: Reads", "May do everything"):
        assert role in said


def test_nobody_is_offered_a_copy_of_a_colleague(admin_client: Client) -> None:
    person = User.objects.latest("pk")
    assert "/users/copy/" not in admin_client.get("/admin/users/").text
    assert admin_client.get(f"/admin/users/copy/{person.pk}/").status_code == 404
