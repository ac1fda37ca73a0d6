"""Staff work the inbox in a browser: read, reply by keyboard, change a state and undo it."""

import re
import time
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PATIENCE_SECONDS, RunningSite, assert_accessible
from tests.inquiries.inbox_help import open_day

WORDS = "It aches beside the hip after long drives."


@pytest.fixture
def visitor(page: Page, running_site: RunningSite) -> str:
    """The email address of somebody who has just sent an inquiry."""
    email = f"{uuid4().hex[:10]}@example.org"
    page.goto("/contact/")
    page.get_by_label("Name").fill("Eli Visitor")
    page.get_by_label("Email", exact=False).first.fill(email)
    page.get_by_label("Your message").fill(f"{WORDS} {email}")
    page.get_by_role("checkbox", name="I agree").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    return email


def find(admin: Page, email: str) -> None:
    """Go from the menu to the inquiry with the inbox's own search."""
    admin.get_by_role("link", name=re.compile("^Inquiries")).first.click()
    admin.get_by_label("Name, email, phone, or reference").fill(email)
    admin.keyboard.press("Enter")
    expect(admin.locator("td .inbox-name")).to_have_count(1)
    assert email not in admin.url


def open_inquiry(admin: Page, email: str) -> None:
    find(admin, email)
    admin.locator("td .inbox-name").click()
    expect(admin.get_by_text(WORDS)).to_be_visible()


def tab_to(admin: Page, target: Locator) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(90):
        if target.evaluate("element => element === document.activeElement"):
            return
        admin.keyboard.press("Tab")
    pytest.fail("can't be reached by keyboard")


def state(admin: Page, name: str) -> Locator:
    return admin.locator("#work-section").get_by_role("button", name=name, exact=True)


def test_an_inquiry_is_read_answered_by_keyboard_and_reaches_the_visitor(
    admin: Page, visitor: str, running_site: RunningSite
) -> None:
    admin.reload()
    expect(admin.locator("#inbox-section")).to_contain_text("to answer")
    find(admin, visitor)
    expect(admin.locator("td .inbox-unread")).to_be_visible()
    tab_to(admin, admin.locator("td .inbox-name"))
    admin.keyboard.press("Enter")
    expect(admin.get_by_text(WORDS)).to_be_visible()
    tab_to(admin, admin.locator("#reply-section").get_by_label("Message").first)
    admin.keyboard.type("Hello Eli, Tuesday at ten?")
    tab_to(admin, admin.get_by_role("button", name="Send reply"))
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("The reply is on its way")).to_be_visible()
    expect(state(admin, "Contacted")).to_have_attribute("aria-pressed", "true")
    until, got = time.monotonic() + PATIENCE_SECONDS, False
    while not got and time.monotonic() < until:
        got = any(visitor in mail["To"] and "Tuesday at ten" in mail.as_string() for mail in running_site.mails(3))
        admin.wait_for_timeout(200)
    assert got
    find(admin, visitor)
    expect(admin.locator("td .inbox-unread")).to_have_count(0)


def test_a_changed_state_is_taken_back_from_the_message(admin: Page, visitor: str) -> None:
    open_inquiry(admin, visitor)
    expect(state(admin, "New")).to_have_attribute("aria-pressed", "true")
    tab_to(admin, state(admin, "Booked"))
    admin.keyboard.press("Enter")
    expect(state(admin, "Booked")).to_have_attribute("aria-pressed", "true")
    admin.locator(".messages").get_by_role("button", name="Undo").click()
    expect(admin.get_by_text("Taken back.")).to_be_visible()
    expect(state(admin, "New")).to_have_attribute("aria-pressed", "true")


def test_a_changed_state_is_taken_back_by_keyboard_from_the_timeline(admin: Page, visitor: str) -> None:
    open_inquiry(admin, visitor)
    tab_to(admin, state(admin, "Closed"))
    admin.keyboard.press("Space")
    undo = admin.locator(".inbox-timeline").get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    tab_to(admin, undo)
    admin.keyboard.press("Enter")
    expect(state(admin, "New")).to_have_attribute("aria-pressed", "true")


def test_the_inbox_is_accessible(admin: Page, visitor: str) -> None:
    admin.goto("/admin/inquiry/")
    inquiry = admin.locator("td .inbox-name").first.get_attribute("href") or ""
    parts = ("", "all/", "suspects/", "person/", "pages/", "mails/", "advertising/")
    for address in ("/admin/", inquiry, *(f"/admin/inquiry/{part}" for part in parts)):
        admin.goto(address)
        for width, scheme in ((1366, "light"), (400, "dark")):
            admin.set_viewport_size({"width": width, "height": 900})
            admin.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            expect(admin.locator("main")).to_be_visible()
            assert_accessible(admin)


