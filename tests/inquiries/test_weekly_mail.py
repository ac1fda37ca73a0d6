"""The owner's Monday mail: its numbers match a count by hand, and its own link turns it off and on again."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from content.models import ClinicSettings, HealthDay
from inquiries.mail.outbox import enqueue
from inquiries.models import Mail
from inquiries.privacy.retention import inquiry_settings
from inquiries.schedule.jobs import run_due_jobs
from inquiries.weekly.mail import send_weekly_report
from search.models import SearchDay
from tests.inquiries.inbox_help import CANARY, deliver, make_inquiry
from tests.inquiries.trouble import failing

pytestmark = pytest.mark.django_db


def new_york(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=timezone.get_current_timezone())  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def owner(settings: Any, django_user_model: Any) -> Any:
    """The owner of a real clinic in New York, open weekdays from nine to five, closed on Wednesday, October 28."""
    settings.TIME_ZONE = "America/New_York"
    clinic = ClinicSettings.default()
    hours, days = clinic.opening_hours.model, clinic.special_days.model
    clinic.opening_hours = [hours(weekday=day, opens=time(9), closes=time(17)) for day in range(5)]
    clinic.special_days = [days(label="Closed", first_day=date(2026, 10, 28), last_day=date(2026, 10, 28))]
    clinic.is_sample = False
    clinic.save()
    limits = inquiry_settings()
    limits.answer_within_hours = 4
    limits.save()
    return django_user_model.objects.create_superuser("olga", "olga@clinic.example", "x" * 14)


MONDAY = (2026, 11, 2, 7)  # the clocks went back on Sunday, November 1, at 2 a.m.


@pytest.fixture
def sent(time_machine: Any) -> Callable[[datetime], list[Any]]:
    """The Monday mails sent at a given moment."""

    def sent(now: datetime) -> list[Any]:
        time_machine.move_to(now)
        send_weekly_report(now)
        return [message for message in deliver() if message.subject.startswith("Your week")]

    return sent


def test_the_numbers_match_a_count_by_hand_across_a_change_of_clocks_and_a_closure(sent: Any) -> None:
    page = Page.objects.get(slug="contact")
    # Monday, October 26, to Sunday, November 1; Sunday's last hour still counts, although winter time has begun.
    made = [
        (new_york(2026, 10, 26, 0, 30), new_york(2026, 10, 26, 10), "booked"),  # 1 h
        (new_york(2026, 10, 27, 16), new_york(2026, 10, 29, 10), "booked"),  # 1 + 1 h, Wednesday closed
        (new_york(2026, 10, 30, 12), new_york(2026, 10, 31, 11), "not_booked"),  # 5 h, Saturday doesn't count
        (new_york(2026, 11, 1, 23, 30), None, "new"),
    ]
    for received, first, state in made:
        make_inquiry(created_at=received, first_answered_at=first, state=state, source_page=page)
    make_inquiry(created_at=new_york(2026, 10, 25, 23, 30), state="closed", source_page=page)  # the week before
    make_inquiry(created_at=new_york(2026, 11, 2, 0, 30), state="closed")  # the week after
    make_inquiry(created_at=new_york(2026, 10, 28, 12), is_suspect=True)
    for day, words, searches, hits in [
        (date(2026, 10, 26), "frozen shoulder", 3, 0),
        (date(2026, 11, 1), "frozen shoulder", 2, 0),
        (date(2026, 11, 1), "hip", 9, 4),
        (date(2026, 11, 2), "cupping", 7, 0),
    ]:
        SearchDay.objects.create(date=day, words=words, searches=searches, hits=hits)
    for name, found in [("dead-link", 2), ("links-elsewhere", 3), ("no-links-in", 9)]:
        HealthDay.objects.create(date=date(2026, 11, 2), check_name=name, found=found)
    HealthDay.objects.create(date=date(2026, 11, 1), check_name="dead-link", found=7)
    [message] = sent(new_york(*MONDAY))
    assert message.to == ["olga@clinic.example"]
    assert message.subject == "Your week: 4 inquiries"
    text = message.body
    assert "October 26, 2026 – November 1, 2026" in text
    assert "4 inquiries, after 1 in the week before." in text
    assert "3 answered so far, half of them within 2 h of opening hours; 67% within your limit of 4 h." in text
    assert "- Booked: 2" in text
    assert "- Not booked: 1" in text
    assert "- Not answered yet: 1" in text
    assert f"- {page.title}: 4" in text
    assert "- frozen shoulder: 5" in text
    assert "cupping" not in text
    assert "- hip" not in text
    assert "Not reviewed: " in text
    assert "Broken links: 5." in text
    assert CANARY not in text
    for words in ("4 inquiries", "frozen shoulder", "Booked: 2"):
        assert words in BeautifulSoup(message.alternatives[0][0], "html.parser").get_text(" ")


@pytest.mark.parametrize(
    ("moments", "mails"),
    [
        ([(2026, 11, 2, 5)], 0),  # Monday, before 6 a.m.
        ([(2026, 11, 2, 6), (2026, 11, 2, 9), (2026, 11, 3, 9)], 1),
        ([(2026, 11, 3, 9)], 0),  # a new site
        ([(2026, 11, 2, 6), (2026, 11, 10, 9)], 2),  # the worker was down on Monday, November 9
        ([(2026, 11, 2, 6), (2026, 11, 12, 9)], 2),  # and until Thursday
        ([(2026, 11, 2, 6), (2026, 11, 13, 9)], 1),  # down for too long: nobody wants old numbers
        ([(2026, 11, 2, 6), (2026, 11, 14, 9)], 1),  # down for too long: nobody wants old numbers
    ],
)
def test_the_monday_mail_goes_out_once_a_week_in_the_morning(moments: list[tuple[int, ...]], mails: int) -> None:
    for moment in moments:
        run_due_jobs(new_york(*moment))
    assert Mail.objects.filter(purpose="weekly_report").count() == mails


def test_a_former_owner_gets_no_monday_mail(owner: Any) -> None:
    type(owner).objects.filter(pk=owner.pk).update(is_active=False)
    send_weekly_report(new_york(*MONDAY))
    assert not Mail.objects.filter(purpose="weekly_report").exists()


def test_an_owner_without_an_address_gets_no_monday_mail(django_user_model: Any) -> None:
    django_user_model.objects.create_superuser("otto")
    send_weekly_report(new_york(*MONDAY))
    assert list(Mail.objects.filter(purpose="weekly_report").values_list("recipient", flat=True)) == [
        "olga@clinic.example"
    ]


def test_when_the_second_mail_fails_no_owner_gets_the_first_one_twice(django_user_model: Any) -> None:
    django_user_model.objects.create_superuser("otto", "otto@clinic.example")
    mails = count(1)
    with failing(lambda sql: sql.startswith('INSERT INTO "inquiries_mail"') and next(mails) == 2) as failed:
        run_due_jobs(new_york(*MONDAY))
    assert len(failed) == 1
    run_due_jobs(new_york(*MONDAY) + timedelta(hours=2))
    sent = Mail.objects.filter(purpose="weekly_report")
    assert sorted(mail.recipient for mail in sent) == ["olga@clinic.example", "otto@clinic.example"]


def test_the_page_that_brought_most_inquiries_comes_first(sent: Any) -> None:
    contact, hip = Page.objects.get(slug="contact"), Page.objects.get(slug="hip-pain")
    for page in (contact, hip, hip):
        make_inquiry(created_at=new_york(2026, 10, 30, 12), source_page=page)
    [message] = sent(new_york(*MONDAY))
    assert f"- {hip.title}: 2\n- {contact.title}: 1" in message.body


def test_five_searches_are_named_and_the_others_counted(sent: Any) -> None:
    for number in range(1, 8):
        SearchDay.objects.create(date=date(2026, 10, 30), words=f"wish {number}", searches=10 - number)
    [message] = sent(new_york(*MONDAY))
    assert "- wish 5: 5\n- and 2 more\n" in message.body
    assert "wish 6" not in message.body
    assert "and 2 more" in message.alternatives[0][0]


def test_the_worker_sends_the_monday_mail_but_not_for_the_sample_clinic(time_machine: Any) -> None:
    time_machine.move_to(new_york(*MONDAY))
    ClinicSettings.objects.update(is_sample=True)
    run_due_jobs(new_york(*MONDAY))
    assert not Mail.objects.filter(purpose="weekly_report").exists()
    ClinicSettings.objects.update(is_sample=False)
    run_due_jobs(new_york(*MONDAY) + timedelta(days=7))
    assert Mail.objects.filter(purpose="weekly_report").count() == 1


def link_in(message: Any) -> str:
    return str(re.search(r"https?://[^/\s]+(/inquiries/monday-email/\S+)", message.body)[1])  # type: ignore[index]


def press(client: Client, link: str) -> BeautifulSoup:
    """Press the button on the page behind the link."""
    button = BeautifulSoup(client.get(link).content, "html.parser").select_one("main form button")
    assert button is not None
    answer = client.post(link, {button["name"]: button["value"]}, follow=True)
    return BeautifulSoup(answer.content, "html.parser")


def test_the_link_turns_the_mail_off_and_on_again_without_signing_in(client: Client, sent: Any) -> None:
    [message] = sent(new_york(*MONDAY))
    link = link_in(message)
    assert link in message.alternatives[0][0]
    opened = client.get(link)  # as a mail scanner does
    assert opened["Referrer-Policy"] == "no-referrer"  # the address alone grants the right to turn it off
    assert opened["X-Robots-Tag"] == "noindex"
    assert "no-store" in opened["Cache-Control"]
    week = timedelta(days=7)
    assert len(sent(new_york(*MONDAY) + week)) == 1
    assert "The Monday email is off" in press(client, link).get_text()
    assert sent(new_york(*MONDAY) + 2 * week) == []
    assert "is on again" in press(client, link).get_text()
    assert len(sent(new_york(*MONDAY) + 3 * week)) == 1


def test_mail_programs_turn_the_mail_off_with_one_click(client: Client, sent: Any) -> None:
    [message] = sent(new_york(*MONDAY))
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link_in(message) in message.extra_headers["List-Unsubscribe"]
    client.post(link_in(message), {"List-Unsubscribe": "One-Click"})
    assert sent(new_york(*MONDAY) + timedelta(days=7)) == []


def test_a_link_not_signed_by_this_site_is_refused(client: Client, owner: Any, sent: Any) -> None:
    [message] = sent(new_york(*MONDAY))
    assert client.post(link_in(message)[:-3] + "abc/").status_code == 404
    for change in ({"is_superuser": False}, {"is_superuser": True, "is_active": False}):
        type(owner).objects.filter(pk=owner.pk).update(**change)
        assert client.get(link_in(message), follow=True).status_code == 404


def test_other_mails_have_no_link_to_turn_them_off() -> None:
    enqueue(Mail.Purpose.REMINDER, ["ines@clinic.example"], None, overdue=1)
    [message] = deliver()
    assert "List-Unsubscribe" not in message.extra_headers
