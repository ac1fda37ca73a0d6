"""The "Site health" report: every check counted, with its trend, linked to the field; one line on the dashboard."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from content.caching.version import invalidate
from content.checks.advice import ADVICE
from content.health.counts import CHECKS, store_counts
from content.models import ArticleIndexPage, ArticlePage, CheckedAddress, ClinicSettings, HealthDay, Source
from inquiries.schedule.jobs import run_due_jobs
from tests.content.checks_help import edit_url
from tests.content.seo_help import words

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _few_pages() -> None:
    """Leave only one guide besides what a test adds, because checking the whole starter takes seconds."""
    kept = Page.objects.filter(slug__in=["trigger-point-therapy", "articles", "contact"])
    Page.objects.filter(depth__gt=3).update(live=False)
    Page.objects.filter(depth=3).exclude(pk__in=kept).update(live=False)
    invalidate()


@pytest.fixture
def faulty(time_machine: Any) -> list[ArticlePage]:
    """Three articles with a claim, two of them with the same title."""
    time_machine.move_to(NOW)
    made = []
    for number, title in enumerate(["Cold hands", "Cold hands", "Warm hands"]):
        page = ArticlePage(title=title, slug=f"hands-{number}-of-two", summary="We cure hands.", live=True)
        ArticleIndexPage.objects.get().add_child(instance=page)
        made.append(page)
    invalidate()
    return made


def report(client: Client) -> list[Tag]:
    answer = client.get(reverse("site_health"))
    assert answer.status_code == 200
    return list(BeautifulSoup(answer.content, "html.parser").select(".health > li"))


def said(row: Tag) -> str:
    return words(row.select_one("summary").get_text(" "))  # type: ignore[union-attr]


def row_of(rows: list[Tag], title: str) -> Tag:
    return next(row for row in rows if title in said(row))


def test_no_check_is_left_out() -> None:
    assert set(CHECKS) == {*ADVICE, "claims"}


def test_every_check_is_counted_worst_first_and_leads_to_the_field(
    admin_client: Client, faulty: list[ArticlePage]
) -> None:
    rows = report(admin_client)
    assert said(rows[0]).startswith("3 Promises that the evidence doesn’t support")
    assert said(row_of(rows, "Pages with the same title")).startswith("2 ")
    assert [int(said(row).split()[0]) for row in rows[1:]] == sorted(
        (int(said(row).split()[0]) for row in rows[1:]), reverse=True
    )
    links = [link["href"] for link in rows[0].select("a")]
    assert f"{edit_url(faulty[0])}#:w:contentpath=summary&before=We+&words=cure" in links
    listed = admin_client.get(links[-1]).content.decode()
    assert "Cold hands" in listed
    assert "has reviewed" not in listed
    sound = admin_client.get(reverse("site_health")).content.decode()
    assert "Pages with two main headings" in sound


def test_the_trend_is_told_from_one_row_a_day(admin_client: Client, faulty: list[ArticlePage]) -> None:
    assert "Counted for less than a week" in said(report(admin_client)[0])
    for days, found in [(40, 9), (8, 1), (7, 2), (1, 3)]:
        HealthDay.objects.create(date=NOW.date() - timedelta(days=days), check_name="claims", found=found)
    top = report(admin_client)[0]
    assert "1 more than a week ago" in said(top)
    line = top.select_one("polyline")
    assert line is not None
    assert len(line["points"].split()) == 4  # three stored days from the last month, and today


def test_the_worker_counts_once_a_day_for_each_check_and_keeps_about_a_year(faulty: list[ArticlePage]) -> None:
    HealthDay.objects.create(date=NOW.date() - timedelta(days=500), check_name="claims", found=1)
    run_due_jobs(NOW)
    store_counts(NOW + timedelta(hours=10))  # eight in the evening in New York
    assert HealthDay.objects.get(check_name="claims").found == 3
    assert HealthDay.objects.filter(check_name="second-heading").count() == 1


def test_what_staff_accepted_is_not_counted(admin_client: Client, faulty: list[ArticlePage]) -> None:
    accepted = {"check": "claim-cure", "words": faulty[0].summary, "reason": "A rhyme."}
    admin_client.post(reverse("accept_finding", args=[faulty[0].pk]), accepted)
    invalidate()
    assert said(report(admin_client)[0]).startswith("2 Promises")


def test_nothing_is_counted_anew_while_nothing_changed(faulty: list[ArticlePage], time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    store_counts(NOW)
    later = NOW + timedelta(hours=1)
    time_machine.move_to(later, tick=False)
    with CaptureQueriesContext(connection) as queries:
        store_counts(later)
    assert not [query for query in queries if "content_articlepage" in query["sql"]]
    invalidate()
    with CaptureQueriesContext(connection) as queries:
        store_counts(later)
    assert [query for query in queries if "content_articlepage" in query["sql"]]


def test_the_dashboard_has_one_line(admin_client: Client, faulty: list[ArticlePage]) -> None:
    def line() -> str:
        soup = BeautifulSoup(admin_client.get(reverse("wagtailadmin_home")).content, "html.parser")
        panel = soup.find(id="site-health-section")
        assert panel is not None
        assert panel.find("a", href=reverse("site_health"))
        return words(panel.get_text(" "))

    assert "Not counted yet" in line()
    store_counts(NOW)
    total = sum(HealthDay.objects.values_list("found", flat=True))
    assert f"{total} things to look at" in line()


def test_editors_see_their_own_pages_and_others_only_as_a_number(
    client: Client, editor: Any, faulty: list[ArticlePage]
) -> None:
    assert client.get(reverse("site_health")).status_code == 302
    client.force_login(editor)
    rows = report(client)
    assert edit_url(faulty[0]) in str(rows[0])
    unread = row_of(rows, "Health pages that no one has reviewed")
    assert "on pages that you don’t edit" in words(unread.get_text(" "))


def test_links_to_other_sites_that_lead_nowhere_are_counted(admin_client: Client, faulty: list[ArticlePage]) -> None:
    source = Source.objects.exclude(url="").first()
    CheckedAddress.objects.create(url=source.url, strikes=3, failing_since=NOW)
    ClinicSettings.objects.update(looks_outside=True)
    invalidate()
    store_counts(NOW)
    row = row_of(report(admin_client), "Links to other sites that lead nowhere")
    assert said(row).startswith("1 Links")
    edit = reverse("wagtailsnippets_content_source:edit", args=[source.pk])
    assert [link["href"] for link in row.select("a")] == [
        f"{edit}#:w:contentpath=url",
        f"{reverse('page_checks')}?check=links-elsewhere",
    ]
    assert HealthDay.objects.get(check_name="links-elsewhere").found == 1
