"""The trap field is filled in by robots, but never reached by the browser's autofill, keyboards or screen readers."""

import time
from typing import Any

from playwright.sync_api import Browser, CDPSession, Error, Page, expect

ADDRESS = {
    "NAME_FULL": "Ana Müller",
    "EMAIL_ADDRESS": "ana@example.org",
    "PHONE_HOME_WHOLE_NUMBER": "+19175550142",
    "COMPANY_NAME": "Example Ltd",
    "ADDRESS_HOME_STREET_ADDRESS": "1 Main Street",
    "ADDRESS_HOME_CITY": "Boston",
    "ADDRESS_HOME_STATE": "MA",
    "ADDRESS_HOME_ZIP": "02108",
    "ADDRESS_HOME_COUNTRY": "US",
}
LONGEST_SECONDS = 20


def fill_by_autofill(page: Page, selector: str) -> None:
    """Do what happens when somebody picks their saved address in a field."""
    session: CDPSession = page.context.new_cdp_session(page)
    address: dict[str, Any] = {"fields": [{"name": name, "value": value} for name, value in ADDRESS.items()]}
    session.send("DOM.enable")
    session.send("Autofill.enable")
    session.send("Autofill.setAddresses", {"addresses": [address]})
    page.click(selector)
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    field = session.send("DOM.describeNode", {"nodeId": node})["node"]["backendNodeId"]
    until = time.monotonic() + LONGEST_SECONDS
    while True:
        try:
            session.send("Autofill.trigger", {"fieldId": field, "address": address})
            return
        except Error:  # the browser hasn't parsed the form yet
            if time.monotonic() > until:
                raise
            page.wait_for_timeout(50)


def test_the_browsers_autofill_fills_the_form_and_leaves_the_trap_empty(
    browser_with_windows: Browser, base_url: str
) -> None:
    page = browser_with_windows.new_page(base_url=base_url)
    page.goto("/contact/")
    trap = page.locator(".trap input")
    fill_by_autofill(page, "#id_name")
    expect(page.locator("#id_name")).to_have_value("Ana Müller")
    expect(page.locator("#id_email")).to_have_value("ana@example.org")
    expect(trap).to_have_value("")
    # Under a name that autofill knows, the same field would be filled in, so this test can fail.
    trap.evaluate("box => { box.name = box.id = 'company'; box.labels[0] && (box.labels[0].textContent = 'Company') }")
    page.locator(".trap").evaluate("div => { div.inert = false; div.querySelector('label').textContent = 'Company' }")
    page.locator("#id_name").fill("")
    fill_by_autofill(page, "#id_name")
    expect(page.locator("#company")).to_have_value("Example Ltd")


def test_no_keyboard_and_no_screen_reader_comes_to_the_trap(page: Page) -> None:
    page.goto("/contact/")
    assert "Leave this empty" not in page.locator("#inquiry").aria_snapshot()
    reached = []
    page.locator("#id_name").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || ''"))
    assert "message" in reached
    assert page.locator(".trap input").get_attribute("name") not in reached
    page.locator(".trap input").evaluate("box => box.focus()")
    assert page.evaluate("!document.activeElement.closest('.trap')")
