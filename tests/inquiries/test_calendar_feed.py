"""Follow-ups and appointments in a staff member's own calendar: secret, without names, and gone when the right is."""

import logging
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from inquiries.models import CalendarFeed, Inquiry
from tests.inquiries.inbox_help import CANARY, act, make_inquiry, open_day, soup, staff

pytestmark = pytest.mark.django_db
PAGE = "/admin/inquiry/calendar/"


def turned_on(desk: Client) -> str:
    """The path of a new feed, which the page shows only once."""
    address = soup(desk.post(PAGE, {"on": "1"})).select_one("#calendar-address")["value"]
    assert address not in desk.get(PAGE).content.decode()
    return "/" + address.split("/", 3)[3]


def events(path: str) -> dict[str, Any]:
    answer = Client().get(path)
    assert answer.status_code == 200
    return {str(event["summary"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_the_feed_holds_follow_ups_bookings_and_proposals_and_no_name(desk: Client, time_machine: Any) -> None:
    mine = User.objects.get(username="desk")
    day = timezone.localdate() + timedelta(days=3)
    due = make_inquiry(follow_up_on=day, about="Hip pain", assignee=mine)
    make_inquiry(follow_up_on=day, assignee=staff(User, "other", "view"))
    for done in ("closed", "spam"):
        make_inquiry(follow_up_on=day, state=done)
    make_inquiry(follow_up_on=day, is_suspect=True)
    in_spring = make_inquiry(follow_up_on=day, state="not_booked")  # reminders tell of it, too
    at = timezone.now().replace(microsecond=0) + timedelta(days=2)
    booked = make_inquiry(state="booked", booked_for=at)
    proposed, canceled, lost = make_inquiry(name="李 Wei"), make_inquiry(), make_inquiry()
    kept, one, two = make_inquiry(name="Bo"), make_inquiry(), make_inquiry()
    for inquiry in (proposed, canceled, lost, booked, one, two):
        act(desk, inquiry, "proposal", day=open_day(), time="10:00", minutes=45, key=uuid4())
    act(desk, canceled, "call-off", key=uuid4())
    act(desk, lost, "state", state="not_booked")
    Inquiry.objects.filter(pk__in=[one.pk, two.pk]).update(merged_into=kept)
    path = turned_on(desk)
    found = events(path)
    assert set(found) == {
        f"Follow up: A. E., {due.reference}",
        f"Follow up: A. E., {in_spring.reference}",
        f"Booked: A. E., {booked.reference}",
        f"Proposed: 李. W., {proposed.reference}",
        f"Proposed: B., {kept.reference}",
    }
    follow_up = found[f"Follow up: A. E., {due.reference}"]
    assert follow_up.decoded("dtstart") == date(day.year, day.month, day.day)
    assert str(follow_up["url"]).endswith(f"/admin/inquiry/inspect/{due.pk}/")
    assert found[f"Booked: A. E., {booked.reference}"].decoded("dtstart") == at
    text = Client().get(path).content.decode()
    assert text.count("BEGIN:VEVENT") == len(found)
    assert not [word for word in ("Ada", "Example", "Hip pain", CANARY, "example.com\r\nATTENDEE") if word in text]
    time_machine.move_to(timezone.now() + timedelta(days=60))
    assert not events(path)


def test_the_feed_is_private_and_its_key_is_never_stored_or_logged(desk: Client, caplog: Any) -> None:
    path = turned_on(desk)
    key = path.rpartition("/")[2].removesuffix(".ics")
    with caplog.at_level(logging.DEBUG):
        answer = Client().get(path)
        assert Client().get(path.replace(key, key[:-1] + "x")).status_code == 404
        assert Client().post(path).status_code == 405
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert key[:-1] not in caplog.text
    assert key not in str(CalendarFeed.objects.values())
    assert "A calendar program last read it" in desk.get(PAGE).content.decode()
    turned_on(desk)
    assert "No calendar program has read it yet" in desk.get(PAGE).content.decode()


@pytest.mark.parametrize("change", ["deactivated", "demoted", "out of the admin", "renewed", "off", "deleted"])
def test_the_feed_ends_with_the_right_and_with_its_address(desk: Client, change: str) -> None:
    path, user = turned_on(desk), User.objects.get(username="desk")
    assert Client().get(path).status_code == 200
    if change == "deactivated":
        User.objects.update(is_active=False)
    elif change == "demoted":
        user.user_permissions.clear()
    elif change == "out of the admin":
        user.groups.clear()
    elif change == "renewed":
        assert Client().get(turned_on(desk)).status_code == 200
    elif change == "off":
        desk.post(PAGE, {"off": "1"})
    else:
        user.delete()
    assert Client().get(path).status_code == 404


def test_an_erased_inquiry_is_gone_from_the_feed(desk: Client) -> None:
    make_inquiry(follow_up_on=timezone.localdate())
    path = turned_on(desk)
    assert events(path)
    Inquiry.objects.all().delete()
    assert not events(path)
