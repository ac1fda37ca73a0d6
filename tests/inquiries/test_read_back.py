"""Every stored field can be read somewhere: on the inquiry's screen, in the export, or in a person's data."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Page

from content.models import PractitionerPage
from tests.forms import as_sent
from tests.inquiries.form_help import soup
from tests.inquiries.inbox_help import make_inquiry, page_of, signed_in, staff
from tests.inquiries.visitor import answers, form_in, send

pytestmark = pytest.mark.django_db


def at(minute: int) -> datetime:
    """The given minute after 10 a.m. on November 3, 2026, in New York."""
    return datetime(2026, 11, 3, 15, minute, tzinfo=UTC)


def times(minute: int) -> dict[str, str]:
    return {"screen": f"November 3, 2026, at 10:{minute} a.m.", "person": f"2026-11-03T15:{minute}:00Z"}


def everywhere(text: str) -> dict[str, str]:
    return {"screen": text, "export": text, "person": text}


# Where each field can be read, or why nobody needs to read it.
INQUIRY: dict[str, dict[str, str] | str] = {
    "id": "a number of ours: people say the reference",
    "reference": everywhere("ZZZZ-2345"),
    "created_at": times(30) | {"export": "2026-11-03 10:30"},
    "state": everywhere("Not booked"),
    "is_suspect": {"screen": "looks like advertising", "person": '"suspect": true'},
    "suspect_reasons": {"screen": "reason-canary", "person": "reason-canary"},
    "name": everywhere("name-canary"),
    "email": everywhere("email-canary@example.com"),
    "phone": everywhere("917 555 0142"),
    "contact_by": everywhere("Phone"),
    "times": everywhere("times-canary"),
    "about": everywhere("about-canary"),
    "regions": {"screen": "regions canary, left", "export": "regions canary, left", "person": "regions canary, left"},
    "practitioner": everywhere("practitioner-canary"),
    "session": everywhere("session-canary"),
    "message": everywhere("message-canary"),
    "answers": everywhere("answer-canary"),
    "consent_text": {"screen": "consent-canary", "person": "consent-canary"},
    "consent_note": everywhere("noted-canary"),
    "came_by": everywhere("Walk-in"),
    "source_page": everywhere("source-canary"),
    "landing_path": everywhere("/landing-canary/"),
    "referrer_host": everywhere("referrer-canary.example"),
    "campaign": everywhere("campaign-canary"),
    "assignee": {"screen": "assignee-canary", "export": "assignee-canary", "person": "assignee-canary"},
    "follow_up_on": everywhere("2026-12-24"),
    "first_answered_at": {"export": "2026-11-03 10:31", "person": times(31)["person"]},
    "wrote_again_at": {"person": times(32)["person"]},
    "state_changed_at": {"person": times(33)["person"]},
    "email_failed": {"screen": "bounced", "person": '"email_failed": true'},
    "is_held": {"screen": "Let it be erased again", "person": '"never_erase": true'},
    "booked_for": times(39) | {"export": "2026-11-03 10:39"},
    "booked_with": everywhere("booked-canary"),
    "lost_reason": everywhere("Went elsewhere"),
    "merged_into": {"screen": "Merged with this one", "person": '"merged_into": "ZZZZ-2345"'},
    "merged": {"screen": "merged-canary", "person": "merged-canary"},
    "read_at": "the list shows who is unread, and the screen who looked when",
    "submission_key": "a hash of what was said",
    "sender_hash": "a hash of an address, gone after two days",
    "terms_key": "names the key of hashes",
    "terms": "hashes, read by the search and by who looks for a person",
    "events": {"screen": "Canceled an appointment", "person": "Canceled an appointment"},
    "notes": {"screen": "note-canary", "person": "note-canary"},
    "mails": {"screen": "mail-canary@example.com", "person": "mail-canary@example.com"},
    "messages": {"screen": "written-canary", "person": "written-canary"},
}
FORMER = "tests/inquiries/test_former_staff.py shows it, once the account is deleted"
EVENT: dict[str, dict[str, str] | str] = {
    "id": "a number of ours",
    "inquiry": "whose screen it is",
    "at": times(34),
    "kind": INQUIRY["events"],
    "user": {"screen": "actor-canary"},
    "by": FORMER,
    "text": {"screen": "event-canary@example.com", "person": "event-canary@example.com"},
    "data": {"screen": "Reply to the visitor", "person": "reply to the visitor"},
}
NOTE: dict[str, dict[str, str] | str] = {
    "id": "a number of ours",
    "inquiry": "whose screen it is",
    "at": times(35),
    "author": {"screen": "author-canary"},
    "by": FORMER,
    "text": INQUIRY["notes"],
}
MESSAGE: dict[str, dict[str, str] | str] = {
    "id": "a number of ours",
    "inquiry": "whose screen it is",
    "kind": {"screen": "From the visitor", "person": "From the visitor"},
    "at": times(36),
    "author": {"screen": "writer-canary"},
    "by": FORMER,
    "text": INQUIRY["messages"],
    "sender": {"person": "sender-canary@example.com"},
    "calendar": {"screen": "with an invitation", "person": "calendar-canary"},
    "key": "of the form that it was written in",
    "in_reply_to": "for the thread, a header",
    "inbound_id": "for the thread, a header",
    "mail": {"screen": "Delayed by the recipient’s server", "person": "Delayed by the recipient’s server"},
}
MAIL: dict[str, dict[str, str] | str] = {
    "id": "a number of ours",
    "inquiry": "whose screen it is",
    "content": "what staff wrote in it stands in the conversation",
    "details": "only mails to staff have some; tests of reminders and routing read those mails",
    "purpose": {"screen": "Reply to the visitor", "person": "Reply to the visitor"},
    "recipient": INQUIRY["mails"],
    "recipient_digest": "a hash of the address",
    "message_id": "for the thread, a header",
    "state": MESSAGE["mail"],
    "created_at": {"person": times(37)["person"]},
    "queued_at": "when giving up counts from",
    "next_attempt_at": "test_inbox_mails shows it while a mail waits",
    "attempts": "test_inbox_mails shows it while a mail waits",
    "leased_by": "which worker sends it",
    "lease_until": "for how long that worker may",
    "sent_at": times(38),
    "last_error": {"screen": "error-canary"},
    "service_id": "the mail service's own number",
}
TABLES = {"Inquiry": INQUIRY, "InquiryEvent": EVENT, "InquiryNote": NOTE, "Message": MESSAGE, "Mail": MAIL}


@pytest.fixture
def surfaces() -> dict[str, str]:
    """Everything readable about an inquiry with every field set, and about one that is also suspect."""
    users = {name: staff(User, f"{name}-canary", "view") for name in ("assignee", "actor", "author", "writer")}
    contact = Page.objects.get(slug="contact")
    source = contact.add_sibling(instance=Page(title="source-canary", slug="source-canary"), pos="right")
    given = {
        "created_at": at(30), "name": "name-canary", "email": "email-canary@example.com", "phone": "917 555 0142",
        "contact_by": "phone", "times": "times-canary", "about": "about-canary", "regions": "regions-canary:left",
        "practitioner": "practitioner-canary", "session": "session-canary",
        "message": "message-canary", "answers": json.dumps([["Been here?", "answer-canary"]]),
        "consent_text": "consent-canary", "source_page": source, "landing_path": "/landing-canary/",
        "referrer_host": "referrer-canary.example", "campaign": {"utm_source": "campaign-canary"},
        "assignee": users["assignee"], "follow_up_on": date(2026, 12, 24), "first_answered_at": at(31),
        "wrote_again_at": at(32), "state_changed_at": at(33), "is_held": True,
    }  # fmt: skip
    given |= {"consent_note": "noted-canary", "came_by": "walk_in", "lost_reason": "elsewhere"}
    inquiry = make_inquiry(state="not_booked", reference="ZZZZ-2345", **given)
    make_inquiry(merged_into=inquiry, name="merged-canary", phone="917 555 0142")
    who = PractitionerPage.objects.live().first()
    who.title = "booked-canary"
    who.save()
    booked = make_inquiry(state="booked", **given | {"booked_for": at(39), "booked_with": who})
    suspect = make_inquiry(is_suspect=True, suspect_reasons=["reason-canary"], **given | {"email_failed": True})
    inquiry.mails.all().delete()
    sent = inquiry.mails.create(
        purpose="reply", recipient="mail-canary@example.com", state="deferred", created_at=at(37), sent_at=at(38),
        last_error="error-canary",
    )  # fmt: skip
    inquiry.events.create(kind="cancellation", at=at(34), user=users["actor"])
    inquiry.events.create(kind="sent_again", text="event-canary@example.com", data={"purpose": "reply"})
    inquiry.notes.create(text="note-canary", at=at(35), author=users["author"])
    inquiry.messages.create(
        kind="reply", text="written-canary", at=at(36), author=users["writer"], calendar="calendar-canary", mail=sent
    )
    inquiry.messages.create(kind="inbound", text="answer", sender="sender-canary@example.com", inbound_id="<a@b>")
    owner = signed_in(staff(User, "owner", "view", "answer", "export", "erase"))
    pages = [owner.get(page_of(one)) for one in (inquiry, booked, suspect)]
    controls = [box["value"] for page in pages for box in soup(page).select("input[value], option[selected]")]
    exported = owner.get("/admin/inquiry/all/?export=csv")
    asked = {"phone": "917 555 0142", "inquiry": [inquiry.pk, booked.pk, suspect.pk], "export": "1"}
    person = owner.post("/admin/inquiry/person/", asked)
    return {
        "screen": " ".join([soup(page).select_one("main, body").text for page in pages] + controls),
        "export": b"".join(exported.streaming_content).decode(),
        "person": person.content.decode(),
    }


def test_every_field_is_read_back_or_somebody_said_why_not(surfaces: dict[str, str]) -> None:
    missing = []
    for model, table in TABLES.items():
        fields = {field.name for field in apps.get_model(f"inquiries.{model}")._meta.get_fields()}
        assert fields == set(table), f"{model}: say in this table where each field is read back"
        for field, places in table.items():
            wanted = places if isinstance(places, dict) else {}
            missing += [f"{model}.{field}: {place}" for place, text in wanted.items() if text not in surfaces[place]]
    assert missing == []


# Submitted through the form -------------------------------------------------------------------------


def typed_into(form: dict[str, Any]) -> dict[str, Any]:
    """Distinct words for each field of the form that takes any."""
    own = {"email": "typed-canary@example.com", "phone": "917 555 0143", "contact_by": "phone", "consent": "on"}
    hidden = {"subject", "token", "altcha"}
    return {
        name: own.get(name, f"{name} zebra") for name, text in form.items() if not text and name not in hidden
    } | own


def test_whatever_is_typed_into_the_form_is_read_in_the_inbox_and_in_the_persons_data(client: Client) -> None:
    contact = apps.get_model("inquiries.InquiryPage").objects.get()
    contact.extra_questions.create(question="Which town?", kind="line")
    contact.save_revision().publish()
    given = answers(client) | typed_into(form_in(client.get("/contact/")))
    assert send(client, given).status_code == 303
    stored = apps.get_model("inquiries.Inquiry").objects.get()
    owner = signed_in(staff(User, "owner", "view", "export"))
    screen = soup(owner.get(page_of(stored))).text
    person = owner.post("/admin/inquiry/person/", {"email": given["email"], "inquiry": stored.pk, "export": "1"})
    person = person.content.decode()
    typed = [text for name, text in given.items() if "zebra" in str(text) or name in {"email", "phone"}]
    assert len(typed) >= 6
    for text in [*typed, "Which town?"]:
        assert text in screen
        assert text in person


def test_the_consent_is_kept_as_the_visitor_read_it(client: Client) -> None:
    contact = apps.get_model("inquiries.InquiryPage").objects.get()
    contact.consent_text = "Yes, you may call me about giraffes."
    contact.save_revision().publish()
    page = client.get("/contact/")
    box = soup(page).select_one(".inquiry-form [name=consent]")
    read = soup(page).select_one(f"label[for={box['id']}]").text.strip()
    assert read == "Yes, you may call me about giraffes."
    assert send(client, answers(client)).status_code == 303
    contact.consent_text = "Other words since."
    contact.save_revision().publish()
    owner = signed_in(staff(User, "owner", "view", "export"))
    stored = apps.get_model("inquiries.Inquiry").objects.get()
    facts = soup(owner.get(page_of(stored))).select(".inbox-facts dt")
    assert {f.text: f.find_next("dd").text for f in facts}["Agreed to"] == read
    person = owner.post("/admin/inquiry/person/", {"email": "ada@example.com", "inquiry": stored.pk, "export": "1"})
    assert json.loads(person.content)["inquiries"][0]["agreed_to"] == read


def test_nothing_is_stored_without_consent(client: Client) -> None:
    given = answers(client)
    del given["consent"]
    answer = send(client, given)
    assert answer.status_code == 422
    assert as_sent(soup(answer).select_one(".inquiry-form")).get("consent") is None
    assert not apps.get_model("inquiries.Inquiry").objects.exists()


def test_page_and_campaign_that_brought_a_visitor_are_read_in_the_inbox(client: Client) -> None:
    given = answers(client, address="/conditions/hip-pain/")
    send(client, given, referer="http://testserver/conditions/hip-pain/?utm_source=giraffe-leaflet")
    stored = apps.get_model("inquiries.Inquiry").objects.get()
    screen = soup(signed_in(staff(User, "desk", "view")).get(page_of(stored)))
    facts = {f.text: f.find_next("dd").text.strip() for f in screen.select(".inbox-facts dt")}
    assert (facts["Page"], facts["utm_source"]) == ("Hip pain", "giraffe-leaflet")
