"""Every role at every door to a visitor's words: who can read them, and that nobody else can."""

import io
import zipfile
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from inquiries.inbox.actions import write_note
from inquiries.models import Inquiry, Mail
from tests.content.checks_help import take_down_all_but
from tests.inquiries.inbox_help import CANARY, FRONT_DESK, MANAGER, make_inquiry, signed_in
from tests.inquiries.routing_help import OWNER, ROLES, address, client_of, contact, untouched_form

pytestmark = pytest.mark.django_db
WORDS = {
    "message": CANARY,
    "answer": "zebra-answer",
    "note": "zebra-note",
    "name": "Zenobia Canary",
    "email": "zenobia-canary@example.com",
}
REFERENCE = "reference"  # shows that there is an inquiry, but none of its words
VIEWERS, EXPORTERS = {FRONT_DESK, MANAGER, OWNER}, {MANAGER, OWNER}
# Which words each door shows, and to whom; everybody else sees none.
SHOWN: dict[str, tuple[set[str], set[str]]] = {
    "inbox": ({"name", REFERENCE}, VIEWERS),
    "all results": ({"name", REFERENCE}, VIEWERS),
    "find": ({"name", REFERENCE}, VIEWERS),
    "inquiry": ({*WORDS, REFERENCE}, VIEWERS),
    "mails": ({"email", REFERENCE}, VIEWERS),
    "site_history": ({REFERENCE}, VIEWERS),
    "audit log as a file": ({REFERENCE}, VIEWERS),
    "export csv": ({*WORDS, REFERENCE} - {"note"}, EXPORTERS),
    "export xlsx": ({*WORDS, REFERENCE} - {"note"}, EXPORTERS),
    "export a person": ({*WORDS, REFERENCE}, EXPORTERS),
}


@pytest.fixture
def inquiry() -> Inquiry:
    """An inquiry from the contact page that somebody has read, annotated, and listed."""
    take_down_all_but(contact())
    given = {"name": WORDS["name"], "email": WORDS["email"], "answers": f'[["Which?", "{WORDS["answer"]}"]]'}
    one = make_inquiry(source_page=contact(), **given)
    owner = User.objects.create_superuser("reader", "", "x")
    write_note(one, owner, WORDS["note"])
    client = signed_in(owner)
    for seen in (f"/admin/inquiry/inspect/{one.pk}/", "/admin/inquiry/all/", "/admin/inquiry/all/?export=csv"):
        client.get(seen)
    one.mails.update(state=Mail.State.QUEUED)
    return one


def doors(inquiry: Inquiry) -> dict[str, str]:
    """Addresses to GET."""
    older, newer = contact().save_revision(), contact().save_revision()
    site_history = reverse("wagtailadmin_reports:site_history")
    return {
        "inbox": "/admin/inquiry/",
        "all results": "/admin/inquiry/all/results/",
        "inquiry": f"/admin/inquiry/inspect/{inquiry.pk}/",
        "mails": "/admin/inquiry/mails/",
        "figures by page": "/admin/inquiry/pages/",
        "export csv": "/admin/inquiry/all/?export=csv",
        "export xlsx": "/admin/inquiry/all/?export=xlsx",
        "dashboard": "/admin/",
        "editor": address("edit"),
        "draft": address("view_draft"),
        "revision": address("revisions_view", older.pk),
        "comparison": address("revisions_compare", older.pk, newer.pk),
        "history of a page": address("history"),
        "workflow of a page": address("workflow_history"),
        "usage of a page": address("usage"),
        "delete": address("delete"),
        "explorer": reverse("wagtailadmin_explore", args=[contact().get_parent().pk]),
        "search in the admin": reverse("wagtailadmin_pages:search") + "?q=zenob",
        "search for words": reverse("wagtailadmin_pages:search") + "?q=zebra-str",
        "audit log as a file": f"{site_history}?export=csv",
        "page checks": reverse("page_checks"),
        "searches": reverse("searches_report"),
        "routing": reverse("wagtailsettings:edit", args=["inquiries", "inquiryrouting"]),
        "settings of inquiries": reverse("wagtailsettings:edit", args=["inquiries", "inquirysettings"]),
        "reply templates": "/admin/reply_template/",
        "people": reverse("wagtailusers_users:index"),
        "api": reverse("wagtailadmin_api:pages:listing") + "?fields=*",
        "api, the page": reverse("wagtailadmin_api:pages:detail", args=[contact().pk]),
        "site_history": site_history,
    }


def posts(inquiry: Inquiry) -> dict[str, tuple[str, dict[str, Any]]]:
    """Addresses to POST to; the page they redirect to is read."""
    return {
        "find": ("/admin/inquiry/find/", {"q": "zenob"}),
        "export a person": ("/admin/inquiry/person/", {"email": WORDS["email"], "inquiry": inquiry.pk, "export": "1"}),
        "preview": (address("preview_on_edit"), untouched_form()),
    }


def read(answer: Any) -> str:
    """The text of an answer, unpacked."""
    raw = b"".join(answer) if answer.streaming else answer.content
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            raw = b"".join(parts.read(name) for name in parts.namelist())
    return str(raw.decode(errors="replace"))


def get(client: Client, door: str) -> str:
    answer = client.get(door)
    if answer.status_code == 302 and answer["Location"] == "/admin/":  # refused
        return ""
    return read(client.get(answer["Location"]) if answer.status_code == 302 else answer)


def test_no_page_shows_visitors_words_to_visitors(inquiry: Inquiry, client: Client) -> None:
    said = client.get("/contact/").content.decode() + client.get("/search/?q=zebra-str").content.decode()
    assert not [word for word in [*WORDS.values(), inquiry.reference] if word in said]


@pytest.mark.parametrize("role", [role for role in ROLES if role != "Moderators"])  # who see what editors see
def test_each_role_reads_visitors_words_only_where_it_may(role: str, inquiry: Inquiry) -> None:
    client = client_of(role)
    said = {name: get(client, door) for name, door in doors(inquiry).items()}
    said |= {name: read(client.post(door, given, follow=True)) for name, (door, given) in posts(inquiry).items()}
    for mode in ("", "confirmation"):
        said[f"preview {mode}"] = get(client, f"{address('preview_on_edit')}?mode={mode}")
    words = WORDS | {REFERENCE: inquiry.reference}
    seen = {name: {kind for kind, word in words.items() if word in text} for name, text in said.items()}
    assert {name: kinds for name, kinds in seen.items() if kinds} == {
        name: kinds for name, (kinds, roles) in SHOWN.items() if role in roles
    }
    if role in ("Editors", OWNER):  # makes sure there was something to read
        shown = {"editor", "draft", "revision", "comparison", "history of a page", "preview ", "preview confirmation"}
        assert not {name for name in shown if "html" not in said[name]}
