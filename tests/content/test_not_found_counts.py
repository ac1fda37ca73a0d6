"""Addresses that lead nowhere are counted, without anything about who asked, and can be fixed from the report."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, Page, PageViewRestriction

from content.caching.version import invalidate
from content.counting.not_found import countable_path
from content.models import GuidePage, HomePage, NotFoundDay
from inquiries.schedule.jobs import run_due_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.template_context]
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _stored_at_once(settings: Any) -> None:
    settings.COUNTS_STORED_AFTER_SECONDS = 0


def miss(path: str, **headers: str) -> None:
    assert Client(headers={"user-agent": BROWSER, **headers}).get(path).status_code == 404


@pytest.fixture
def editor(django_user_model: Any) -> Client:
    user = django_user_model.objects.create_user(username="ed", password="x" * 14)
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def shown(client: Client, query: str = "") -> BeautifulSoup:
    return BeautifulSoup(client.get(reverse("not_found_report") + query).content, "html.parser")


def report(client: Client, query: str = "") -> list[list[str]]:
    rows = shown(client, query).select("main tbody tr")
    return [[" ".join(cell.get_text().split()) for cell in row.find_all("td")][:5] for row in rows]


def test_the_report_lists_what_was_asked_for_most_with_the_hosts_that_link_there(admin_client: Client) -> None:
    miss("/knees/?email=jane@example.org", referer="https://forum.example.org/threads/jane?user=7")
    miss("/Knees/")
    miss("/knees/", referer="https://www.example.com/")
    miss("/ankles.html", referer="https://192.168.0.4/mail")
    rows = report(admin_client)
    assert [row[:2] for row in rows] == [["/knees", "3"], ["/ankles.html", "1"]]
    assert set(rows[0][3].split(", ")) == {"forum.example.org", "www.example.com"}
    assert rows[1][3] == ""
    assert rows[0][4] == date_format(timezone.localdate(), "F j, Y")
    kept = str(list(NotFoundDay.objects.values()))
    assert not any(word in kept for word in ("jane", "email", "threads", "192.168"))


@pytest.mark.parametrize(
    "path",
    [
        # might identify a person
        "/jane@example.org/", "/jane%2540example.org/", "/jane＠example.org", "/jane-at-example-dot-org/",
        "/jane.doe.gmail.com", "/call/555-555-0142/", "/(555) 555 0142", "/+442079460000/", "/born/1980-05-12/",
        "/reset/c3ab8ff13720e8ad9047dd39466b3c89/", "/i/x7k2p9q4/", "/v/dQw4w9WgX1/", f"/{'a' * 30}/",
        "/550e8400-e29b-41d4-a716-446655440000/", "/t/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0/",
        # tried by robots
        "/index.php", "/wp-login.php", "/wp-admin/", "/blog/wp-content/x", "/.env", "/.git/config", "/a/../etc/passwd",
        "/cgi-bin/luci", "/backup.zip", "/phpmyadmin/", "/api/v1/", "/server-status", "/.well-known/x", "/feed.xml",
        "/admin", "/static/x.html", "/login.aspx", "/_next/x", "/actuator/health",
        # not addresses at all
        "/", "", "/\x00/", "/%ff%fe/", "/" + "knee/" * 40,
    ],
)  # fmt: skip
def test_what_may_be_personal_and_what_robots_try_is_not_kept(path: str) -> None:
    assert countable_path(path) == ""


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/Knee%20Pain/", "/knee pain"),
        ("/blog/2019/05/hip-pain.html", "/blog/2019/05/hip-pain.html"),
        ("/leaflets/Prices-2024.pdf", "/leaflets/prices-2024.pdf"),
        ("/über-uns/", "/über-uns"),
        ("/l4-l5-disc/", "/l4-l5-disc"),
        ("/our-12-week-program-part-2/", "/our-12-week-program-part-2"),
    ],
)
def test_addresses_that_people_link_to_are_kept(path: str, kept: str) -> None:
    assert countable_path(path) == kept


def test_robots_and_staff_are_not_counted(admin_client: Client) -> None:
    miss("/knees/", **{"user-agent": "curl/8.1"})
    admin_client.get("/knees/", headers={"user-agent": BROWSER})
    assert not NotFoundDay.objects.exists()


def test_a_flood_leaves_what_is_asked_for_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NotFoundDay, "MOST_ROWS", 5)
    for _ in range(2):
        miss("/knees/")
    for number in range(20):
        miss(f"/flood-{number}/")
    run_due_jobs(timezone.localtime().replace(hour=12))
    assert NotFoundDay.objects.count() == 5
    assert NotFoundDay.objects.get(path="/knees").times == 2


def test_a_host_that_is_named_after_a_person_is_not_kept() -> None:
    miss("/ankles/", referer="https://jane-1980-05-12.example.com/")
    assert NotFoundDay.objects.get().referrer == ""


def test_counts_are_kept_for_ninety_days_by_the_clinics_calendar() -> None:
    NotFoundDay.objects.create(date="2025-12-02", path="/knees", times=1)
    run_due_jobs(datetime(2026, 3, 3, 2, 0, tzinfo=UTC))  # still March 2 in New York, the ninetieth day after
    assert NotFoundDay.objects.exists()
    run_due_jobs(datetime(2026, 3, 3, 17, 0, tzinfo=UTC))
    assert not NotFoundDay.objects.exists()


def test_what_is_asked_for_often_is_kept_longer_than_what_was_asked_for_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NotFoundDay, "MOST_ROWS", 2)
    noon = timezone.localtime().replace(hour=12)
    NotFoundDay.objects.create(date=noon.date() - timedelta(days=10), path="/knees", times=9)
    for number in range(3):
        NotFoundDay.objects.create(date=noon.date(), path=f"/flood-{number}", times=1)
    run_due_jobs(noon)
    assert NotFoundDay.objects.count() == 2
    assert NotFoundDay.objects.filter(path="/knees").exists()


def test_another_page_is_chosen_for_an_address(client: Client, admin_client: Client) -> None:
    miss("/conditions/hip-pian/")
    address = shown(admin_client).find("a", href=lambda address: "redirect/?" in address)["href"]
    form = admin_client.get(address).context["form"]
    assert form.initial["redirect_page"].url == "/conditions/hip-pain/"
    sent = {"old_path": form.initial["old_path"], "redirect_page": "", "redirect_link": "/sessions/"}
    assert admin_client.post(address, sent)["Location"] == reverse("not_found_report")
    assert report(admin_client) == []
    assert client.get("/Conditions/hip-pian/")["Location"] == "/sessions/"


def test_one_click_redirects_an_address_to_the_page_it_resembles(client: Client, editor: Client) -> None:
    miss("/conditions/hip-pian/", referer="https://forum.example.org/t/7")
    assert "Redirect to “Hip pain”" in report(editor)[0][2]
    told = press(editor, shown(editor).select_one("tbody form")).select_one(".messages")
    assert "are now led to “Hip pain”" in told.get_text()
    assert report(editor) == []
    assert client.get("/Conditions/hip-pian/")["Location"] == "/conditions/hip-pain/"
    made = ModelLogEntry.objects.get(content_type__model="redirect")
    assert (made.action, made.user.username) == ("wagtail.create", "ed")
    assert editor.get(told.a["href"]).context["form"].instance == Redirect.objects.get()  # to change or delete it


def test_the_host_that_links_most_is_named_first(admin_client: Client) -> None:
    for host in ("a.example.org", "b.example.org", "b.example.org"):
        miss("/knees/", referer=f"https://{host}/")
    assert report(admin_client)[0][3] == "b.example.org, a.example.org"


def test_a_private_page_is_neither_offered_nor_named(editor: Client) -> None:
    page = GuidePage(title="Qqsecret knees", slug="qqsecret-knees", live=True)
    HomePage.objects.get().add_child(instance=page)
    invalidate()
    miss("/qqsecret-knee/")
    assert "Qqsecret" in report(editor)[0][2]
    PageViewRestriction.objects.create(page=page, restriction_type="login")  # while cached values are still in place
    assert "Qqsecret" not in report(editor)[0][2]


def test_an_address_that_the_page_itself_leads_to_is_refused(editor: Client) -> None:
    miss("/conditions/hip-pian/")
    form = shown(editor).select_one("tbody form")
    form.find(attrs={"name": "old_path"})["value"] = "/conditions/hip-pain"
    assert "in circles" in press(editor, form).get_text()
    form.find(attrs={"name": "redirect_page"})["value"] = "999999"
    assert press(editor, form).select_one("form [name=old_path]")["value"] == "/conditions/hip-pain"
    assert not Redirect.objects.exists()


def test_an_address_that_resembles_nothing_can_only_be_ignored(editor: Client) -> None:
    miss("/qzxv/")
    [form] = shown(editor).select("tbody form")
    press(editor, form)
    assert report(editor) == []
    [form] = shown(editor, "?ignored=only").select("tbody form")
    assert form["action"] == reverse("ignore_not_found")


def press(client: Client, form: Any) -> BeautifulSoup:
    """Submit a form unchanged; returns the page that follows."""
    sent = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    return BeautifulSoup(client.post(form["action"], sent, follow=True).content, "html.parser")


def test_a_page_published_at_the_address_clears_its_row(admin_client: Client) -> None:
    miss("/knees/")
    page = GuidePage(title="Knees", slug="knees", live=False)
    HomePage.objects.get().add_child(instance=page)
    assert report(admin_client)
    page.save_revision().publish()
    assert report(admin_client) == []


def test_pages_that_move_along_with_the_one_above_clear_their_rows(admin_client: Client) -> None:
    for path in ("/legs/knees/", "/legs/feet/"):
        miss(path)
    above = GuidePage(title="Limbs", slug="limbs", live=True)
    HomePage.objects.get().add_child(instance=above)
    for slug, live in (("knees", True), ("feet", False)):
        above.add_child(instance=GuidePage(title=slug, slug=slug, live=live))
    above.slug = "legs"
    above.save_revision().publish()
    assert [row[0] for row in report(admin_client)] == ["/legs/feet"]


def test_a_page_moved_to_the_address_clears_its_row(admin_client: Client) -> None:
    miss("/conditions/referred-pain/")
    page = Page.objects.get(slug="referred-pain")
    assert report(admin_client)
    page.move(Page.objects.get(slug="conditions"), pos="last-child")
    assert report(admin_client) == []


def test_what_staff_ignore_is_left_out_and_comes_back(admin_client: Client) -> None:
    miss("/knees/")
    admin_client.post(reverse("ignore_not_found"), {"path": "/knees"})
    miss("/knees/")
    assert report(admin_client) == []
    assert [row[:2] for row in report(admin_client, "?ignored=only")] == [["/knees", "2"]]
    admin_client.post(reverse("ignore_not_found"), {"path": "/knees", "again": ""})
    assert report(admin_client)


def test_only_those_who_may_redirect_see_and_ignore(django_user_model: Any) -> None:
    user = django_user_model.objects.create_user(username="eve", password="x" * 14)
    user.groups.add(Group.objects.get(name="Clinician reviewer"))
    client = Client()
    client.force_login(user)
    for address in (reverse("not_found_report"), reverse("redirect_not_found")):
        assert client.get(address).status_code == 302
    for name in ("ignore_not_found", "redirect_not_found"):
        sent = {"path": "/knees", "old_path": "/knees", "redirect_page": HomePage.objects.get().pk}
        assert client.post(reverse(name), sent)["Location"] == reverse("wagtailadmin_home")
    assert client.get(reverse("ignore_not_found")).status_code == 405
    NotFoundDay.objects.create(date=timezone.localdate(), path="/knees", times=1)
    user.user_permissions.add(Permission.objects.get(codename="add_redirect"))
    assert [row[0] for row in report(client)] == ["/knees"]
    invalidate()
    assert not Redirect.objects.exists()
