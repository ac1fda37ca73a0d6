"""Links to other sites are checked politely and safely, and called broken after three bad nights."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client, TestCase
from django.urls import reverse

from content.caching.version import invalidate
from content.links.elsewhere import Verdict, visit
from content.links.outside import LinkAnswer, Outside, OutsideError
from content.models import ArticlePage, CheckedAddress, ClinicSettings, LegalPage, Source
from inquiries.schedule.jobs import JOBS
from inquiries.schedule.links import check_links
from tests.content.checks_help import take_down_all_but
from tests.content.outside_server import OtherSite, other_site

NIGHT = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)  # 2:30 a.m. in New York


@pytest.fixture
def there() -> Iterator[OtherSite]:
    with other_site() as site:
        yield site


@pytest.mark.parametrize(
    ("head", "get", "verdict", "asked"),
    [
        (200, 200, Verdict.FINE, ["HEAD"]),
        (405, 200, Verdict.FINE, ["HEAD", "GET"]),
        (403, 200, Verdict.FINE, ["HEAD", "GET"]),
        (404, 200, Verdict.FINE, ["HEAD", "GET"]),
        (403, 403, Verdict.UNKNOWN, ["HEAD", "GET"]),
        (405, 405, Verdict.UNKNOWN, ["HEAD", "GET"]),
        (429, 429, Verdict.UNKNOWN, ["HEAD", "GET"]),
        (404, 404, Verdict.BROKEN, ["HEAD", "GET"]),
        (410, 410, Verdict.BROKEN, ["HEAD"]),
        (500, 500, Verdict.BROKEN, ["HEAD", "GET"]),
    ],
)
def test_what_an_answer_means(there: OtherSite, head: int, get: int, verdict: Verdict, asked: list[str]) -> None:
    there.says("/page", head, method="HEAD")
    there.says("/page", get, method="GET")
    assert visit(there.url("/page"), there.outside()).verdict == verdict
    assert [method for method, path in there.asked if path == "/page"] == asked
    assert there.agents == {"PinpointLinkCheck/1.0 (+http://localhost)"}


def test_redirects_are_followed_to_a_limit(there: OtherSite) -> None:
    there.says("/old", 301, Location="/new")
    there.says("/new", 200)
    there.says("/round", 302, Location="/round")
    assert visit(there.url("/old"), there.outside()).verdict == Verdict.FINE
    assert visit(there.url("/round"), there.outside()).words == "It redirects without end."


def test_robots_txt_is_read_once_and_kept_to(there: OtherSite) -> None:
    there.says("/robots.txt", 200, "User-agent: *\nDisallow: /private/")
    there.says("/page", 200)
    outside = there.outside()
    assert visit(there.url("/page"), outside).verdict == Verdict.FINE
    assert visit(there.url("/private/x"), outside).verdict == Verdict.UNKNOWN
    assert there.asked == [("GET", "/robots.txt"), ("HEAD", "/page")]


def test_a_site_that_refuses_its_robots_txt_is_left_alone(there: OtherSite) -> None:
    there.says("/robots.txt", 403)
    there.says("/page", 200)
    assert visit(there.url("/page"), there.outside()).words == "The site asks robots not to look."
    assert there.asked == [("GET", "/robots.txt")]


class Publisher(Outside):
    """doi.org knows the number, but the publisher it redirects to blocks robots."""

    def request(self, method: str, url: str, **_: Any) -> LinkAnswer:
        if url.endswith("/robots.txt"):
            return LinkAnswer(404)
        is_doi = url.startswith("https://doi.org/")
        return LinkAnswer(302, "https://publisher.example/paper") if is_doi else LinkAnswer(404)


def test_a_doi_that_is_known_is_fine_whatever_the_publisher_answers() -> None:
    assert visit("https://doi.org/10.1000/abc", Publisher("x")).verdict == Verdict.FINE


def test_a_redirect_into_a_private_network_is_not_followed(there: OtherSite) -> None:
    """The first host is allowed, but the host it redirects to isn't."""
    there.says("/page", 302, Location=there.url("/secret", host="127.0.0.2"))
    outside = Outside("x", lambda address: address == "127.0.0.1", (there.port,))
    assert visit(there.url("/page"), outside).words == "It leads into a private network."
    assert ("HEAD", "/secret") not in there.asked


