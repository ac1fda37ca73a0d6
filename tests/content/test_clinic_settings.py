"""What staff set in one place shows everywhere at once, and unreadable colors are refused."""

import json
import re
from datetime import date, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from content.models import ClinicSettings, Notice, OpeningHours, SocialLink, SpecialDay
from content.text.color import READABLE, contrast
from tests.content.reviews_help import practitioner, reviewed
from tests.forms import as_sent, form_with

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
    assert 'href="tel:+15555550199"' in page


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


def test_the_signal_color_reaches_the_page_and_its_policy(client, clinic, django_capture_on_commit_callbacks) -> None:
    before = client.get("/")
    clinic.signal_color = "#0b5a6b"
    save(clinic, django_capture_on_commit_callbacks)
    after = client.get("/")
    assert "--signal:light-dark(#0b5a6b" in after.content.decode()
    assert after.headers["Content-Security-Policy"] != before.headers["Content-Security-Policy"]


def test_dangers_and_mistakes_keep_their_own_readable_color(client, clinic, django_capture_on_commit_callbacks) -> None:
    clinic.signal_color = "#1d4f91"
    save(clinic, django_capture_on_commit_callbacks)
    style = BeautifulSoup(client.get("/contact/").content, "html.parser").style.text
    colors = re.findall(r"--(\w+):light-dark\((#\w+),(#\w+)\)", style)
    tokens = {name: (light, dark) for name, light, dark in colors}
    for danger, *grounds in zip(tokens["danger"], tokens["paper"], tokens["surface"], strict=True):
        assert min(contrast(danger, ground) for ground in grounds) >= READABLE
    rules = re.findall(r"([^{}]*(?:error|emergency)[^{}]*){([^{}]*)}", style)
    assert {"--danger"} == {color for _, rule in rules for color in re.findall(r"--(?:danger|signal)", rule)}


def test_an_unreadable_signal_color_is_refused_with_its_contrast(admin_client: Client, clinic) -> None:
    clinic.signal_color = "#ffcc00"
    with pytest.raises(Exception, match=r"contrast of 1\.\d to 1"):
        clinic.full_clean()


def test_staff_can_open_the_clinic_settings(admin_client: Client) -> None:
    site = Site.objects.get(is_default_site=True)
    address = reverse("wagtailsettings:edit", args=["content", "clinicsettings", site.pk])
    assert "Opening hours" in admin_client.get(address).content.decode()


# Every setting, where visitors look for it -----------------------------------------------------------


@pytest.fixture
def shown(client, clinic, django_capture_on_commit_callbacks):
    """Returns a function that changes settings and returns a page as visitors then get it."""

    def show(address: str = "/", **changes: object) -> BeautifulSoup:
        for name, value in changes.items():
            setattr(clinic, name, value)
        save(clinic, django_capture_on_commit_callbacks)
        return BeautifulSoup(client.get(address).content, "html.parser")

    return show


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "Clinic by the Park"),
        ("tagline", "Hands that listen"),
        ("email", "desk@park.example"),
        ("street", "12 Park Lane"),
        ("locality", "Parkton"),
        ("region", "Parkshire"),
        ("postal_code", "PK1 2AB"),
        ("service_area", "Parkton and ten miles around"),
        ("access", "Ring twice."),
    ],
)
def test_each_fact_stands_at_the_foot_of_every_page(shown, name: str, value: str) -> None:
    for address in ("/", "/contact/"):
        assert value in shown(address, **{name: value}).footer.get_text()


def test_search_engines_learn_the_same_facts(shown) -> None:
    page = shown(tagline="Hands that listen", service_area="Parkton", country="GB")
    graph = json.loads(page.find("script", type="application/ld+json").string)["@graph"]
    (node,) = [node for node in graph if node["@id"].endswith("#clinic")]
    assert (node["slogan"], node["areaServed"]) == ("Hands that listen", "Parkton")
    assert node["address"]["addressCountry"] == "GB"


def test_social_links_lead_to_the_clinic_elsewhere(shown) -> None:
    page = shown(social_links=[SocialLink(name="Fediverse", url="https://social.example/@park")])
    link = page.footer.find("a", string="Fediverse")
    assert (link["href"], link["rel"]) == ("https://social.example/@park", ["me"])


def test_the_booking_link_stands_beside_the_form(shown) -> None:
    page = shown("/contact/", booking_url="https://book.example/park")
    assert page.main.find("a", href="https://book.example/park")
    assert not shown("/contact/", booking_url="").main.find("a", href="https://book.example/park")


def test_the_market_decides_the_emergency_number(shown) -> None:
    address = "/conditions/low-back-pain/"
    us = shown(address, market="US").main.get_text()
    uk = shown(address, market="UK").main.get_text()
    assert "911" in us
    assert "999" not in us
    assert "999" in uk
    assert "NHS 111" in uk
    assert "911" not in uk


