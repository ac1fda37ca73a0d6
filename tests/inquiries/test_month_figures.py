"""What became of a month's inquiries matches a count by hand, across a clock change and a closed day."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from content.models import PractitionerPage
from inquiries.inbox.month_figures import month_figures
from inquiries.models import Inquiry
from tests.inquiries.inbox_help import act, make_inquiry, page_of, seen_after, signed_in, soup, staff, step
from tests.inquiries.test_inbox_figures import answered, hours, new_york  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
MONTH = "/admin/inquiry/month/?month=2026-10"


def table(page: Any, title: str) -> dict[str, list[str]]:
    """The rows of the table whose caption starts with `title`."""
    (found,) = [each for each in page.select("table") if each.caption.text.strip().startswith(title)]
    return {row.th.text: [cell.text.strip() for cell in row.select("td")][1:] for row in found.select("tbody tr")}


def test_a_months_outcomes_and_answer_times_match_a_count_by_hand(hours: None) -> None:  # noqa: F811
    who = PractitionerPage.objects.live().first()
    at = new_york(2026, 10, 30, 16)
    answered(at, new_york(2026, 11, 2, 10), referrer_host="www.google.com")  # 1 + 1 h, across the clock-change weekend
    later = new_york(2026, 11, 4, 11)
    make_inquiry(created_at=at, first_answered_at=later, state="booked", booked_with=who)  # 1 + 8 + 0 + 2 h
    make_inquiry(created_at=at, first_answered_at=at, state="booked", came_by="phone")  # answered on the phone at once
    make_inquiry(created_at=new_york(2026, 10, 31, 23, 59), state="not_booked", lost_reason="price")
    make_inquiry(created_at=new_york(2026, 10, 1), state="not_booked", campaign={"utm_source": "leaflet"})
    make_inquiry(created_at=at, state="spam")
    make_inquiry(created_at=at, is_suspect=True)
    make_inquiry(created_at=at, merged_into=Inquiry.objects.first())
    make_inquiry(created_at=new_york(2026, 9, 30, 23, 59))
    make_inquiry(created_at=new_york(2026, 11, 1))
    page = soup(signed_in(staff(User, "desk", "view")).get(MONTH))
    assert "5 inquiries came in that month" in " ".join(page.text.split())
    assert table(page, "What became of them") == {
        "Booked": ["2"],
        "Not booked": ["2"],
        "Contacted, still open": ["1"],
        "Not answered yet": ["0"],
        "Closed": ["0"],
        "Spam": ["1"],
        "Suspected spam, not checked": ["1"],
    }
    assert table(page, "Booked with") == {who.title: ["1"], "Not said": ["1"]}
    assert table(page, "Not booked because") == {"Price": ["1"], "Not said": ["1"]}
    assert table(page, "By source") == {
        "Website": ["2", "1", "11 h"],
        "Phone call": ["1", "1", "–"],
        "Website, from leaflet": ["1", "0", "–"],
        "Website, from www.google.com": ["1", "0", "2 h"],
    }


def test_a_month_without_inquiries_and_a_nonsense_month_are_pages(desk: Client) -> None:
    assert "No inquiries came in that month" in desk.get("/admin/inquiry/month/?month=2001-13").content.decode()
    assert "October 2026" in desk.get(MONTH).content.decode()
    assert "2099" not in desk.get("/admin/inquiry/month/?month=2099-01").content.decode()
    assert month_figures(datetime(2020, 1, 1).date())["received"] == 0
    assert signed_in(staff(User, "editor")).get(MONTH).status_code == 302


def test_each_month_leads_to_its_neighbors_and_none_to_the_future(desk: Client) -> None:
    def links(address: str) -> list[str]:
        return [link["href"] for link in soup(desk.get(address)).select(".inbox-months a")]

    assert links("/admin/inquiry/month/?month=2020-01") == ["?month=2019-12", "?month=2020-02"]
    assert len(links("/admin/inquiry/month/")) == 1


def test_a_booking_holds_when_and_with_whom_and_says_what_is_wrong_with_it(desk: Client) -> None:
    inquiry = make_inquiry(created_at=new_york(2026, 11, 2))
    who = PractitionerPage.objects.live().first()
    act(desk, inquiry, "state", state="booked")
    wrong = step(desk, inquiry, "booked", day="2027-01-04", time="", booked_with=who.pk)
    assert wrong.status_code == 422
    assert "Enter both day and time, or neither." in wrong.content.decode()
    wrong = step(desk, inquiry, "booked", day="2027-03-14", time="02:30")
    assert wrong.status_code == 422
    assert "The clocks go forward then" in wrong.content.decode()
    wrong = step(desk, inquiry, "booked", day="2025-01-06", time="09:30")
    assert "That is before the inquiry came in. Check the year." in wrong.content.decode()
    shown = seen_after(desk, inquiry, "booked", day="2027-01-04", time="09:30", booked_with=who.pk)
    inquiry.refresh_from_db()
    assert timezone.localtime(inquiry.booked_for).strftime("%Y-%m-%d %H:%M") == "2027-01-04 09:30"
    assert f"Booked for January 4, 2027, at 9:30 a.m. with {who.title}" in soup(shown).select_one(
        ".inbox-timeline"
    ).text.replace("\n", " ")
    act(desk, inquiry, "state", state="contacted")
    assert "booked_for" not in desk.get(page_of(inquiry)).content.decode()


def test_pages_tell_how_soon_was_answered_and_dashboard_and_menu_count_suspects(hours: None, time_machine: Any) -> None:  # noqa: F811
    time_machine.move_to(new_york(2026, 11, 5, 12), tick=False)
    page = Page.objects.get(slug="contact")
    answered(new_york(2026, 11, 2, 16), new_york(2026, 11, 4, 11), source_page=page)  # 1 + closed day + 2 h
    answered(new_york(2026, 11, 2, 9), new_york(2026, 11, 2, 9, 30), source_page=page)
    make_inquiry(created_at=timezone.now(), source_page=page)
    make_inquiry(is_suspect=True)
    desk = signed_in(staff(User, "desk", "view"))
    shown = soup(desk.get("/admin/"))
    assert shown.select_one("#inbox-section a[href='/admin/inquiry/suspects/']").strong.text == "1"
    assert "1 unread, 1 suspected spam" in shown.decode()
    assert table(soup(desk.get("/admin/inquiry/pages/")), "By page")[page.title] == ["3", "0", "–", "1.8 h"]
