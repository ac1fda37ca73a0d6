"""Asking for a session in a browser: by keyboard, without JavaScript, twice, and with mistakes."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import RunningSite, assert_accessible

COUNT = "SELECT count(*) FROM inquiries_inquiry"


def fill(page: Page, email: str) -> None:
    page.get_by_label("Name").fill("Ana Müller")
    page.get_by_label("Email", exact=False).first.fill(email)
    page.get_by_label("Your message").fill("It aches at the outer hip after driving.")
    page.get_by_role("checkbox", name="I agree").check()


def test_an_inquiry_arrives_as_a_row_and_two_mails(page: Page, running_site: RunningSite) -> None:
    page.goto("/conditions/hip-pain/")
    assert page.get_by_role("checkbox", name="Hip pain").is_checked()
    before = running_site.rows(COUNT)[0][0]
    fill(page, "ana@example.org")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    page.reload()
    assert running_site.rows(COUNT)[0][0] == before + 1
    mails = running_site.mails(2, "ana@example.org")
    to_staff = next(mail for mail in mails if "ana@example.org" in (mail["Reply-To"] or ""))
    to_visitor = next(mail for mail in mails if "ana@example.org" in mail["To"])
    for mail in (to_staff, to_visitor):
        assert "outer hip" not in mail.as_string()
        assert "Ana" not in mail["Subject"]
    port = running_site.url.rpartition(":")[2]
    assert f"http://localhost:{port}/admin/inquiry/inspect/" in to_staff.get_body(("plain",)).get_content()


def test_mistakes_are_named_focused_and_keep_what_was_typed(page: Page) -> None:
    page.goto("/contact/")
    page.get_by_label("Name").fill("Bo")
    page.get_by_label("Your message").fill("My neck.")
    page.get_by_role("button", name="Send").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error:")
    assert page.get_by_label("Your message").input_value() == "My neck."
    assert_accessible(page)
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("Email", exact=False).first).to_be_focused()


def test_an_inquiry_can_be_sent_by_keyboard_alone(page: Page, running_site: RunningSite) -> None:
    page.goto("/contact/")
    before = running_site.rows(COUNT)[0][0]
    page.get_by_label("Name").focus()
    page.keyboard.type("Cy Young")
    page.keyboard.press("Tab")
    page.keyboard.type("cy@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("(555) 555-0100")
    tab_to(page, "textarea[name=message]")
    page.keyboard.type("Between the shoulder blades.")
    tab_to(page, "[name=consent]")
    page.keyboard.press("Space")
    tab_to(page, ".inquiry-form button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert running_site.rows(COUNT)[0][0] == before + 1


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} can't be reached by keyboard")


def test_it_works_without_javascript_and_a_second_click_stores_nothing_twice(
    new_context: Any, running_site: RunningSite
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/contact/")
    before = running_site.rows(COUNT)[0][0]
    fill(page, "dee@example.org")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    page.go_back()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert running_site.rows(COUNT)[0][0] == before + 1
