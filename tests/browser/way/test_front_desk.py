"""The front desk's month of work in a browser: from thirty unanswered inquiries to none, and what became of them."""

import re
import urllib.parse
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from inquiries.models import Inquiry
from tests.browser.conftest import RunningSite
from tests.browser.way.staff import FRONT_DESK, Staff, answered, database_of, look_at, press
from tests.inquiries.inbox_help import open_day

SENT = 30
TWICE = ("Visitor 29", "Visitor 30")  # the same person
NOT_BOOKED, CLOSED = ("Visitor 04", "Visitor 05", "Visitor 06", "Visitor 07"), ("Visitor 08", "Visitor 09")
CALLER = "Cora Caller"
PERSON = "Sample Therapist"
# By hand: 31 including the caller; three were booked one by one, and all others except these six together.
RECEIVED, BOOKED, BOOKED_WITH_SOMEBODY = 31, 25, 3


@pytest.fixture
def thirty(running_site: RunningSite, django_db_blocker: Any) -> None:
    """An inbox with thirty waiting inquiries, sent through the form, and nothing else."""
    with django_db_blocker.unblock(), database_of(running_site) as alias:
        Inquiry.objects.using(alias).all().delete()
    with urllib.request.urlopen(f"{running_site.url}/contact/") as answer:
        token = re.search(r'name="token" value="([^"]+)"', answer.read().decode())
    assert token
    for number in range(1, SENT + 1):
        name = f"Visitor {number:02}"
        sent = {
            "name": name,
            "email": f"v{29 if name in TWICE else number}@example.org",
            "phone": f"+1 917 555 {100 + number:04}",
            "contact_by": "either",
            "message": f"My hip aches after {number} hours at a desk.",
            "consent": "on",
            "token": token[1],
        }
        urllib.request.urlopen(f"{running_site.url}/inquiries/send/", urllib.parse.urlencode(sent).encode()).close()


def test_the_front_desk_works_thirty_inquiries_to_booked(thirty: None, staff: Staff) -> None:
    page = staff.at("/admin/", FRONT_DESK)
    expect(page.locator("#inbox-section")).to_contain_text(f"{SENT} to answer")
    look_at(page, "dashboard-front-desk")
    press(page, page.get_by_role("link", name=f"{SENT} to answer"))
    expect(page.locator("td .inbox-name")).to_have_count(SENT)
    look_at(page, "inbox")
    answer_by_keyboard(page)
    book(page, "Visitor 01", weeks=1)
    correct_number(page)
    book(page, "Visitor 02", weeks=2)
    merge_and_undo(page)
    add_by_hand(page)
    book(page, CALLER, weeks=3)
    all_others_at_once(page)
    read_the_figures(page)
    page.context.close()


def open_inquiry(page: Page, name: str) -> None:
    page.goto("/admin/inquiry/")
    page.get_by_label("Name, email, phone, or reference").fill(name)
    page.keyboard.press("Enter")
    page.locator("td .inbox-name", has_text=name).first.click()
    expect(page.locator(".inbox-head h2")).to_contain_text(name)


def answer_by_keyboard(page: Page) -> None:
    open_inquiry(page, "Visitor 01")
    reply = page.locator("#reply_text")
    press(page, reply, "ArrowDown")
    page.keyboard.type("Hello, Tuesday at ten?")
    press(page, page.locator("#reply-section").get_by_role("button", name="Preview").first)
    mail = page.frame_locator("#preview iframe")
    expect(mail.get_by_text("Hello, Tuesday at ten?")).to_be_visible()
    expect(mail.get_by_text("Reference:")).to_be_visible()
    expect(reply).to_have_value("Hello, Tuesday at ten?")
    look_at(page, "inquiry-with-preview")
    press(page, page.get_by_role("button", name="Send reply to v1@example.org"))
    expect(page.locator(".messages")).to_contain_text("The reply is on its way")
    expect(page.locator("#work-section").get_by_role("button", name="Contacted")).to_have_attribute(
        "aria-pressed", "true"
    )


def book(page: Page, name: str, weeks: int) -> None:
    """Book with day, time and practitioner."""
    if page.locator(".inbox-head h2", has_text=name).count() == 0:
        open_inquiry(page, name)
    work = page.locator("#work-section")
    press(page, work.get_by_role("button", name="Booked", exact=True))
    work.get_by_label("Day").fill(open_day(weeks))
    work.get_by_label("Time").fill("10:00")
    work.get_by_label("With").select_option(label=PERSON)
    answered(page, lambda: work.get_by_role("button", name="Save the appointment").press("Enter"), "Saved.")
    if name == CALLER:
        look_at(page, "inquiry-booked")


