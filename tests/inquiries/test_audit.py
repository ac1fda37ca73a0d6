"""Everything staff do in the inbox is logged: who, what and when, and nothing that anybody wrote."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from tests.inquiries.inbox_help import make_inquiry, page_of, signed_in, soup, staff, step

pytestmark = pytest.mark.django_db
WORDS = ("Ada", "zebra", "giraffe", "example.com", "917")  # words written by visitors, or by staff about them
PERSON = {"email": "ada@example.com"}


@dataclass
class Desk:
    """Somebody with every right, with an inquiry to work on."""

    client: Client
    inquiry: Any

    def step(self, name: str, /, **data: Any) -> Any:
        return step(self.client, self.inquiry, name, **data)

    def propose(self) -> None:
        day = timezone.localdate() + timedelta(days=7)
        self.step("proposal", day=day.isoformat(), time="10:00", minutes=45, text="giraffe", key=uuid4())

    def bulk(self, action: str, **data: Any) -> Any:
        address = f"/admin/bulk/inquiries/inquiry/{action}/?id={self.inquiry.pk}&next=/admin/inquiry/"
        return self.client.post(address, data)

    def undo_on(self, answer: Any) -> str:
        """The address for undoing the step, from the page that the answer leads to."""
        answer = self.client.get(answer.url)
        found = re.search(
            r'w-action-url-value="([^"]+/undo/[^"]+)"|action="([^"]+/undo/[^"]+)"', answer.content.decode()
        )
        assert found
        return found[1] or found[2]

    def failed_mail(self, **of: Any) -> Any:
        given = {"purpose": "reminder", "recipient": "giraffe@example.com", "state": "needs_attention"} | of
        return apps.get_model("inquiries.Mail").objects.create(**given)

    def make_suspect(self) -> None:
        self.inquiry.is_suspect = True
        self.inquiry.save()


Act = Callable[[Desk], Any]


def assign_in_bulk(desk: Desk) -> None:
    desk.bulk("assign", assignee=User.objects.get(username="owner").pk)


def release_in_bulk(desk: Desk) -> None:
    desk.make_suspect()
    desk.bulk("not_spam")


def undo(desk: Desk) -> None:
    desk.client.post(desk.undo_on(desk.step("state", state="booked")))


def undo_many(desk: Desk) -> None:
    desk.client.post(desk.undo_on(desk.bulk("state", state="closed")))


def release(desk: Desk) -> None:
    desk.make_suspect()
    desk.step("not-spam")


def call_off(desk: Desk) -> None:
    desk.propose()
    desk.step("call-off", text="giraffe", key=uuid4())


def send_again(desk: Desk) -> None:
    mail = desk.inquiry.mails.get(purpose="confirmation")
    desk.inquiry.mails.update(state="bounced")
    desk.step(f"mails/{mail.pk}")


def send_staff_mail_again(desk: Desk) -> None:
    desk.client.post(f"/admin/inquiry/mails/{desk.failed_mail().pk}/", {"to": "other-giraffe@example.com"})


def correct(desk: Desk) -> None:
    desk.step("correct", name="Giraffe", email="giraffe@example.com", phone="555 000 1111")


def add_by_hand(desk: Desk) -> None:
    given = {"came_by": "phone", "received": "2026-11-03 10:00", "name": "Giraffe", "phone": "555 000 1111"}
    given |= {"contact_by": "phone", "consent_note": "giraffe", "state": "new", "key": str(uuid4())}
    desk.client.post("/admin/inquiry/add/", given)
    desk.inquiry = apps.get_model("inquiries.Inquiry").objects.latest("pk")


def merge(desk: Desk) -> None:
    other = make_inquiry(phone="917 555 0142")
    desk.step(f"merge/{other.pk}")
    ModelLogEntry.objects.filter(object_id=str(other.pk)).update(label=str(desk.inquiry))


def separate(desk: Desk) -> None:
    merge(desk)
    desk.step(f"separate/{desk.inquiry.merged.get().pk}")
    ModelLogEntry.objects.exclude(object_id=str(desk.inquiry.pk)).update(label=str(desk.inquiry))


def say_what_became(desk: Desk) -> None:
    desk.inquiry.state = "not_booked"
    desk.inquiry.save()
    desk.step("not-booked", lost_reason="price")


def set_webhook(desk: Desk) -> None:
    User.objects.get(username="owner").user_permissions.add(Permission.objects.get(codename="change_inquiryrouting"))
    given = {"url": "https://giraffe.example.com/", "events": ["new"], "is_on": "on"}
    assert desk.client.post("/admin/inquiry/webhook/", given).status_code == 200


def drop(desk: Desk) -> None:
    desk.client.post(f"/admin/inquiry/mails/{desk.failed_mail().pk}/", {"drop": "1"})


def find(desk: Desk) -> None:
    desk.client.post("/admin/inquiry/find/", {"q": "ada@example.com"}, follow=True)


def export(desk: Desk) -> None:
    assert b"Ada" in b"".join(desk.client.get("/admin/inquiry/all/?export=csv&state=new").streaming_content)


def purge(desk: Desk) -> None:
    apps.get_model("inquiries.Inquiry").objects.update(created_at=timezone.now() - timedelta(days=400))
    call_command("purge", stdout=StringIO())


FOLLOW_UP = {"follow_up_on": "2099-12-24"}
# Each step with the log lines it leaves and its entry in the timeline (None if it doesn't concern one inquiry).
DONE: dict[str, tuple[Act, list[str], str | None]] = {
    "look": (lambda d: d.client.get(page_of(d.inquiry)), ["view"], None),
    "state": (lambda d: d.step("state", state="booked"), ["state"], "New → Booked, owner"),
    "state in bulk": (lambda d: d.bulk("state", state="booked"), ["state"], "New → Booked, owner"),
    "close in bulk": (lambda d: d.bulk("state", state="closed"), ["state"], "New → Closed, owner"),
    "spam in bulk": (lambda d: d.bulk("spam"), ["state"], "New → Spam, owner"),
    "undo": (undo, ["state", "undo"], "Taken back: New again, owner"),
    "undo in bulk": (undo_many, ["state", "undo"], "Taken back: New again, owner"),
    "not spam": (release, ["released"], "Marked as not spam, owner"),
    "not spam in bulk": (release_in_bulk, ["released"], "Marked as not spam, owner"),
    "assign": (
        lambda d: d.step("assign", assignee=User.objects.get(username="owner").pk), ["assigned"],
        "Assigned to owner, owner",
    ),
    "assign in bulk": (assign_in_bulk, ["assigned"], "Assigned to owner, owner"),
    "follow up": (lambda d: d.step("follow-up", **FOLLOW_UP), ["follow_up"], "Follow up on December 24, 2099, owner"),
    "follow up in bulk": (
        lambda d: d.bulk("follow_up", **FOLLOW_UP), ["follow_up"], "Follow up on December 24, 2099, owner"
    ),
    "keep": (lambda d: d.step("keep/1"), ["held"], "Marked “never erase”, owner"),
    "note": (lambda d: d.step("note", text="giraffe"), ["note"], None),
    "reply": (
        lambda d: d.step("reply", text="giraffe", key=uuid4()),
        ["reply", "state"],
        "Replied to the visitor, owner",
    ),
    "proposal": (lambda d: d.propose(), ["proposal", "state"], "Proposed an appointment, owner"),
    "call off": (call_off, ["cancellation", "proposal", "state"], "Canceled an appointment, owner"),
    "sent again": (send_again, ["sent_again"], "Sent an email again: confirmation to the visitor, owner"),
    "corrected": (
        correct, ["name_corrected", "email_corrected", "phone_corrected"],
        "Corrected the visitor’s phone number, owner",
    ),
    "added by hand": (add_by_hand, ["by_hand"], "Added by hand: phone call, owner"),
    "merge": (merge, ["merged", "merged_away"], None),
    "separate": (separate, ["merged", "merged_away", "separated", "separated"], None),
    "what became of it": (say_what_became, ["outcome"], "Not booked: Price, owner"),
    "staff's mail again": (send_staff_mail_again, ["sent_again"], None),
    "staff's mail dropped": (drop, ["dropped"], None),
    "list": (lambda d: d.client.get("/admin/inquiry/"), ["list"], None),
    "find": (find, ["find"], None),
    "mails": (lambda d: d.client.get("/admin/inquiry/mails/"), ["mails"], None),
    "export": (export, ["export"], None),
    "vcard": (lambda d: d.client.get(f"/admin/inquiry/{d.inquiry.pk}/vcard/"), ["vcard"], None),
    "webhook": (set_webhook, ["webhook"], None),
    "calendar": (lambda d: d.client.post("/admin/inquiry/calendar/", {"on": "1"}), ["feed_on"], None),
    "no calendar": (lambda d: d.client.post("/admin/inquiry/calendar/", {"off": "1"}), ["feed_off"], None),
    "find a person": (lambda d: d.client.post("/admin/inquiry/person/", PERSON | {"find": "1"}), ["find_person"], None),
    "export a person": (
        lambda d: d.client.post("/admin/inquiry/person/", PERSON | {"inquiry": d.inquiry.pk, "export": "1"}),
        ["export_person"], None,
    ),
    "erase a person": (
        lambda d: d.client.post(
            "/admin/inquiry/person/", PERSON | {"inquiry": d.inquiry.pk, "erase": "1", "sure": "1"}
        ), ["erase"], None
    ),
    "retention": (purge, ["purge"], None),
}  # fmt: skip


@pytest.fixture
def desk(time_machine: Any) -> Iterator[Desk]:
    time_machine.move_to("2026-11-03T15:30:00+00:00", tick=False)
    owner = staff(User, "owner", "view", "answer", "export", "erase")
    owner.user_permissions.add(Permission.objects.get(codename="add_replytemplate"))
    desk = Desk(signed_in(owner), make_inquiry(phone="917 555 0142"))
    ModelLogEntry.objects.all().delete()
    return desk


@pytest.mark.parametrize("name", DONE)
def test_what_staff_do_is_on_record(desk: Desk, name: str) -> None:
    act, lines, said = DONE[name]
    act(desk)
    looks = [] if name in {"look", "list"} else ["inquiries.view", "inquiries.list"]  # a step leads back to these pages
    entries = list(ModelLogEntry.objects.exclude(action__in=looks))
    wanted = [line if "." in line else f"inquiries.{line}" for line in lines]
    assert sorted(entry.action for entry in entries) == sorted(wanted)
    by_nobody = name == "retention"
    assert {entry.user and entry.user.username for entry in entries} == {None if by_nobody else "owner"}
    assert {entry.timestamp for entry in entries} == {timezone.now()}
    about = {"Inquiry " + desk.inquiry.reference, "Settings for inquiries"}
    assert {entry.label for entry in entries} <= about
    kept = " ".join(f"{entry.label} {entry.data}" for entry in entries)
    assert not [word for word in WORDS if word in kept]
    if said:
        timeline = soup(desk.client.get(page_of(desk.inquiry))).select(".inbox-timeline li")
        steps = [(li.time["datetime"], " ".join(li.span.text.split())) for li in timeline]
        assert ("2026-11-03T10:30:00-05:00", said) in steps


def test_every_kind_of_line_is_tried_above() -> None:
    known = {action for action, _ in registry.get_choices() if action.startswith("inquiries.")}
    elsewhere = {"inquiries.routing_changed", "inquiries.routing_kept"}  # tests/inquiries/test_routing_rights.py
    done = {f"inquiries.{line}" for _, lines, _ in DONE.values() for line in lines if "." not in line}
    assert known == done | elsewhere


def test_counts_and_filters_are_on_record_in_numbers(desk: Desk) -> None:
    for name in ("export", "export a person", "erase a person"):
        DONE[name][0](desk)
    kept = dict(ModelLogEntry.objects.filter(action__startswith="inquiries.").values_list("action", "data"))
    assert kept["inquiries.export"] == {"count": 1, "format": "csv", "columns": 34, "narrowed_by": ["state"]}
    assert kept["inquiries.export_person"] == {"count": 1}
    assert kept["inquiries.erase"] == {"count": 1}