def test_an_answer_is_read_to_a_limit(there: OtherSite) -> None:
    there.says("/big", 200, "x" * 1_000_000)
    assert len(there.outside().request("GET", there.url("/big"), most_bytes=500).body) == 500


# Night after night ---------------------------------------------------------------------------------


@pytest.fixture
def switched_on() -> None:
    ClinicSettings.objects.update(looks_outside=True)


@pytest.fixture
def cited(there: OtherSite) -> Source:
    """The only external address on the site."""
    take_down_all_but(ArticlePage.objects.live().first())
    Source.objects.update(url="", doi="", citation="A study.")
    LegalPage.objects.get(slug="consumer-health-data").unpublish()
    source = Source.objects.get(key="xu-2023")
    source.url = there.url("/study")
    source.save()
    invalidate()
    return source


def rows_shown(client: Client) -> list[list[str]]:
    """The report's rows about external addresses."""
    soup = BeautifulSoup(client.get(f"{reverse('page_checks')}?check=links-elsewhere").content, "html.parser")
    return [[" ".join(cell.get_text().split()) for cell in row.find_all("td")] for row in soup.select("main tbody tr")]


def report(client: Client) -> list[list[str]]:
    """The same, with nothing cached."""
    invalidate()
    return rows_shown(client)


@pytest.mark.django_db
@pytest.mark.usefixtures("switched_on")
def test_three_bad_nights_make_a_broken_link_and_one_good_one_mends_it(
    there: OtherSite, cited: Source, admin_client: Client
) -> None:
    def nights(first: int, last: int) -> None:
        for night in range(first, last + 1):
            for minute in (0, 1, 2):  # a night has many rounds, but each address is checked once
                with TestCase.captureOnCommitCallbacks(execute=True):
                    check_links(NIGHT + timedelta(days=night, minutes=minute), there.outside())

    nights(1, 2)
    assert rows_shown(admin_client) == []
    assert len([1 for method, path in there.asked if (method, path) == ("HEAD", "/study")]) == 2
    nights(3, 3)
    [row] = rows_shown(admin_client)
    since = f"The link to {there.url('/study')} has been broken since March 3, 2026"
    assert row[1:5] == ["Source", "Warning", f"{since}: The page is gone (404).", "Address"]
    assert CheckedAddress.objects.get().failing_since == NIGHT + timedelta(days=1)
    edit = reverse("wagtailsnippets_content_source:edit", args=[cited.pk])
    assert f'href="{edit}#:w:contentpath=url"' in admin_client.get(reverse("page_checks")).content.decode()
    there.says("/study", 200)
    nights(4, 6)
    assert rows_shown(admin_client) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("switched_on")
def test_when_nothing_answers_anywhere_no_link_is_called_broken(there: OtherSite, cited: Source) -> None:
    cited.url = f"http://no-such-host.invalid:{there.port}/"
    cited.save()
    invalidate()
    for night in range(5):
        check_links(NIGHT + timedelta(days=night), there.outside())
    assert CheckedAddress.objects.get().strikes == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("switched_on")
def test_an_address_in_a_text_is_asked_for_as_browsers_read_it(there: OtherSite, cited: Source) -> None:
    page = ArticlePage.objects.live().first()
    address = there.url("/page?a=1&b=2").replace("&", "&amp;")
    own = '<a href="http://localhost/sessions/">z</a>'  # this site's, which is looked at in another way
    page.body = [("rich_text", f'<p><a href="{address}#part">x</a> <a href="{address}">y</a> {own}</p>')]
    page.save_revision().publish()
    cited.url = ""
    cited.save()
    invalidate()
    check_links(NIGHT, there.outside())
    assert {path for _, path in there.asked} == {"/robots.txt", "/page?a=1&b=2"}
    assert CheckedAddress.objects.count() == 1  # one entry for both, whatever part of the page they lead to


