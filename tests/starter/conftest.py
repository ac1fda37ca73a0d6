"""Every page of the sample clinic, rendered once."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from content.caching.version import invalidate


@pytest.fixture(scope="session")
def starter_html(django_db_setup: None, django_db_blocker: Any) -> dict[str, str]:
    """Every live page of the starter as a visitor gets it, rendered once for tests that only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        invalidate()  # an earlier test may have cached its own changes
        client = Client()
        pages = Page.objects.live().filter(depth__gte=2).order_by("path")
        answers = {page.url: client.get(page.url) for page in pages}
        transaction.set_rollback(True)  # other tests must not see what rendering stored
    assert {answer.status_code for answer in answers.values()} == {200}
    return {url: answer.content.decode() for url, answer in answers.items()}


@pytest.fixture(scope="session")
def starter_soup(starter_html: dict[str, str]) -> dict[str, BeautifulSoup]:
    """The same pages, parsed. Treat them as read-only."""
    return {url: BeautifulSoup(html, "html.parser") for url, html in starter_html.items()}
