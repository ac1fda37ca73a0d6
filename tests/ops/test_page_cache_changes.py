"""What changes is seen at once: cached pages end with the content's version, and with the minute."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from wagtail.models import Page, PageViewRestriction

from content.caching import version
from content.models import ClinicSettings
from tests.ops.test_page_cache import PLAIN, Site, text

pytestmark = pytest.mark.django_db


def publish(**changed: Any) -> None:
    page = Page.objects.get(slug="pain-map").specific
    for name, value in changed.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_what_is_published_is_seen_at_once_in_every_process(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    # Two processes share only the database; each has its own cached pages.
    monkeypatch.setattr(version, "VERSION_TTL", 0)
    here, there = Site(), Site()
    assert b"Newly worded" not in text(here.get(PLAIN)) + text(there.get(PLAIN))
    with django_capture_on_commit_callbacks(execute=True):
        publish(title="Newly worded")
    for site in (here, there):
        assert b"Newly worded" in text(site.get(PLAIN))


def test_a_kept_page_is_answered_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site()

    def away(*_: Any) -> None:
        raise OperationalError("could not connect")

    monkeypatch.setattr(version, "VERSION_TTL", 0)
    kept = site.get(PLAIN).body
    with connection.execute_wrapper(away):
        assert (site.get(PLAIN).body, site.made) == (kept, 1)


def test_unpublished_and_restricted_pages_leave_the_cache(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    site = Site()
    page = Page.objects.get(slug="pain-map")
    assert site.get(PLAIN).status == 200
    with django_capture_on_commit_callbacks(execute=True):
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="open sesame"
        )
    for _ in range(2):
        assert b"password" in site.get(PLAIN).body.lower()
    with django_capture_on_commit_callbacks(execute=True):
        restriction.delete()
        page.specific.unpublish()
    assert site.get(PLAIN).status == 404


def test_a_clinics_new_phone_number_is_everywhere_at_once(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    site = Site()
    site.get(PLAIN)
    with django_capture_on_commit_callbacks(execute=True):
        clinic = ClinicSettings.objects.get()
        clinic.phone = "+1 555 010 9999"
        clinic.save()
    assert b"+1 555 010 9999" in site.get(PLAIN).body


def test_a_page_is_made_anew_each_minute_since_it_says_whether_the_clinic_is_open(time_machine: Any) -> None:
    site = Site()
    time_machine.move_to("2026-11-02T08:59:30Z", tick=False)
    site.get(PLAIN)
    time_machine.move_to("2026-11-02T08:59:59Z", tick=False)
    site.get(PLAIN)
    assert site.made == 1
    time_machine.move_to("2026-11-02T09:00:00Z", tick=False)
    site.get(PLAIN)
    assert site.made == 2