def test_the_market_decides_how_times_and_days_are_written(shown) -> None:
    hours = [OpeningHours(weekday=day, opens=time(9), closes=time(17, 30)) for day in range(7)]
    reviewed(Page.objects.get(slug="trigger-points"), practitioner(), on=date(2026, 11, 1))
    us = shown("/trigger-points/", market="US", opening_hours=hours)
    assert "9 a.m.–5:30 p.m." in us.footer.get_text()
    assert "November 1, 2026" in us.find(class_="byline").get_text()
    uk = shown("/trigger-points/", market="UK")
    assert "09:00–17:30" in uk.footer.get_text()
    assert "1 November 2026" in uk.find(class_="byline").get_text()


def test_the_default_card_is_shown_when_a_page_has_no_picture_of_its_own(shown) -> None:
    drawn = shown("/trigger-points/").find("meta", property="og:image")["content"]
    image = get_image_model().objects.first()
    chosen = shown("/trigger-points/", social_image=image).find("meta", property="og:image")["content"]
    assert "/social-card/" in drawn
    assert "/media/images/" in chosen


def test_days_with_other_hours_are_told_before_they_come_and_leave_by_themselves(shown) -> None:
    today = timezone.localdate()

    def day(label: str, first: int, last: int, **times: time) -> SpecialDay:
        return SpecialDay(
            label=label, first_day=today + timedelta(days=first), last_day=today + timedelta(days=last), **times
        )

    page = shown(
        special_days=[
            day("Thanksgiving", 2, 2),
            day("Stocktaking", 5, 6, opens=time(10), closes=time(12)),
            day("Past holiday", -3, -2),
            day("Far holiday", 90, 91),
        ]
    )
    table = page.footer.table.get_text(" ")
    assert "Thanksgiving" in table
    assert "closed" in page.footer.find("th", string=lambda text: text and "Thanksgiving" in text).parent.get_text()
    assert "10 a.m.–noon" in table
    assert "Past holiday" not in table
    assert "Far holiday" not in table


def test_a_closed_day_is_not_called_open(shown) -> None:
    today = timezone.localdate()
    every_day = [OpeningHours(weekday=day, opens=time(0), closes=time(23, 59, 59)) for day in range(7)]
    assert "Open now" in shown(opening_hours=every_day).footer.get_text()
    closed = [SpecialDay(label="Holiday", first_day=today - timedelta(days=1), last_day=today + timedelta(days=1))]
    assert "Closed now" in shown(special_days=closed).footer.get_text()


def test_a_clinic_without_hours_lists_no_closed_days(shown) -> None:
    assert "closed" in shown().footer.get_text()
    footer = shown(opening_hours=[]).footer
    assert "By appointment" in footer.get_text()
    assert "closed" not in footer.get_text()
    assert footer.table is None


def test_a_break_on_a_special_day_is_one_line(shown) -> None:
    day = timezone.localdate() + timedelta(days=3)
    halves = [(time(9), time(12)), (time(13), time(15))]
    rows = [
        SpecialDay(label="Eve", first_day=day, last_day=day, opens=opens, closes=closes) for opens, closes in halves
    ]
    footer = shown(special_days=rows, opening_hours=[]).footer
    (row,) = footer.table.find_all("tr")
    assert "9 a.m.–noon, 1 p.m.–3 p.m." in " ".join(row.get_text().split())


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ({"locality": "Parkton", "region": "NY", "postal_code": "12345"}, "Parkton, NY 12345"),
        ({"locality": "Parkton"}, "Parkton"),
        ({"postal_code": "PK1 2AB"}, "PK1 2AB"),
        ({"street": "12 Park Lane"}, "12 Park Lane"),
    ],
)
def test_an_address_is_shown_as_far_as_it_is_known(shown, known: dict[str, str], line: str) -> None:
    nothing = dict.fromkeys(["street", "locality", "region", "postal_code", "phone", "email"], "")
    assert shown(**nothing | known).address.get_text("|", strip=True) == line


def test_staff_untick_sample_and_every_mark_of_it_goes(shown) -> None:
    assert "Sample clinic" in shown(is_sample=True).get_text()
    page = shown(is_sample=False)
    assert "Sample clinic" not in page.get_text()
    assert not page.footer.find(class_="tag")


def test_staff_change_the_settings_in_the_admin(admin_client: Client, client, clinic) -> None:
    """Through the form, as a browser submits it."""
    address = reverse("wagtailsettings:edit", args=["content", "clinicsettings", clinic.site_id])
    changed = {"tagline": "Changed in the admin", "booking_url": "book.example.com/park"}
    answer = admin_client.post(address, as_sent(form_with(admin_client.get(address).content, "tagline")) | changed)
    assert answer.status_code == 302
    clinic.refresh_from_db()
    assert clinic.tagline == "Changed in the admin"
    assert clinic.booking_url == "https://book.example.com/park"
