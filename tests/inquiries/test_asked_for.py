"""The choice made with a practitioner's or session's button reaches the form, the inbox, and the mail to staff."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import PageViewRestriction

from content.caching.version import invalidate
from content.models import PractitionerPage, SessionType
from inquiries.models import Inquiry
from tests.inquiries.form_help import soup
from tests.inquiries.inbox_help import page_of, signed_in, staff
from tests.inquiries.visitor import CANARY, answers, deliver, form_in, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]
ABOUT = "/inquiries/about/"


@pytest.fixture
def therapist() -> PractitionerPage:
    found: PractitionerPage = PractitionerPage.objects.get(slug="sample-therapist")
    return found


def pressed(client: Client, address: str, name: str, place: int = 0) -> Any:
    """Press the first (or `place`-th) button that carries a choice with this name."""
    button = soup(client.get(address)).select(f"main button[name={name}]")[place]
    form = button.find_parent("form")
    assert (form["method"], form["action"]) == ("post", f"{ABOUT}#inquiry")
    return client.post(ABOUT, {name: button["value"]})


def checked(answer: Any, name: str) -> list[str]:
    boxes = soup(answer).select(f".inquiry-form [name={name}][checked]")
    return [box.find_next("label").text for box in boxes]


def test_the_chosen_practitioner_is_named_in_the_inbox_and_the_mail_to_staff(client: Client, service: Any) -> None:
    answer = pressed(client, "/practitioners/", "practitioner")
    assert checked(answer, "practitioner") == ["Sample Therapist"]
    assert send(client, answers(client) | {"practitioner": form_in(answer)["practitioner"]}).status_code == 303
    inquiry = Inquiry.objects.get()
    screen = soup(signed_in(staff(User, "desk", "view")).get(page_of(inquiry))).text
    assert "Asked for: Sample Therapist" in screen
    deliver()
    to_staff = next(message for message in service.taken if message.to != ["ada@example.com"])
    for text in (to_staff.body, str(to_staff.alternatives[0][0])):
        assert "Asks for" in text
        assert "Sample Therapist" in text
        assert CANARY not in text
    assert "Sample Therapist" not in to_staff.subject


def test_the_session_chosen_is_read_in_the_inbox_and_not_in_mails(client: Client, service: Any) -> None:
    answer = pressed(client, "/sessions/", "session", place=1)
    assert "no-store" in answer["Cache-Control"]
    assert checked(answer, "session") == ["Follow-up session, 50 minutes"]
    given = answers(client) | {"session": form_in(answer)["session"], "message": ""}
    assert send(client, given).status_code == 303, "a session is something to ask about"
    screen = soup(signed_in(staff(User, "desk", "view")).get(page_of(Inquiry.objects.get()))).text
    assert "Session: Follow-up session, 50 minutes" in screen
    deliver()
    assert len(service.taken) == 2
    assert not [m for m in service.taken if "Follow-up session" in m.body + str(m.alternatives[0][0])]


def test_the_form_on_a_practitioners_page_asks_for_them(client: Client, therapist: PractitionerPage) -> None:
    page = client.get(therapist.url)
    assert checked(page, "practitioner") == ["Sample Therapist"]
    assert soup(page).find("a", string="Ask for me")["href"] == "#ask"
    assert client.get(therapist.url).content == Client().get(therapist.url).content
    assert send(client, answers(client, therapist.url)).status_code == 303
    assert Inquiry.objects.get().practitioner == "Sample Therapist"


def test_who_takes_no_new_clients_is_not_offered(client: Client, therapist: PractitionerPage) -> None:
    therapist.accepting_clients = False
    therapist.save_revision().publish()
    invalidate()
    page = client.get(therapist.url)
    assert checked(page, "practitioner") == []
    assert soup(page).find("a", string="Ask for me") is None
    assert not soup(client.get("/practitioners/")).select("button[name=practitioner]")


def test_unchecked_means_anyone(client: Client, therapist: PractitionerPage) -> None:
    given = answers(client, therapist.url)
    del given["practitioner"]
    assert send(client, given).status_code == 303
    assert Inquiry.objects.get().practitioner == ""


def test_the_other_forms_do_not_ask(client: Client) -> None:
    assert not {"practitioner", "session"} & set(form_in(client.get("/contact/")))


@pytest.mark.parametrize("value", ["", "0", "x", "-1", "1 OR 1=1", "9" * 30, "²", "no-such-session", "<b>x</b>"])
@pytest.mark.parametrize("name", ["practitioner", "session"])
def test_an_unknown_choice_is_ignored(client: Client, name: str, value: str) -> None:
    answer = client.post(ABOUT, {name: value})
    assert answer.status_code == 200
    assert name not in form_in(answer)
    assert send(client, answers(client) | {name: value}).status_code == 303
    assert not getattr(Inquiry.objects.get(), name)


@pytest.mark.parametrize("hide", ["unpublish", "restrict"])
def test_who_is_hidden_from_visitors_is_not_named(client: Client, therapist: PractitionerPage, hide: str) -> None:
    if hide == "unpublish":
        therapist.unpublish()
    else:
        PageViewRestriction.objects.create(page=therapist, restriction_type="login")
    invalidate()
    answer = client.post(ABOUT, {"practitioner": str(therapist.pk)})
    assert "Sample Therapist" not in soup(answer).text
    assert send(client, answers(client) | {"practitioner": str(therapist.pk)}).status_code == 303
    assert Inquiry.objects.get().practitioner == ""


def test_a_session_that_went_while_somebody_wrote_does_not_stop_them(client: Client) -> None:
    given = answers(client) | {"session": form_in(pressed(client, "/sessions/", "session"))["session"]}
    SessionType.objects.all().delete()
    assert send(client, given).status_code == 303


def test_the_choice_is_still_there_when_something_else_is_wrong(client: Client, therapist: PractitionerPage) -> None:
    answer = send(client, answers(client, therapist.url) | {"name": ""})
    assert answer.status_code == 422
    assert checked(answer, "practitioner") == ["Sample Therapist"]