def correct_number(page: Page) -> None:
    open_inquiry(page, "Visitor 02")
    press(page, page.get_by_text("Correct name, email, or phone"))
    page.locator("#asked-section").get_by_label("Phone").fill("+1 917 555 0199")
    page.locator("#asked-section").get_by_role("button", name="Save").click()
    expect(page.locator("#asked-section dd", has_text="0199")).to_be_visible()
    expect(page.locator(".inbox-timeline")).to_contain_text("before: +1 917 555 0102")


def merge_and_undo(page: Page) -> None:
    open_inquiry(page, TWICE[0])
    press(page, page.get_by_role("button", name="Merge into this one"))
    merged = page.locator("#merged-section")
    expect(merged).to_contain_text("My hip aches after 30 hours at a desk.")
    look_at(page, "inquiry-merged")
    press(page, merged.get_by_role("button", name="Separate again"))
    expect(merged).to_have_count(0)
    expect(page.locator("#others-section").get_by_role("button", name="Merge into this one")).to_be_visible()


def add_by_hand(page: Page) -> None:
    page.goto("/admin/inquiry/")
    page.get_by_role("link", name="Add an inquiry").first.click()
    page.get_by_label("Name", exact=False).first.fill(CALLER)
    look_at(page, "add-by-hand")
    page.get_by_label("Phone", exact=True).fill("917 555 0188")
    page.get_by_label("What they asked").fill("Is there a session on Saturday?")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Note how and when they agreed").first).to_be_visible()
    look_at(page, "add-by-hand-refused")
    page.get_by_label("How and when did they agree").fill("On the phone, when she called")
    answered(page, lambda: page.get_by_role("button", name="Save", exact=True).press("Enter"), "is saved")


def choose(page: Page, names: tuple[str, ...], action: str) -> None:
    """In the list of inquiries to answer, by keyboard: check each row's box, then choose the action."""
    page.goto("/admin/inquiry/")
    for name in names:
        page.locator("tr", has_text=name).get_by_role("checkbox").press("Space")
    press(page, page.get_by_role("link", name=action))


def all_others_at_once(page: Page) -> None:
    choose(page, NOT_BOOKED, "Change the state of selected inquiries")
    page.get_by_label("Not booked").check()
    look_at(page, "bulk-state")
    answered(page, lambda: page.get_by_role("button", name="Change").press("Enter"), "4 inquiries changed.")
    choose(page, CLOSED, "Change the state of selected inquiries")
    page.get_by_label("Closed").check()
    answered(page, lambda: page.get_by_role("button", name="Change").press("Enter"), "2 inquiries changed.")
    page.goto("/admin/inquiry/")
    page.get_by_label("Select all", exact=False).first.check()
    look_at(page, "inbox-selected")
    press(page, page.get_by_role("link", name="Change the state of selected inquiries"))
    page.get_by_label("Booked", exact=True).check()
    answered(page, lambda: page.get_by_role("button", name="Change").press("Enter"), "inquiries changed.")
    expect(page.get_by_text("Everything has been answered.")).to_be_visible()
    look_at(page, "inbox-empty")


def read_the_figures(page: Page) -> None:
    page.goto("/admin/")
    panel = page.locator("#inbox-section")
    expect(panel).to_contain_text("0 to answer")
    expect(panel).to_contain_text("No one is waiting.")
    panel.get_by_role("link", name="What became of inquiries").click()
    main = page.locator("main")
    expect(main).to_contain_text(f"{RECEIVED} inquiries came in that month")
    numbers = {row[0]: row[1:] for row in map(cells, page.locator("tbody tr").all())}
    assert numbers["Booked"] == [str(BOOKED)]
    assert numbers["Not booked"] == [str(len(NOT_BOOKED))]
    assert numbers["Closed"] == [str(len(CLOSED))]
    assert numbers[PERSON] == [str(BOOKED_WITH_SOMEBODY)]
    assert numbers["Website"][:2] == [str(SENT), str(BOOKED - 1)]
    assert numbers["Phone call"][:2] == ["1", "1"]
    look_at(page, "figures")


def cells(row: object) -> list[str]:
    return [text.strip() for text in row.locator("th, td").all_inner_texts() if text.strip()]  # type: ignore[attr-defined]
