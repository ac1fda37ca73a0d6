"""What staff set once shows everywhere, at once; what can't be read is refused."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from content.models import ClinicSettings, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic() -> ClinicSettings:
    return ClinicSettings.for_site(Site.objects.get(is_default_site=True))


def save(clinic: ClinicSettings, django_capture: object) -> None:
    with django_capture(execute=True):  # type: ignore[operator]
        clinic.save()


def test_a_new_phone_number_shows_on_the_next_request(client, clinic, django_capture_on_commit_callbacks) -> None:
    assert b"555-0142" in client.get("/").content
    clinic.phone = "(555) 555-0199"
    save(clinic, django_capture_on_commit_callbacks)
    page = client.get("/").content.decode()
    assert "(555) 555-0199" in page
    assert 'href="tel:5555550199"' in page


def test_a_notice_shows_only_between_its_start_and_end(client, clinic, django_capture_on_commit_callbacks) -> None:
    now = timezone.now()
    clinic.notices = [
        Notice(text="Closed on Friday", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)),
        Notice(text="Past news", starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1)),
        Notice(text="Future news", starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=2)),
    ]
    save(clinic, django_capture_on_commit_callbacks)
    page = client.get("/").content.decode()
    assert "Closed on Friday" in page
    assert "Past news" not in page
    assert "Future news" not in page


def test_the_signal_colour_reaches_the_page_and_its_policy(client, clinic, django_capture_on_commit_callbacks) -> None:
    before = client.get("/")
    clinic.signal_colour = "#0b5a6b"
    save(clinic, django_capture_on_commit_callbacks)
    after = client.get("/")
    assert "--signal:light-dark(#0b5a6b" in after.content.decode()
    assert after.headers["Content-Security-Policy"] != before.headers["Content-Security-Policy"]


def test_an_unreadable_signal_colour_is_refused_with_its_contrast(admin_client: Client, clinic) -> None:
    clinic.signal_colour = "#ffcc00"
    with pytest.raises(Exception, match=r"contrast of 1\.\d to 1"):
        clinic.full_clean()


def test_staff_can_open_the_clinic_settings(admin_client: Client) -> None:
    site = Site.objects.get(is_default_site=True)
    address = reverse("wagtailsettings:edit", args=["content", "clinicsettings", site.pk])
    assert "Opening hours" in admin_client.get(address).content.decode()


def test_the_dashboard_lists_what_is_still_a_sample(admin_client: Client) -> None:
    page = admin_client.get("/admin/").content.decode()
    assert "Still a sample" in page
    assert "Practitioner: Sample Therapist" in page
