"""Two inquiries from one person become one, and can be separated again exactly as they were."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from inquiries.inbox.figures import figures
from inquiries.models import Inquiry, InquiryNote, Mail, Message
from inquiries.privacy.retention import purge
from tests.inquiries.inbox_help import act, listed, make_inquiry, open_day, page_of, seen_after, signed_in, soup, staff

pytestmark = pytest.mark.django_db
ALL = "/admin/inquiry/all/"


@pytest.fixture
def first() -> Inquiry:
    inquiry = make_inquiry(state="closed", message="the earlier words", phone="917 555 0142", about="Hip pain")
    InquiryNote.objects.create(inquiry=inquiry, text="a note of the first")
    return inquiry


@pytest.fixture
def second() -> Inquiry:
    inquiry = make_inquiry(
        message="the later words", name="Ada B. Example", email="ADA@example.com", session="Long, 75 minutes"
    )
    InquiryNote.objects.create(inquiry=inquiry, text="a note of the second")
    Message.objects.create(inquiry=inquiry, kind="inbound", text="a mail of theirs", inbound_id="<theirs@example.com>")
    return inquiry


def rows() -> list[dict[str, Any]]:
    return list(Inquiry.objects.order_by("pk").values())


def test_a_merge_shows_all_on_one_page_counts_once_and_is_undone_exactly(
    desk: Client, first: Inquiry, second: Inquiry
) -> None:
    desk.get(page_of(first))
    before = rows()
    shown = seen_after(desk, first, f"merge/{second.pk}")
    page = soup(shown).text
    for words in ("the earlier words", "the later words", "a note of the second", "a mail of theirs", second.reference):
        assert words in page
    assert "Session: Long, 75 minutes" in page
    assert second.reference in {each.text for each in soup(shown).select(".inbox-timeline .inbox-meta")}
    everything = desk.get(ALL)
    assert listed(everything) == [first.reference]
    assert "wrote more than once" not in everything.content.decode()
    assert listed(desk.get("/admin/inquiry/")) == [first.reference]  # the second is still waiting for an answer
    assert sum(bar.inquiries for bar in figures()["charts"][0].bars) == 1
    assert figures()["to_answer"] == 1
    assert desk.get(page_of(second)).headers["Location"] == page_of(first)
    found = desk.post("/admin/inquiry/find/", {"q": second.reference}, follow=True)
    assert listed(found) == [first.reference]
    act(desk, first, f"separate/{second.pk}")
    assert rows() == before
    assert set(listed(desk.get(ALL))) == {first.reference, second.reference}


def test_what_was_merged_before_moves_along_and_comes_back(desk: Client, first: Inquiry, second: Inquiry) -> None:
    third = make_inquiry(message="the third words")
    act(desk, second, f"merge/{third.pk}")
    act(desk, first, f"merge/{second.pk}")
    assert listed(desk.get(ALL)) == [first.reference]
    page = soup(desk.get(page_of(first)))
    assert "the third words" in page.text
    assert len(page.select("form[action*='/separate/']")) == 1  # what came along goes along
    act(desk, first, f"separate/{second.pk}")
    third.refresh_from_db()
    assert third.merged_into == second
    assert set(listed(desk.get(ALL))) == {first.reference, second.reference}


def test_a_reply_answers_both_and_their_mail_comes_to_the_one_that_is_kept(
    desk: Client, first: Inquiry, second: Inquiry
) -> None:
    act(desk, first, f"merge/{second.pk}")
    act(desk, first, "reply", text="Hello", key=uuid4())
    assert not Inquiry.objects.to_answer().exists()
    assert Mail.objects.get(purpose="reply").content.in_reply_to == "<theirs@example.com>"


@pytest.mark.parametrize("held", ["the one that is kept", "the other"])
def test_export_and_erase_of_a_person_cover_both_whichever_is_found(
    desk: Client, first: Inquiry, second: Inquiry, held: str
) -> None:
    act(desk, second, f"merge/{first.pk}")
    act(desk, second, "correct", name="Ada", email="new@example.com", phone="")
    owner = signed_in(staff(User, "owner", "view", "export", "erase"))
    person, asked = "/admin/inquiry/person/", {"phone": "917 555 0142", "inquiry": second.pk}
    exported = owner.post(person, asked | {"export": "1"}).json()["inquiries"]
    assert {each["message"] for each in exported} == {"the earlier words", "the later words"}
    Inquiry.objects.filter(merged_into__isnull=held == "the one that is kept").update(is_held=True)
    owner.post(person, asked | {"erase": "1", "sure": "1"})
    assert Inquiry.objects.count() == 2  # the one marked “never erase” also keeps the other
    Inquiry.objects.update(is_held=False)
    owner.post(person, asked | {"erase": "1", "sure": "1"})
    assert not Inquiry.objects.exists()


def test_what_came_after_a_merge_still_waits_once_it_is_undone(desk: Client, first: Inquiry, second: Inquiry) -> None:
    act(desk, first, f"merge/{second.pk}")
    first.refresh_from_db()
    first.note("inbound")
    first.mark_wrote_again()
    assert first.waiting_since == second.created_at  # asking again starts no new wait
    act(desk, first, f"separate/{second.pk}")
    assert set(Inquiry.objects.to_answer()) == {first, second}


def test_who_wrote_twice_has_waited_since_the_first(desk: Client) -> None:
    new, old = make_inquiry(), make_inquiry(created_at=timezone.now() - timedelta(days=3))
    before = rows()
    act(desk, new, f"merge/{old.pk}")
    assert Inquiry.objects.to_answer().get().waiting_since == old.created_at
    act(desk, new, f"separate/{old.pk}")
    assert rows() == before


def test_an_invitation_sent_after_a_merge_was_undone_is_still_the_newest(
    desk: Client, first: Inquiry, second: Inquiry
) -> None:
    def propose(inquiry: Inquiry, weeks: int) -> None:
        act(desk, inquiry, "proposal", day=open_day(weeks), time="10:00", minutes=45, key=uuid4())

    propose(first, 3)
    propose(second, 4)
    act(desk, first, f"merge/{second.pk}")
    propose(first, 5)
    act(desk, first, f"separate/{second.pk}")
    propose(first, 6)
    sent = [Calendar.from_ical(each.calendar).walk("VEVENT")[0] for each in first.messages.filter(kind="proposal")]
    assert [int(event["sequence"]) for event in sent] == [0, 2, 3]  # calendars heed a higher number only
    other = Calendar.from_ical(second.messages.get(kind="proposal").calendar).walk("VEVENT")[0]
    assert sent[0]["uid"] != sent[1]["uid"] == other["uid"]  # it moved what was proposed last


def test_retention_counts_from_the_last_change_of_either(first: Inquiry, second: Inquiry) -> None:
    Inquiry.objects.update(created_at=timezone.now() - timedelta(days=400))
    Message.objects.all().delete()
    InquiryNote.objects.all().delete()
    Inquiry.objects.filter(pk=second.pk).update(merged_into=first)
    Inquiry.objects.filter(pk=first.pk).update(follow_up_on=timezone.localdate() + timedelta(days=1))
    purge()
    assert Inquiry.objects.count() == 2
    Inquiry.objects.filter(pk=first.pk).update(follow_up_on=None)
    note, mail = InquiryNote(inquiry=second, text="a note"), Message(inquiry=second, kind="reply", text="a reply")
    for written in (note, mail):  # before they were merged
        written.save()
        purge()
        assert Inquiry.objects.count() == 2
        written.delete()
    Inquiry.objects.filter(pk=second.pk).update(is_held=True)
    assert purge(dry_run=True)["closed"] == 0  # nor is it said to be erased soon
    Inquiry.objects.filter(pk=second.pk).update(is_held=False)
    for moment in ("created_at", "state_changed_at"):
        Inquiry.objects.filter(pk=second.pk).update(**{moment: timezone.now() - timedelta(days=2)})
        purge()
        assert Inquiry.objects.count() == 2
        Inquiry.objects.filter(pk=second.pk).update(**{moment: timezone.now() - timedelta(days=400)})
    purge()
    assert not Inquiry.objects.exists()


def test_strangers_and_suspects_are_not_merged(desk: Client, first: Inquiry) -> None:
    stranger = make_inquiry(email="else@example.com", about="Hip pain")
    suspect = make_inquiry(is_suspect=True)
    assert not soup(desk.get(page_of(first))).select("form[action*='/merge/']")
    for other in (stranger, suspect, first):
        assert "These can’t be merged" in seen_after(desk, first, f"merge/{other.pk}").content.decode()
    assert "These are not merged" in seen_after(desk, first, f"separate/{stranger.pk}").content.decode()
    reader = signed_in(staff(User, "reader", "view"))
    same = make_inquiry()
    act(reader, first, f"merge/{same.pk}")
    assert not Inquiry.objects.exclude(merged_into=None).exists()
