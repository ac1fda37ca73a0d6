"""Where staff see the checks: in the editor, on publishing, in the report, and on the command line."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageLogEntry

from content.caching.version import invalidate
from content.models import ConditionPage, HomePage
from tests.content.checks_help import checked, edit_url, form, take_down_all_but
from tests.content.many_conditions import add_conditions
from tests.content.reviews_help import practitioner, reviewed
from tests.content.seo_help import words

pytestmark = pytest.mark.django_db


def test_the_editor_shows_what_is_wrong_with_why_and_what_to_do(admin_client: Client, draft: ConditionPage) -> None:
    data = form(draft, summary="Many clients notice relief immediately.")
    text = words(checked(admin_client, draft, data).find(attrs={"data-live-found": True}).get_text())
    assert "when to see a doctor instead" in text
    assert "notice relief" in text
    assert "straight away, others over days" in text
    assert "No description for search engines" in text


def test_publishing_with_an_error_asks_first_and_keeps_the_draft(admin_client: Client, draft: ConditionPage) -> None:
    answer = admin_client.post(edit_url(draft), form(draft, summary="A new summary.") | {"action-publish": "1"})
    assert answer.status_code == 200
    soup = BeautifulSoup(answer.content, "html.parser")
    assert "when to see a doctor instead" in words(soup.get_text())
    draft.refresh_from_db()
    assert not draft.live
    assert draft.get_latest_revision_as_object().summary == "A new summary."

    anyway = soup.find("form", action=lambda action: action and "/publish/" in action)["action"]
    answer = admin_client.post(anyway)
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.live
    assert draft.summary == "A new summary."
    entry = PageLogEntry.objects.get(action="content.publish_anyway", page=draft.pk)
    assert entry.data["findings"] == ["no-red-flags"]
    assert "no-red-flags" in admin_client.get(reverse("wagtailadmin_pages:history", args=[draft.pk])).content.decode()


def test_warnings_keep_nobody_from_publishing(admin_client: Client, draft: ConditionPage) -> None:
    body = {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "red_flags",
        "body-0-id": "",
        "body-0-value-level": "urgent",
        "body-0-value-heading": "",
        "body-0-value-signs-count": "1",
        "body-0-value-signs-0-deleted": "",
        "body-0-value-signs-0-order": "0",
        "body-0-value-signs-0-id": "",
        "body-0-value-signs-0-value": "Fever",
        "body-0-value-action": "null",
    }
    answer = admin_client.post(edit_url(draft), form(draft) | body | {"action-publish": "1"})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.live


def test_a_draft_is_saved_without_a_question(admin_client: Client, draft: ConditionPage) -> None:
    assert admin_client.post(edit_url(draft), form(draft)).status_code == 302


def test_an_older_draft_is_not_published_over_a_newer_one(admin_client: Client, draft: ConditionPage) -> None:
    old = draft.get_latest_revision()
    draft.title = "Knees, again"
    draft.save_revision()
    answer = admin_client.post(reverse("publish_anyway", args=[draft.pk, old.pk]), follow=True)
    assert "newer draft" in answer.content.decode()
    draft.refresh_from_db()
    assert not draft.live


def test_only_who_may_publish_can_publish_anyway(client: Client, editor: Any, draft: ConditionPage) -> None:
    address = reverse("publish_anyway", args=[draft.pk, draft.latest_revision_id])
    assert client.post(address).status_code == 302  # to the login page
    client.force_login(editor)
    client.post(address)
    assert client.get(address).status_code == 405
    draft.refresh_from_db()
    assert not draft.live


# The report ----------------------------------------------------------------------------------------


@pytest.fixture
def broken(draft: ConditionPage) -> ConditionPage:
    draft.live = True
    draft.title = "=Knees, guaranteed"
    draft.save()
    take_down_all_but(draft)
    return draft


def test_the_report_lists_findings_of_live_pages(admin_client: Client, broken: ConditionPage) -> None:
    broken.create_alias(update_slug="alias")
    soup = BeautifulSoup(admin_client.get(reverse("page_checks")).content, "html.parser")
    rows = [words(row.get_text(" ")) for row in soup.select("table.listing tbody tr")]
    assert "Error" in rows[0]
    assert len(rows) == len(set(rows))
    assert not any("same title" in row for row in rows)
    assert any(broken.title in row and "when to see a doctor" in row for row in rows)
    assert soup.find("a", href=edit_url(broken))
    home = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("page_checks") in home


def test_another_page_takes_the_report_one_query_more_and_not_one_for_each_kind_of_row(admin_client: Client) -> None:
    def queries() -> int:
        invalidate()
        with CaptureQueriesContext(connection) as asked:
            admin_client.get(reverse("page_checks"))
        return len(asked)

    one, *_ = add_conditions(100, 2)
    take_down_all_but(one)
    few = queries()
    add_conditions(102, 10)
    assert queries() <= few + 10


def test_the_report_is_a_spreadsheet_too_without_formulas(admin_client: Client, broken: ConditionPage) -> None:
    answer = admin_client.get(reverse("page_checks"), {"export": "csv"})
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    found = [row for row in rows if row["Address"] == broken.url]
    assert {"no-red-flags", "claim-guarantee"} <= {row["Check"] for row in found}
    assert all(row["On"] == "'=Knees, guaranteed" for row in found)
    assert admin_client.get(reverse("page_checks"), {"export": "xlsx"}).status_code == 200


def test_the_report_shows_editors_their_own_pages(client: Client, editor: Any, broken: ConditionPage) -> None:
    HomePage.objects.update(summary="We cure it.", live=True)
    invalidate()
    client.force_login(editor)
    text = client.get(reverse("page_checks")).content.decode()
    assert "Knees, guaranteed" in text
    assert "cure" not in text


def test_the_report_follows_a_publication(
    admin_client: Client, broken: ConditionPage, django_capture_on_commit_callbacks: Any
) -> None:
    assert "Knees, guaranteed" in admin_client.get(reverse("page_checks")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        ConditionPage.objects.get(pk=broken.pk).unpublish()
    assert "Knees, guaranteed" not in admin_client.get(reverse("page_checks")).content.decode()


# The command ---------------------------------------------------------------------------------------


def test_the_command_ends_well_without_errors() -> None:
    take_down_all_but(HomePage.objects.get())
    output = StringIO()
    call_command("check_content", stdout=output)
    assert "0 errors" in output.getvalue()


def test_the_command_fails_on_an_error_and_says_where(broken: ConditionPage) -> None:
    output = StringIO()
    with pytest.raises(CommandError, match="errors"):
        call_command("check_content", errors=True, stdout=output)
    lines = output.getvalue().splitlines()
    assert any(line.startswith("error: /conditions/knee-pain/") for line in lines)
    assert not any(line.startswith("warning") for line in lines)


def test_the_report_says_from_the_next_day_on_that_a_review_is_overdue(
    client: Client, admin_user: Any, time_machine: Any
) -> None:
    time_machine.move_to("2026-03-03 04:50Z", tick=False)  # ten minutes to midnight in New York
    page, person = ConditionPage.objects.get(slug="hip-pain"), practitioner()
    reviewed(page, person, on=date(2025, 3, 2), due=date(2026, 3, 2))
    take_down_all_but(page, person)
    client.force_login(admin_user)
    address = reverse("page_checks") + "?check=review-due"
    assert "The review is overdue" not in client.get(address).content.decode()
    time_machine.move_to("2026-03-03 05:10Z", tick=False)
    assert "The review is overdue" in client.get(address).content.decode()