@pytest.mark.django_db
@pytest.mark.usefixtures("switched_on")
def test_an_address_that_never_answers_is_tried_once_a_night(there: OtherSite, cited: Source, monkeypatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("inquiries.schedule.links.LONGEST_LOOK_SECONDS", 0.05)
    outside = there.outside()
    monkeypatch.setattr(outside, "request", lambda _method, url, **_: asked.append(url) or time.sleep(5))
    for minute in range(3):
        check_links(NIGHT + timedelta(minutes=minute), outside)
    assert len(asked) == 1


class Unplugged(Outside):
    """Simulates this site's own connection being down."""

    def request(self, method: str, url: str, **_: Any) -> LinkAnswer:
        raise OutsideError("No site answers there.")


@pytest.mark.django_db
@pytest.mark.usefixtures("switched_on")
def test_a_night_without_a_line_neither_breaks_nor_mends_a_link(
    there: OtherSite, cited: Source, admin_client: Client
) -> None:
    for night in (1, 2):
        check_links(NIGHT + timedelta(days=night), there.outside())
    check_links(NIGHT + timedelta(days=3), Unplugged("x", ports=(there.port,)))
    assert report(admin_client) == []
    check_links(NIGHT + timedelta(days=4), there.outside())
    assert len(report(admin_client)) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("switched_on")
def test_a_broken_link_is_looked_at_less_and_less_but_at_least_every_eighth_night(
    there: OtherSite, cited: Source, admin_client: Client
) -> None:
    nights = []
    for night in range(1, 43):
        before = len(there.asked)
        check_links(NIGHT + timedelta(days=night), there.outside())
        nights += [night] if len(there.asked) > before else []
        if night == 34:
            there.says("/study", 200)
            assert len(report(admin_client)) == 1
    assert nights == [1, 2, 3, 4, 6, 10, 18, 26, 34, 42]
    assert report(admin_client) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("switched_on")
def test_an_address_that_stands_nowhere_any_longer_is_not_asked_again(there: OtherSite, cited: Source) -> None:
    check_links(NIGHT, there.outside())
    cited.url = there.url("/other")
    cited.save()
    invalidate()
    there.asked.clear()
    for minute in range(3):
        check_links(NIGHT + timedelta(days=1, minutes=minute), there.outside())
    assert {path for _, path in there.asked} == {"/robots.txt", "/other"}


@pytest.mark.django_db
@pytest.mark.usefixtures("switched_on")
def test_what_was_found_before_it_was_switched_off_is_not_told(
    there: OtherSite, cited: Source, admin_client: Client
) -> None:
    for night in (1, 2, 3):
        check_links(NIGHT + timedelta(days=night), there.outside())
    assert len(report(admin_client)) == 1
    ClinicSettings.objects.update(looks_outside=False)
    assert report(admin_client) == []


@pytest.mark.django_db
def test_nothing_goes_out_unless_the_clinic_allows_it_and_at_night_only(
    there: OtherSite, cited: Source, admin_client: Client
) -> None:
    assert check_links(NIGHT, there.outside()) == 0
    assert "switched off" in admin_client.get(reverse("page_checks")).content.decode()
    ClinicSettings.objects.update(looks_outside=True)
    (job,) = (job for job in JOBS if job.run is check_links)
    assert not job.is_due(NIGHT + timedelta(hours=12))
    assert job.is_due(NIGHT)
    assert there.asked == []
    assert "for the first time" in admin_client.get(reverse("page_checks")).content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("switched_on")
def test_no_site_is_asked_twice_in_a_round(there: OtherSite, cited: Source, settings: Any) -> None:
    other = Source.objects.exclude(pk=cited.pk).first()
    Source.objects.filter(pk=other.pk).update(url=there.url("/other"))
    invalidate()
    for minute in range(2):
        assert check_links(NIGHT + timedelta(minutes=minute), there.outside()) == 1
    assert check_links(NIGHT + timedelta(minutes=2), there.outside()) == 0
    third = Source.objects.exclude(pk__in=[cited.pk, other.pk]).first()
    third.url = there.url("/new")
    third.save()
    invalidate()
    check_links(NIGHT + timedelta(days=1), there.outside())
    assert there.asked[-1] == ("GET", "/new"), "what was never looked at waits longest"
