"""Passkeys, with the browser's own virtual authenticator: created once, then enough to sign in."""

import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.conftest import RunningSite, assert_accessible

PASSWORD = "a long password for keys"


def with_authenticator(page: Page) -> None:
    """A platform authenticator whose user always confirms."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.fixture
def visitor(browser: Browser, running_site: RunningSite) -> Iterator[Page]:
    """Browsers allow passkeys for localhost, but not for IP addresses."""
    address = running_site.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=address)
    page = context.new_page()
    with_authenticator(page)
    yield page
    context.close()


@pytest.fixture
def keyholder(running_site: RunningSite) -> str:
    """A separate owner, whose changes don't sign out the one that other tests share."""
    name = "keyholder@parkclinic.org"
    hashed = PBKDF2PasswordHasher().encode(PASSWORD, "salt" * 6, 1000)
    with sqlite3.connect(running_site.data_dir / "db.sqlite3", timeout=20) as connection:
        connection.execute(
            "INSERT INTO auth_user (username, email, password, is_superuser, is_staff, is_active, first_name,"
            " last_name, date_joined) VALUES (?, ?, ?, 1, 1, 1, 'Key', 'Holder', '2026-01-01')",
            (name, name, hashed),
        )
    return name


def test_a_passkey_is_made_and_is_all_that_signing_in_takes(visitor: Page, keyholder: str) -> None:
    page = visitor
    page.goto("/admin/account/security/")
    assert_accessible(page)
    page.locator("[name=username]").fill(keyholder)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Protect your account")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Name of this passkey").fill("My phone")
    page.get_by_role("button", name="Create a passkey").click()
    expect(page.locator(".account-codes code")).to_have_count(10)
    assert_accessible(page)
    page.get_by_role("link", name="I have saved them").click()
    expect(page.get_by_text("My phone")).to_be_visible()
    assert_accessible(page)

    page.context.clear_cookies()
    page.goto("/admin/account/security/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("My phone")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/admin/account/security/")
    page.locator("[name=username]").fill(keyholder)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Remove My phone").click()
    expect(page.get_by_text("There is none")).to_be_visible()


def test_an_invitation_is_accepted_with_a_passkey_and_no_password(
    visitor: Page, new_context: Any, signed_in: StorageState, running_site: RunningSite
) -> None:
    owner: Page = new_context(storage_state=signed_in).new_page()
    owner.goto("/admin/users/new/")
    for name, value in {"first_name": "Eve", "last_name": "Example", "email": "eve@clinic.example"}.items():
        owner.locator(f"[name={name}]").fill(value)
    owner.get_by_label("Front desk:").check()
    owner.get_by_role("button", name="Send the invitation").click()
    expect(owner.get_by_text("is on its way")).to_be_visible()
    (mail,) = running_site.mails(1, "eve@clinic.example")
    found = re.search(r"(/admin/invitation/\S+)", mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert found
    visitor.goto(found[1])
    expect(visitor.get_by_role("heading", name="Welcome, Eve")).to_be_visible()
    assert_accessible(visitor)
    visitor.get_by_role("button", name="Create a passkey").click()
    visitor.get_by_role("link", name="I have saved them").click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Pinpoint sample clinic")
    visitor.goto(found[1])
    expect(visitor.get_by_role("heading", name="This invitation can’t be used")).to_be_visible()
