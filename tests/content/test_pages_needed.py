"""Pages that the site can't do without: the contact page goes only with a warning, the home page not at all."""

from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from content.caching.version import invalidate
from content.health.counts import missing_pages
from content.models import HomePage
from inquiries.models import InquiryPage

pytestmark = pytest.mark.django_db
WARNING = "nobody can send an inquiry"


def bulk(how: str, page: Any) -> str:
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", how]) + f"?id={page.pk}&next=/admin/"


@pytest.mark.parametrize("how", ["delete", "unpublish"])
def test_the_dialog_says_that_the_form_goes(admin_client: Client, how: str) -> None:
    contact = InquiryPage.objects.get()
    said = admin_client.get(bulk(how, contact)).content.decode()
    assert WARNING in said
    assert "Nothing else on this site links to" not in said
    other = contact.get_siblings(inclusive=False).first()
    assert WARNING not in admin_client.get(bulk(how, other)).content.decode()


@pytest.mark.parametrize("how", ["delete", "unpublish"])
def test_the_home_page_stays(client: Client, admin_client: Client, how: str) -> None:
    home = HomePage.objects.get()
    action = reverse(f"wagtailadmin_pages:{how}", args=[home.pk])
    assert action not in admin_client.get(reverse("wagtailadmin_pages:edit", args=[home.pk])).content.decode()
    admin_client.post(bulk(how, home), {"successor": "nowhere"})
    assert HomePage.objects.get().live


def test_the_home_page_has_no_date_to_go() -> None:
    home = HomePage.objects.get()
    home.expire_at = datetime(2030, 1, 1, tzinfo=UTC)
    with pytest.raises(ValidationError, match="can’t be unpublished"):
        home.full_clean()


def test_site_health_and_the_dashboard_say_what_is_missing(admin_client: Client) -> None:
    def panel() -> str:
        soup = BeautifulSoup(admin_client.get(reverse("wagtailadmin_home")).content, "html.parser")
        return str(soup.find(id="site-health-section"))

    assert WARNING not in panel()
    InquiryPage.objects.update(live=False)
    HomePage.objects.update(live=False)
    invalidate()
    assert WARNING in panel()
    assert len(missing_pages()) == 2


def test_site_health_counts_what_is_missing(admin_client: Client) -> None:
    InquiryPage.objects.get().get_parent().get_descendants().update(live=False)  # nothing else takes long to check
    invalidate()
    soup = BeautifulSoup(admin_client.get(reverse("site_health")).content, "html.parser")
    first = soup.select_one(".health > li summary")
    assert first is not None
    assert WARNING in first.get_text()
    assert "asks before publishing" not in first.get_text()
