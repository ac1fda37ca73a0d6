"""What a visitor sees after sending: thanks, or everything they typed and what to do next."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError, connection
from django.template.loader import render_to_string
from django.test import Client

from content.models import ConditionPage
from inquiries.models import Inquiry, InquiryPage, ThankYouPage
from tests.forms import as_sent
from tests.inquiries.form_help import soup
from tests.inquiries.trouble import server_error
from tests.inquiries.visitor import CANARY, answers, send

# Thanks -------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["deleted", "draft", "private"])
def test_without_a_page_for_it_the_visitor_is_thanked_all_the_same(client: Client, settings: Any, missing: str) -> None:
    settings.SEO_INDEX = True
    page = ThankYouPage.objects.get()
    if missing == "deleted":
        page.delete()
    elif missing == "draft":
        page.unpublish()
    else:
        page.view_restrictions.create(restriction_type="login")
    answer = send(client, answers(client))
    assert answer.status_code == 303
    assert Inquiry.objects.count() == 1
    thanks = client.get(answer["Location"])
    shown = soup(thanks)
    assert thanks.status_code == 200
    assert shown.h1.text.startswith("Thank you")
    assert not shown.select(".inquiry-form")
    assert "Ada" not in shown.text
    assert Inquiry.objects.get().reference in shown.text
    assert "no-store" in thanks["Cache-Control"]
    assert "noindex" in shown.find("meta", {"name": "robots"})["content"]
    assert not thanks.cookies
    assert client.post(answer["Location"]).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("reach", [{"contact_by": "phone", "phone": "917 555 0142", "email": ""}, {}])
def test_everybody_is_told_the_reference_and_the_address_does_not_tell_it(client: Client, reach: Any) -> None:
    answer = send(client, answers(client, **reach))
    reference = Inquiry.objects.get().reference
    thanks = client.get(answer["Location"])
    assert reference in soup(thanks).main.text
    assert reference not in answer["Location"]
    assert answer["Location"].startswith("/contact/thank-you/?for=")
    assert "public" not in thanks["Cache-Control"]
    assert not answer.cookies
    assert not thanks.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "x", "é", "AAAA" * 20, "K7QF-3M9P", "\x00", "=" * 300])
def test_whoever_comes_across_the_page_is_told_no_reference(client: Client, token: str) -> None:
    shown = client.get("/contact/thank-you/", {"for": token})
    assert shown.status_code == 200
    assert "reference" not in soup(shown).body.text
    assert "reference" not in render_to_string("500.html")


# Not stored ---------------------------------------------------------------------------------------


def typed_on(page: BeautifulSoup) -> dict[str, str]:
    """Label and answer of each line shown to the visitor."""
    shown = {label.text: page.find(id=label["for"]) for label in page.select("label[for]")}
    written = {label: box.get("value", box.text).strip() for label, box in shown.items()}
    checked = {
        p.select_one(".label").text: p.text.replace(p.select_one(".label").text, "").strip()
        for p in page.select(".given")
    }
    return written | checked


@pytest.mark.django_db
def test_what_was_typed_comes_back_and_what_was_chosen_is_sent_along(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = InquiryPage.objects.get()
    page.extra_questions.create(question="Which town?", kind="line")
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    line = f"question_{InquiryPage.objects.get().extra_questions.get().pk}"
    first, second = ConditionPage.objects.live().order_by("path")[:2]
    given = answers(client, times="Mondays", about=[str(first.pk), str(second.pk)], **{line: "Little <Town>"})

    def away(*_: Any, **__: Any) -> None:
        raise DatabaseError("could not connect")

    with connection.execute_wrapper(away):
        answer = send(client, given)
    assert answer.status_code == 503
    shown = soup(answer)
    assert typed_on(shown) == {
        "Name": "Ada Example",
        "Email": "ada@example.com",
        "Phone": "",
        "When is a good time?": "Mondays",
        "Your message": CANARY,
        "Your answer": "Little <Town>",
    }
    again = as_sent(shown.form) | {"about": given["about"]}
    assert send(client, again).status_code == 303
    stored = Inquiry.objects.get()
    assert (stored.about, stored.times) == (f"{first.title}\n{second.title}", "Mondays")
    assert "Little <Town>" in stored.answers


def test_the_not_stored_page_needs_no_database_and_nothing_from_elsewhere(rf: Any) -> None:
    """Without the django_db mark, any query fails the test, and this process has never shown the form before."""
    given = {"name": "Ada", "contact_by": "phone", "message": "zebra", "about": "0", "question_0": "By bus", "x": "y"}
    answer = server_error(rf.post("/inquiries/send/", given))
    shown = soup(answer)
    assert answer.status_code == 503
    assert typed_on(shown) == {
        "Name": "Ada",
        "Your message": "zebra",
        "Your answer": "By bus",
    }
    assert as_sent(shown.form).items() >= given.items()
    assert not shown.select("style, script, [style]")
    assert all(link["href"].startswith("/static/css/") for link in shown.select("link"))
