"""The dashboard's inbox figures match a count by hand, and its charts come with the numbers."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from content.caching.version import invalidate
from content.models import ClinicSettings, ConditionPage
from inquiries.inbox.figures import figures
from inquiries.mail.delivery_health import WORKER
from inquiries.models import Mail, Stamp
from inquiries.privacy.retention import inquiry_settings
from tests.inquiries.inbox_help import CANARY, listed, make_inquiry, signed_in, soup, staff

pytestmark = pytest.mark.django_db


def new_york(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=timezone.get_current_timezone())  # type: ignore[arg-type]


@pytest.fixture
def hours(settings: Any) -> None:
    settings.TIME_ZONE = "America/New_York"
    clinic = ClinicSettings.default()
    hours, days = clinic.opening_hours.model, clinic.special_days.model
    clinic.opening_hours = [hours(weekday=day, opens=time(9), closes=time(17)) for day in range(5)]
    clinic.special_days = [days(label="Closed", first_day=date(2026, 11, 3), last_day=date(2026, 11, 3))]
    clinic.save()
    limits = inquiry_settings()
    limits.answer_within_hours = 3
    limits.save()


def answered(received: datetime, first: datetime, **more: Any) -> None:
    make_inquiry(created_at=received, first_answered_at=first, state="contacted", **more)


def test_times_to_the_first_answer_match_a_count_by_hand(hours: None) -> None:
    answered(new_york(2026, 10, 29, 10), new_york(2026, 10, 29, 11))  # 1 h
    answered(new_york(2026, 10, 30, 16), new_york(2026, 11, 2, 10))  # 1 + 1 h, over the weekend the clocks change
    answered(new_york(2026, 11, 2, 16), new_york(2026, 11, 4, 11))  # 1 + closed day + 2 h, just within the limit
    answered(new_york(2026, 10, 29, 20), new_york(2026, 10, 30, 16))  # 7 h, night not counted
    make_inquiry(created_at=new_york(2026, 10, 29, 10), first_answered_at=timezone.now(), state="spam")
    found = figures(new_york(2026, 11, 5, 12))["answer_times"]
    assert found.answered == 4
    assert found.median_hours == pytest.approx(2.5)  # the median of 1, 2, 3 and 7
    assert found.slowest_tenth_hours == pytest.approx(5.8)
    assert found.within_limit_percent == 75


def test_weeks_conditions_and_pages_are_counted(hours: None) -> None:
    first, second = ConditionPage.objects.live().order_by("path")[:2]
    page = Page.objects.get(slug="contact")
    now = datetime(2026, 11, 5, 17, tzinfo=UTC)
    make_inquiry(created_at=now, about=f"{first.title}\n{second.title}", source_page=page)
    make_inquiry(created_at=now - timedelta(days=7), about=first.title, source_page=page)
    make_inquiry(created_at=now, about="A page long gone")
    make_inquiry(created_at=now, about=first.title, is_suspect=True)
    make_inquiry(created_at=now - timedelta(weeks=13), about=first.title)
    shown = figures(now)
    found = {chart.title: chart.bars for chart in shown["charts"]}
    assert found["Inquiries per week"][-2:] == [("Oct 26", 1), ("Nov 2", 2)]
    assert len(found["Inquiries per week"]) == 12
    assert dict(found["By condition"]) == {first.title: 2, second.title: 1, "Other": 1}
    assert [(row.title, row.inquiries) for row in shown["pages"].rows] == [(page.title, 2), ("Not known", 1)]


def test_a_renamed_condition_counts_and_is_found_under_its_new_name() -> None:
    page = ConditionPage.objects.live().order_by("path").first()
    page.save_revision().publish()
    old, page.title = page.title, "Aches of quite another name"
    one = make_inquiry(about=old)
    page.save_revision().publish()
    invalidate()
    two = make_inquiry(about=page.title)
    make_inquiry(about="A page long gone")
    [counted] = [chart.bars for chart in figures()["charts"] if chart.title == "By condition"]
    assert dict(counted) == {page.title: 2, "Other": 1}
    desk = signed_in(staff(User, "desk", "view"))
    assert set(listed(desk.get(f"/admin/inquiry/all/?about={page.pk}"))) == {one.reference, two.reference}


def test_the_dashboard_shows_what_waits_to_those_who_may() -> None:
    oldest = make_inquiry(created_at=timezone.now() - timedelta(hours=5))
    make_inquiry()
    now = timezone.now()
    make_inquiry(created_at=now - timedelta(hours=9), state="contacted", wrote_again_at=now)  # waits from now on
    desk = signed_in(staff(User, "desk", "view"))
    panel = soup(desk.get("/admin/")).find(id="inbox-section")
    assert "3 to answer" in " ".join(panel.text.split())
    assert panel.find("a", href=f"/admin/inquiry/inspect/{oldest.pk}/")
    assert CANARY not in panel.text
    table = panel.select_one("table.inbox-bars")
    assert table.caption
    row = table.select("tbody tr")[-1]
    assert row.select_one("svg rect")
    assert row.select("td")[-1].text == "3"
    editor = signed_in(staff(User, "editor"))
    assert soup(editor.get("/admin/")).find(id="inbox-section") is None


def test_an_empty_dashboard_is_kind() -> None:
    desk = signed_in(staff(User, "desk", "view"))
    panel = soup(desk.get("/admin/")).find(id="inbox-section")
    assert "No one is waiting" in " ".join(panel.text.split())
    assert "No inquiries in the last twelve weeks" in panel.text


def test_stuck_mail_is_said_on_the_dashboard() -> None:
    make_inquiry()
    long_ago = timezone.now() - timedelta(minutes=40)
    Mail.objects.update(queued_at=long_ago, next_attempt_at=long_ago)
    desk = signed_in(staff(User, "desk", "view"))
    Stamp.objects.create(name=WORKER, at=long_ago)
    said = " ".join(soup(desk.get("/admin/")).find(id="inbox-section").text.split())
    assert "waiting to be sent for 40 minutes" in said
    assert "The delivery worker has not run for 40 minutes" in said


def test_the_dashboard_costs_a_fixed_number_of_queries() -> None:
    make_inquiry(about="Hip pain")
    with CaptureQueriesContext(connection) as few:
        figures()
    for _ in range(15):
        make_inquiry(about="Hip pain\nNeck tension")
    with CaptureQueriesContext(connection) as many:
        figures()
    assert len(many) <= len(few)
