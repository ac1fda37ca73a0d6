"""What staff see about reviews: the report, the way through it, and the dashboard."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from content.caching.version import invalidate
from content.models import ConditionPage, PractitionerPage
from content.reviews.states import all_states
from tests.content.reviews_help import practitioner, reviewed
from tests.content.seo_help import words

pytestmark = pytest.mark.django_db
HEALTH = ("articlepage", "comparisonpage", "conditionpage", "guidepage", "musclepage", "regionpage")


@pytest.fixture
def person() -> PractitionerPage:
    return practitioner()


@pytest.mark.parametrize(("days_left", "said"), [(-1, "Overdue"), (0, "Due within 30 days")])
def test_a_review_is_overdue_from_the_day_after(person: PractitionerPage, days_left: int, said: str) -> None:
    page = ConditionPage.objects.live().first()
    today = timezone.localdate()
    reviewed(page, person, due=today + timedelta(days=days_left))
    assert [state.label for state in all_states()[page.pk]] == [said]


@pytest.fixture
def pages(person: PractitionerPage) -> dict[str, Page]:
    """Four conditions whose reviews need attention or don't; two of them were never reviewed."""
    today = timezone.localdate()
    overdue, due, changed, current, *_ = ConditionPage.objects.order_by("path")
    reviewed(overdue, person, due=today - timedelta(days=1))
    reviewed(due, person, due=today + timedelta(days=30))
    reviewed(changed, person)
    reviewed(current, person, due=today + timedelta(days=31))
    changed.summary = "Nobody has read this."
    changed.save_revision().publish()
    invalidate()
    return {"overdue": overdue, "due": due, "changed": changed, "current": current}


def rows(client: Client, **filters: str) -> list[dict[str, str]]:
    answer = client.get(reverse("reviews_report"), {"export": "csv"} | filters)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_each_page_is_listed_with_its_review(admin_client: Client, pages: dict[str, Page]) -> None:
    found = {row["Page"]: row for row in rows(admin_client)}
    assert len(found) == Page.objects.live().filter(content_type__model__in=HEALTH).count()
    said = {kind: found[page.title]["Review"] for kind, page in pages.items()}
    assert said == {
        "overdue": "Overdue",
        "due": "Due within 30 days",
        "changed": "Changed since its review",
        "current": "Reviewed",
    }
    assert found[pages["due"].title]["Reviewed by"] == "Anna Smith"
    assert sum(row["Review"] == "Not reviewed" for row in found.values()) == len(found) - 4


@pytest.mark.parametrize("state", ["overdue", "due", "changed", "current"])
def test_the_report_is_filtered(admin_client: Client, pages: dict[str, Page], state: str) -> None:
    assert [row["Page"] for row in rows(admin_client, state=state)] == [pages[state].title]


def test_the_screen_leads_to_what_changed(admin_client: Client, pages: dict[str, Page]) -> None:
    answer = admin_client.get(reverse("reviews_report"), {"state": "changed"})
    link = BeautifulSoup(answer.content, "html.parser").find("a", string="What changed")
    assert "Nobody has read this." in words(admin_client.get(link["href"]).content.decode())


def test_a_clinician_is_led_through_what_there_is_to_read(
    editor: Any, person: PractitionerPage, pages: dict[str, Page]
) -> None:
    """The editor may edit conditions and articles; every condition but one is due for some reason."""
    person.account = editor
    person.save_revision().publish()
    invalidate()
    client, read = Client(), []
    client.force_login(editor)
    screen = client.get(reverse("next_review"), follow=True)
    while b"That was the last page to read" not in screen.content:
        soup = BeautifulSoup(screen.content, "html.parser")
        form = soup.find("button", string="I have read this page as it stands and stand by it").find_parent("form")
        read.append(int(screen.redirect_chain[-1][0].split("/")[-2]))
        if read[-1] == pages["due"].pk:
            skip = soup.find("a", string="Skip to the next page")
            screen = client.get(skip["href"], follow=True)
            continue
        fields = {field["name"]: field["value"] for field in form.find_all("input")}
        screen = client.post(screen.redirect_chain[-1][0], fields, follow=True)
    asked = Page.objects.live().filter(content_type__model__in=["conditionpage", "articlepage"]).order_by("path")
    assert read == [pk for pk in asked.values_list("pk", flat=True) if pk != pages["current"].pk]
    left = [row["Page"] for row in rows(client) if row["Review"] != "Reviewed"]
    assert left == [pages["due"].title]


def test_the_dashboard_counts_what_the_reader_may_look_after(
    admin_client: Client, editor: Any, pages: dict[str, Page]
) -> None:
    own = Client()
    own.force_login(editor)
    counted = {}
    for name, client in (("owner", admin_client), ("editor", own)):
        panel = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser").find(
            id="reviews-section"
        )
        counted[name] = [words(item.get_text()) for item in panel.find_all("li")]
    health = Page.objects.live().filter(content_type__model__in=HEALTH)
    mine = health.filter(content_type__model__in=["conditionpage", "articlepage"])
    others = ["Overdue: 1 page", "Changed since its review: 1 page", "Due within 30 days: 1 page"]
    assert counted["owner"] == [f"Not reviewed: {health.count() - 4} pages", *others]
    assert counted["editor"] == [f"Not reviewed: {mine.count() - 4} pages", *others]


def test_who_may_edit_nothing_sees_no_reviews(client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user(username="x", password="x" * 14))
    assert client.get(reverse("reviews_report")).status_code == 302
    assert client.get(reverse("next_review")).status_code == 302


def test_more_reviews_cost_no_more_queries(
    admin_client: Client, pages: dict[str, Page], person: PractitionerPage
) -> None:
    def queries() -> int:
        invalidate()
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(reverse("reviews_report"))
        return len(captured)

    first, *others = Page.objects.live().filter(content_type__model="musclepage")
    reviewed(first, person)
    queries()  # fills the admin's own caches
    few = queries()
    for page in others:
        reviewed(page, person)
    assert queries() <= few
