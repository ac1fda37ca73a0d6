"""The clinic staff's whole journey, from the first start to booked inquiries, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Browser, StorageState

from tests.browser.conftest import RunningSite
from tests.browser.way.staff import Staff, make_accounts


@pytest.fixture(scope="session")
def staff(browser: Browser, running_site: RunningSite, signed_in: StorageState, django_db_blocker: Any) -> Staff:
    """One account for each role."""
    with django_db_blocker.unblock():
        make_accounts(running_site)
    return Staff(browser, running_site.url, signed_in)