def test_nothing_is_cut_off_on_a_phone(admin: Page, visitor: str) -> None:
    open_inquiry(admin, visitor)
    inquiry = admin.url
    admin.set_viewport_size({"width": 360, "height": 900})
    for address in (inquiry, "/admin/inquiry/", "/admin/inquiry/month/", "/admin/reports/searches/"):
        admin.goto(address)
        expect(admin.locator(".w-breadcrumbs")).to_be_visible()
        parts = admin.locator(":is(.w-slim-header :is(li:last-child, nav > a, button), .w-panel__header > *):visible")
        edges = parts.evaluate_all(
            "parts => parts.map(part => part.getBoundingClientRect()).flatMap(({left, right}) => [left, right])"
        )
        assert min(edges) > 0, address
        assert max(edges) <= 360, address


def test_several_are_judged_and_taken_back_together_and_what_is_refused_is_accessible(
    admin: Page, visitor: str
) -> None:
    find(admin, visitor)
    admin.locator("[data-bulk-action-checkbox]").first.check()
    admin.get_by_role("link", name="Mark selected inquiries as spam").click()
    sure = admin.get_by_role("button", name="Mark as spam")
    expect(sure).to_be_visible()
    assert_accessible(admin)
    sure.click()
    expect(admin.get_by_text("1 inquiry marked as spam.")).to_be_visible()
    admin.locator(".messages").get_by_role("button", name="Undo").click()
    expect(admin.get_by_text("Taken back for 1 inquiry.")).to_be_visible()
    open_inquiry(admin, visitor)
    admin.emulate_media(color_scheme="dark")
    admin.locator("#reply_text").fill(" ")
    admin.get_by_role("button", name="Send reply").click()
    expect(admin.get_by_text("Write the reply first.")).to_be_visible()
    assert_accessible(admin)
    admin.goto("/admin/inquiry/suspects/")
    if admin.locator("td .inbox-name").count():  # the tests' own visitors come in quick succession, like robots
        admin.locator("td .inbox-name").first.click()
        expect(admin.get_by_role("button", name="Not spam")).to_be_visible()
        assert_accessible(admin)


def test_nothing_half_written_is_lost_without_a_question(admin: Page, visitor: str) -> None:
    open_inquiry(admin, visitor)
    asked: list[str] = []
    admin.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    reply, note = admin.locator("#reply_text"), admin.locator("#note_text")
    note.fill("Prefers mornings.")
    reply.fill("Hello Eli, Tues")
    for button in (state(admin, "Contacted"), admin.get_by_role("button", name="Add note")):
        button.click()
        expect(reply).to_have_value("Hello Eli, Tues")
    assert asked == ["beforeunload"] * 2
    note.fill("")
    admin.locator("#reply-section").get_by_role("button", name="Preview").first.click()
    expect(admin.get_by_text("This is the email.")).to_be_visible()
    state(admin, "Contacted").click()
    expect(reply).to_have_value("Hello Eli, Tues")
    assert len(asked) == 3  # sending the form itself asks nothing
    admin.get_by_role("button", name="Send reply").click()
    expect(admin.get_by_text("The reply is on its way")).to_be_visible()
    assert len(asked) == 3


def propose_appointment(admin: Page) -> None:
    admin.get_by_text("Propose an appointment").click()
    admin.locator("#proposal_day").fill(open_day(weeks=4))
    admin.locator("#proposal_time").fill("10:00")
    admin.get_by_role("button", name="Send with an invitation").press("Enter")  # the calendar may cover it


def test_icons_are_as_large_as_text_and_a_printed_inquiry_is_whole_and_covered_by_nothing(
    admin: Page, visitor: str
) -> None:
    open_inquiry(admin, visitor)
    propose_appointment(admin)
    expect(admin.get_by_text("with a calendar invitation", exact=True)).to_be_visible()
    sizes = admin.locator("main svg.icon:visible").evaluate_all(
        "icons => icons.map(icon => [icon.getBoundingClientRect().width, icon.getBoundingClientRect().height])"
    )
    assert max(max(size) for size in sizes) <= 40
    admin.emulate_media(media="print")
    for furniture in ("#wagtail-sidebar", ".w-slim-header", ".messages", "#reply-section", "main form >> nth=0"):
        expect(admin.locator(furniture)).to_be_hidden()
    for shown in (".inbox-head h2", "#asked-section .inbox-text", "#work-section dl", ".inbox-timeline"):
        expect(admin.locator(shown)).to_be_visible()
    sheet, scrolled = admin.evaluate("""() => {
        const end = document.querySelector(".inbox-timeline").getBoundingClientRect().bottom
        const hiding = [...document.querySelectorAll("html, body, body *:has(.inbox-timeline)")].filter(
            element => element.clientHeight < element.scrollHeight - 1 && element !== document.documentElement)
        return [end <= document.documentElement.scrollHeight, hiding.map(element => element.className)]
    }""")
    assert sheet
    assert scrolled == []  # a page that scrolls inside itself is cut off after the first sheet
