"""Staff edit the list of advertising words, and see in advance what a change would have caught."""

import json

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from wagtail.models import ModelLogEntry

from inquiries.models import Inquiry
from tests.inquiries.form_help import soup
from tests.inquiries.inbox_help import make_inquiry, page_of, signed_in, staff
from tests.inquiries.visitor import answers, send

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/inquiry/advertising/"
PITCH = "Who would not want our llama carpets? They are here: https://llama.example"


def editor(*rights: str) -> Client:
    user = staff(User, "words", *rights)
    user.user_permissions.add(Permission.objects.get(codename="change_inquirysettings"))
    return signed_in(user)


def test_a_change_is_tried_before_it_is_saved() -> None:
    caught = make_inquiry(name="Seller", message=PITCH, email="")
    answers = json.dumps([["Anything else?", PITCH]])
    in_an_answer = make_inquiry(name="Seller", message="", answers=answers, email="")
    spared = make_inquiry(name="Wool", message="I weave llama wool, my wrist hurts.", answers="no json", email="")
    client = editor("view")
    words = soup(client.get(ADDRESS)).select_one("textarea[name=words]").text + ", llama*, alpaca"  # type: ignore[union-attr]
    shown = soup(client.post(ADDRESS, {"words": words, "try": "1"}))
    effect = shown.select_one("[aria-labelledby=effect]")
    assert effect is not None
    assert "llama*: in 3 inquiries" in " ".join(effect.text.split())
    assert "alpaca: in 0 inquiries" in " ".join(effect.text.split())
    assert {page_of(caught), page_of(in_an_answer)} <= {link["href"] for link in effect.select("a")}
    assert page_of(spared) not in {link["href"] for link in effect.select("a")}
    assert "llama" in shown.select_one("textarea[name=words]").text  # type: ignore[union-attr]
    assert not ModelLogEntry.objects.filter(action="wagtail.edit").exists()
    assert ModelLogEntry.objects.filter(action="inquiries.list").exists()


def test_saved_words_count_from_then_on(client: Client) -> None:
    send(client, answers(client, message=PITCH))
    assert not Inquiry.objects.get().is_suspect
    editor("view").post(ADDRESS, {"words": "llama*, carpet*, wool", "save": "1"})
    send(client, answers(client, message=f"{PITCH} again", times="While the wool lasts"))
    suspect = Inquiry.objects.latest("pk")
    assert suspect.is_suspect
    assert ModelLogEntry.objects.filter(action="wagtail.edit").exists()
    shown = soup(signed_in(staff(User, "reader", "view")).get(page_of(suspect))).text
    assert "Advertising words in it: llama*, carpet*, wool" in shown
    assert all(reason in shown for reason in suspect.suspect_reasons)


def test_a_word_taken_out_shows_who_would_pass_and_an_empty_list_is_the_sites_own(client: Client) -> None:
    casino = make_inquiry(message="Online casino, free spins https://x.example", is_suspect=True)
    staff_member = editor("view")
    effect = soup(staff_member.post(ADDRESS, {"words": "zebra", "try": "1"})).select_one("[aria-labelledby=effect]")
    assert effect is not None
    assert page_of(casino) in {link["href"] for link in effect.select("a")}
    staff_member.post(ADDRESS, {"words": "zebra", "save": "1"})
    staff_member.post(ADDRESS, {"words": "", "save": "1"})
    assert "casino" in soup(staff_member.get(ADDRESS)).select_one("textarea[name=words]").text  # type: ignore[union-attr]


def test_who_may_not_view_inquiries_edits_words_and_learns_nothing_of_them() -> None:
    make_inquiry(name="Seller", message=PITCH)
    client = editor()
    assert "See what it would have caught" not in client.get(ADDRESS).content.decode()
    shown = client.post(ADDRESS, {"words": "llama", "try": "1"}).content.decode()
    assert "Seller" not in shown
    assert "in 1 inquiry" not in shown
    assert "stored inquir" not in shown


@pytest.mark.parametrize("rights", [(), ("view", "answer")])
def test_without_the_right_to_change_settings_there_are_no_words_to_edit(rights: tuple[str, ...]) -> None:
    client = signed_in(staff(User, "other", *rights))
    assert client.get(ADDRESS).status_code == 302
    assert client.post(ADDRESS, {"words": "x", "save": "1"}).status_code == 302
    assert "advertising/" not in client.get("/admin/inquiry/", follow=True).content.decode()
