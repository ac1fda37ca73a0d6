"""A visitor sends an inquiry as in real life: what is stored, and which mails arrive."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test import Client

from content.models import ConditionPage
from inquiries.form.tokens import read_token
from inquiries.mail.outbox import enqueue_held
from inquiries.models import Inquiry, InquiryPage, Mail
from inquiries.privacy.retention import erase
from tests.inquiries.trouble import full
from tests.inquiries.visitor import CANARY, answers, deliver, send, token_on

GUIDE = "/trigger-point-therapy/"

pytestmark = pytest.mark.django_db


def test_an_inquiry_is_stored_answered_by_redirect_and_mailed_twice(client: Client) -> None:
    answer = send(client, answers(client))
    assert answer.status_code == 303
    assert "no-store" in answer["Cache-Control"]
    assert mail.outbox == []  # nothing is sent during the request
    thanks = client.get(answer["Location"])
    assert thanks.status_code == 200
    assert "Ada" not in thanks.content.decode()

    stored = Inquiry.objects.get()
    assert (stored.name, stored.email, stored.message) == ("Ada Example", "ada@example.com", CANARY)
    deliver()
    to_staff, to_visitor = sorted(mail.outbox, key=lambda m: m.to[0] == "ada@example.com")
    assert to_staff.to == ["hello@example.com"]
    assert to_staff.reply_to == ["ada@example.com"]
    assert stored.reference in to_staff.subject
    assert to_visitor.to == ["ada@example.com"]
    assert to_visitor.extra_headers["Auto-Submitted"] == "auto-replied"
    deliver()
    assert len(mail.outbox) == 2


def test_each_condition_ticks_itself_and_its_form_knows_its_page(client: Client) -> None:
    conditions = list(ConditionPage.objects.live().order_by("path"))[:2]
    for page in [*conditions, *conditions, InquiryPage.objects.get()]:  # twice, to get the cached page as well
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        checked = [box["value"] for box in soup.select("input[name=about][checked]")]
        assert checked == ([str(page.pk)] if page in conditions else [])
        token = read_token(str(soup.find("input", {"name": "token"})["value"]))
        assert token is not None
        assert token.source_page_id == page.pk


def test_a_page_with_a_form_is_the_same_for_everybody(client: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-11-03T10:01:00Z", tick=False)
    first = client.get("/contact/", headers={"referer": "https://search.example/"}, REMOTE_ADDR="203.0.113.1")
    time_machine.move_to("2026-11-03T10:14:00Z", tick=False)
    second = Client().get("/contact/", headers={"user-agent": "other"}, REMOTE_ADDR="203.0.113.2")
    assert first.content == second.content


@pytest.mark.parametrize(
    ("hours", "count"), [(0, 1), (23, 1), (25, 2)], ids=["at once", "within a day", "after more than a day"]
)
def test_the_same_content_within_a_day_is_the_same_inquiry(client: Client, time_machine, hours, count) -> None:
    time_machine.move_to("2026-11-03T10:00:00Z", tick=False)
    given = answers(client)
    assert send(client, given).status_code == 303
    time_machine.move_to(datetime(2026, 11, 3, 10, 1, tzinfo=UTC) + timedelta(hours=hours), tick=False)
    # A refresh, the back button, and another page's form all say the same thing again.
    for again in (given, given | {"token": token_on(client)}, given | {"token": token_on(client, GUIDE)}):
        assert send(client, again, referer=f"http://testserver{GUIDE}?utm_source=x").status_code == 303
    assert Inquiry.objects.count() == count
    assert Mail.objects.filter(purpose=Mail.Purpose.STAFF_NOTICE).count() == count


def test_a_changed_text_is_a_new_inquiry_and_the_inbox_says_that_the_person_wrote_twice(
    client: Client, admin_client: Client
) -> None:
    given = answers(client)
    for changed in ({}, {"message": "My right hip, I mean."}, {"phone": "555 0100 200"}, {"times": "mornings"}):
        assert send(client, given | changed).status_code == 303
    assert Inquiry.objects.count() == 4
    first, *later = Inquiry.objects.order_by("pk")
    shown = admin_client.get(f"/admin/inquiry/inspect/{first.pk}/").content.decode()
    assert all(inquiry.reference in shown for inquiry in later)
    listed = admin_client.get("/admin/inquiry/").content.decode()
    assert listed.count("wrote more than once") == 4


def test_erasing_an_inquiry_erases_what_tells_repeats_apart(client: Client) -> None:
    given = answers(client)
    send(client, given)
    erase(Inquiry.objects.all(), "erase")
    assert not Inquiry.objects.exists()
    send(client, given)
    assert Inquiry.objects.count() == 1


def test_changed_words_of_the_form_are_seen_wherever_it_stands(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    condition = ConditionPage.objects.live().first()
    assert "Ask away" not in client.get(condition.url).content.decode()
    page = InquiryPage.objects.get()
    page.submit_label = "Ask away"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    for url in (condition.url, page.url):
        assert "Ask away" in client.get(url).content.decode()


def test_mails_carry_no_health_detail_and_nothing_personal_in_subjects(client: Client) -> None:
    send(client, answers(client))
    deliver()
    for message in mail.outbox:
        html = message.alternatives[0][0]
        assert "zebra" not in message.subject + message.body + str(html)
        assert "Ada" not in message.subject


def test_what_was_written_is_not_readable_in_the_database(client: Client) -> None:
    send(client, answers(client))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email, message FROM inquiries_inquiry")
        row = " ".join(cursor.fetchone())
    assert "zebra" not in row
    assert "ada@" not in row


def test_a_double_click_and_a_resent_request_give_one_inquiry(client: Client) -> None:
    given = answers(client)
    first, second = send(client, given), send(client, given)
    again = send(client, given | {"token": token_on(client)})  # back button, same text
    assert first["Location"] == second["Location"] == again["Location"]
    assert Inquiry.objects.count() == 1
    assert Mail.objects.count() == 2


def test_mistakes_are_named_beside_their_fields_and_nothing_typed_is_lost(client: Client) -> None:
    answer = send(client, answers(client, name="", email="not an address", message=CANARY))
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.title.text.startswith("Error:")
    assert page.find("meta", {"name": "robots", "content": "noindex"})
    form = page.select_one("form.inquiry-form")
    assert form.has_attr("novalidate")  # browsers would show their own messages instead, one at a time
    assert "In an emergency, don’t write: call 911." in form.text
    trap = form.find("input", {"name": "subject"})
    assert (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")
    assert trap.find_parent(inert=True)
    summary = page.select_one(".error-summary")
    assert (summary["role"], summary["tabindex"]) == ("alert", "-1")
    assert summary.has_attr("autofocus")
    for link in summary.select("a[href^='#']"):
        assert page.find(id=link["href"][1:]), link
    assert "Enter your name." in summary.text
    name = page.find("input", {"name": "name"})
    assert name["aria-invalid"] == "true"
    assert page.find(id=name["aria-describedby"].split()[-1]).text.endswith("Enter your name.")
    assert page.find("input", {"name": "email"})["value"] == "not an address"
    assert CANARY in page.find("textarea", {"name": "message"}).text
    assert page.find("input", {"name": "token"})["value"]
    assert not Inquiry.objects.exists()
    assert not answer.cookies


@pytest.mark.parametrize(
    ("token", "headers", "status"),
    [
        ("", {}, 422),
        ("forged:token:here", {}, 422),
        (None, {"origin": "null"}, 403),
        (None, {"sec-fetch-site": "same-site"}, 403),
        (None, {"sec-fetch-site": "same-site", "origin": "http://www.testserver"}, 403),
    ],
)
def test_forged_and_unclear_posts_are_refused_with_everything_kept(client: Client, token, headers, status) -> None:
    given = answers(client)
    if token is not None:
        given["token"] = token
    answer = send(client, given, **headers)
    assert answer.status_code == status
    page = BeautifulSoup(answer.content, "html.parser")
    assert CANARY in page.find("textarea", {"name": "message"}).text
    assert not Inquiry.objects.exists()
    fresh = page.find("input", {"name": "token"})["value"]
    assert send(client, given | {"token": fresh}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://testserver"},
        {"origin": "http://testserver", "sec-fetch-site": "same-origin"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
    ],
)
def test_posts_from_this_site_are_taken_however_the_browser_says_so(client: Client, headers) -> None:
    assert send(client, answers(client), **headers).status_code == 303


def test_a_suspect_is_stored_and_not_mailed_until_released(client: Client) -> None:
    answer = send(client, answers(client, subject="http://spam.example"))
    assert answer.status_code == 303  # a robot isn't told
    suspect = Inquiry.objects.get()
    assert suspect.is_suspect
    assert suspect.suspect_reasons
    deliver()
    assert mail.outbox == []
    enqueue_held(suspect)
    deliver()
    assert len(mail.outbox) == 2


def test_when_storing_is_impossible_the_visitor_keeps_the_text_and_gets_the_phone(client: Client) -> None:
    given = answers(client)
    with full("inquiries_inquiry"):
        answer = send(client, given)
    assert answer.status_code == 503
    page = BeautifulSoup(answer.content, "html.parser")
    assert CANARY in page.find("textarea", {"name": "message"}).text
    assert page.select_one(".error-summary a[href^='tel:']")


def test_mail_trouble_never_reaches_the_visitor_and_the_mail_goes_later(client, service, time_machine) -> None:
    service.error = OSError("mail server is down")
    assert send(client, answers(client)).status_code == 303
    deliver()
    service.error = None
    assert Mail.objects.filter(state=Mail.State.QUEUED, attempts=1).count() == 2
    kept = set(Mail.objects.values_list("message_id", flat=True))
    deliver()
    assert service.taken == []  # its retry isn't due yet
    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=2))
    deliver()
    assert {message.extra_headers["Message-ID"] for message in service.taken} == kept


def test_staff_add_a_question_and_find_its_answer(client: Client, admin_client: Client) -> None:
    page = InquiryPage.objects.get()
    page.extra_questions.create(question="Have you been here before?", kind="choice", choices="Yes\nNo", required=True)
    page.save_revision().publish()
    key = f"question_{InquiryPage.objects.get().extra_questions.get().pk}"
    assert send(client, answers(client)).status_code == 422
    assert send(client, answers(client, **{key: "No"})).status_code == 303
    inquiry = Inquiry.objects.get()
    assert "Have you been here before?" in inquiry.answers
    shown = admin_client.get(f"/admin/inquiry/inspect/{inquiry.pk}/").content.decode()
    assert CANARY in shown


def test_the_form_on_a_page_knows_that_page(client: Client) -> None:
    given = answers(client, token=token_on(client, GUIDE))
    send(client, given)
    assert Inquiry.objects.get().source_page.slug == "trigger-point-therapy"


def test_reading_the_form_sets_no_cookie_and_getting_the_address_leads_back(client: Client) -> None:
    assert not client.get("/contact/").cookies
    assert client.get("/inquiries/send/")["Location"] == "/contact/"


def test_while_the_form_is_taken_down_only_its_own_addresses_are_gone(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        InquiryPage.objects.get().unpublish()
    assert client.get("/inquiries/send/").status_code == 404
    assert client.post("/inquiries/about/").status_code == 404
    condition = client.get(ConditionPage.objects.live().first().url)
    assert condition.status_code == 200
    assert "/inquiries/send/" not in condition.content.decode()


def test_no_editor_without_rights_sees_inquiries(client: Client, django_user_model: Any) -> None:
    send(client, answers(client))
    editor = django_user_model.objects.create_user("editor", password="x")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    assert client.get("/admin/inquiry/").status_code == 302
    assert not re.search(r'href="/admin/inquiry/', client.get("/admin/").content.decode())
