"""Staff may accept a finding with a reason, which is stored and shown, and can be withdrawn."""

import csv
from io import StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from content.checks.publishing import errors_in
from content.models import ArticlePage, ConditionPage
from tests.content.checks_help import checked, edit_url, form, take_down_all_but
from tests.content.seo_help import words

pytestmark = pytest.mark.django_db
REASON = "A quotation from the study that is linked."


@pytest.fixture
def claiming() -> ArticlePage:
    """A live page whose summary a check takes for a promise."""
    page = ArticlePage.objects.get(slug="when-not-to-get-a-massage")  # its editor opens twice as fast as a condition's
    page.summary = "We cure hips, says a rhyme that children sing."
    page.save_revision().publish()
    return page


def panel(client: Client, page: Page) -> BeautifulSoup:
    known = {"summary": page.summary, "search_description": page.search_description}
    return checked(client, page, form(page, **known, date="2026-01-01"))


def follow(client: Client, page: Page, link: str) -> Any:
    """Click a link in the panel, then fill in and send the form behind it."""
    address = panel(client, page).find("a", string=lambda text: text and text.startswith(link))["href"]
    filled = BeautifulSoup(client.get(address).content, "html.parser").main.find("form", method="post")
    sent = {field["name"]: field.get("value", "") for field in filled.select("input[name]")}
    return client.post(address, sent | {"reason": REASON}, follow=True)


def asked(page: Page) -> list[str]:
    """What the checks ask about before the page's draft is published."""
    return [finding.code for finding in errors_in(page.get_latest_revision_as_object())]


def test_a_finding_is_accepted_with_a_reason_and_reopened(admin_client: Client, claiming: ArticlePage) -> None:
    assert panel(admin_client, claiming).select("[data-errors='1']")
    follow(admin_client, claiming, "This is fine because")
    shown = panel(admin_client, claiming)
    assert shown.select("[data-errors='0']")
    shown = words(shown.get_text())
    assert REASON in shown
    assert "admin" in shown
    assert asked(claiming) == []
    history = admin_client.get(reverse("wagtailadmin_pages:history", args=[claiming.pk])).content.decode()
    assert REASON in history

    reworded = ArticlePage.objects.get(pk=claiming.pk)
    reworded.summary = "We cure hips."
    assert [finding.code for finding in errors_in(reworded)] == ["claim-cure"]

    follow(admin_client, claiming, "Take this back")
    assert asked(claiming) == ["claim-cure"]


def test_accepting_a_finding_takes_a_reason(admin_client: Client, claiming: ArticlePage) -> None:
    address = reverse("accept_finding", args=[claiming.pk])
    answer = admin_client.post(address, {"check": "claim-cure", "words": claiming.summary, "reason": " "})
    assert answer.status_code == 200
    assert asked(claiming) == ["claim-cure"]


def test_what_is_missing_cannot_be_accepted(admin_client: Client, draft: ConditionPage) -> None:
    shown = panel(admin_client, draft)
    assert "when to see a doctor instead" in words(shown.get_text())
    assert not shown.find("a", string=lambda text: text and "fine because" in text)
    # Nor by posting to the address directly.
    data = {"check": "no-red-flags", "words": "", "reason": REASON}
    admin_client.post(reverse("accept_finding", args=[draft.pk]), data)
    answer = admin_client.post(edit_url(draft), form(draft) | {"action-publish": "1"})
    assert "when to see a doctor instead" in words(answer.content.decode())


def test_only_who_may_publish_can_accept(client: Client, editor: Any, claiming: ArticlePage) -> None:
    client.force_login(editor)
    assert not panel(client, claiming).find("a", string=lambda text: text and "fine because" in text)
    data = {"check": "claim-cure", "words": claiming.summary, "reason": REASON}
    client.post(reverse("accept_finding", args=[claiming.pk]), data)
    assert asked(claiming) == ["claim-cure"]


def test_the_report_and_the_command_say_what_was_accepted_and_why(
    admin_client: Client, claiming: ArticlePage, django_capture_on_commit_callbacks: Any
) -> None:
    take_down_all_but(claiming)
    assert "accepted" not in admin_client.get(reverse("page_checks")).content.decode()  # which is kept from here on
    with django_capture_on_commit_callbacks(execute=True):
        follow(admin_client, claiming, "This is fine because")
    answer = admin_client.get(reverse("page_checks"), {"export": "csv"})
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    (row,) = [row for row in rows if row["Check"] == "claim-cure"]
    assert row["Level"] == "accepted"
    assert REASON in row["Fine because"]
    output = StringIO()
    call_command("check_content", stdout=output)
    assert REASON in output.getvalue()
    assert "1 accepted by staff" in output.getvalue()
