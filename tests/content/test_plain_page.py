"""A page about anything that isn't health advice: a web page that nobody has to review."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from content.caching.version import invalidate
from content.checks.context import check_context
from content.checks.page_checks import findings_for
from content.models import HomePage, PlainPage
from tests.content.seo_help import graph_of, soup_of

pytestmark = pytest.mark.django_db
TEXT = ("rich_text", "<p>We are looking for a massage therapist for two days a week.</p>")
FORM = ("inquiry_slot", {"heading": "Write to us", "text": ""})


@pytest.fixture
def make() -> Any:
    def make(*body: Any) -> PlainPage:
        page = PlainPage(title="Jobs", slug="jobs", summary="Who we look for.", body=list(body), live=True)
        HomePage.objects.get().add_child(instance=page)
        invalidate()
        return page

    return make


def test_it_is_a_web_page_with_a_form_only_if_it_has_the_block(client: Client, make: Any) -> None:
    soup = soup_of(client, make(TEXT).url)
    assert graph_of(soup)["WebPage"]
    assert not soup.select("main form, .after")
    PlainPage.objects.get().delete()
    assert soup_of(client, make(TEXT, FORM).url).select_one("main form")


def test_nobody_has_to_review_it_or_cite_anything(admin_client: Client, make: Any) -> None:
    page = make(TEXT)
    found = {finding.code for finding in findings_for(page, check_context())}
    assert not found & {"no-review", "no-sources", "no-red-flags", "thin"}
    soup = BeautifulSoup(admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, "html.parser")
    assert "When to see a doctor" not in soup.get_text()
    below = admin_client.get(reverse("wagtailadmin_pages:add_subpage", args=[HomePage.objects.get().pk]))
    assert "Plain page" in below.content.decode()
