"""What a practitioner's page and the price list say, and where they lead."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from content.caching.version import invalidate
from content.models import ClinicSettings, ConditionPage, PractitionerPage, SessionsPage, SessionType

pytestmark = pytest.mark.django_db


def read(address: str) -> BeautifulSoup:
    invalidate()
    return BeautifulSoup(Client().get(address).content, "html.parser")


def words(soup: BeautifulSoup, selector: str = "main") -> str:
    return " ".join(" ".join(element.get_text(" ") for element in soup.select(selector)).split())


def test_a_practitioner_says_what_people_come_with_and_which_sessions_they_give() -> None:
    person = PractitionerPage.objects.get(slug="sample-therapist")
    person.conditions = [ConditionPage.objects.get(slug="hip-pain")]
    person.sessions = [SessionType.objects.get(key="focus")]
    person.save_revision().publish()
    main = read(person.url)
    assert [link["href"] for link in main.select(".places--inline a")] == ["/conditions/hip-pain/"]
    assert words(main, ".rows") == "Short focus session, 30 minutes $55"
    person.conditions.get().unpublish()
    person.sessions = []
    person.save_revision().publish()
    main = read(person.url)
    assert not main.select(".places--inline, .rows")


def test_staff_see_in_the_list_which_price_is_still_a_sample(admin_client: Client) -> None:
    SessionType.objects.filter(key="focus").update(price=None, is_sample=False)
    listed = BeautifulSoup(admin_client.get("/admin/snippets/content/sessiontype/").content, "html.parser")
    assert "Updated" not in words(listed, "thead")
    rows = [words(row, "td:not(.bulk-action-checkbox-cell)") for row in listed.select("tbody tr")]
    assert any("Short focus session" in row and row.endswith("30 minutes Price on request") for row in rows)
    assert any("First session" in row and row.endswith("75 minutes $120 Sample") for row in rows), rows


def test_the_register_can_be_opened_where_there_is_no_number() -> None:
    person = PractitionerPage.objects.get(slug="sample-therapist")
    person.licence_number, person.register_url = "", "https://register.example/"
    person.save_revision().publish()
    assert read(person.url).find("a", href="https://register.example/")


def test_a_session_says_for_whom_it_is_and_for_whom_not_and_leads_to_booking_and_vouchers() -> None:
    session = SessionType.objects.get(key="focus")
    session.suits, session.not_for = "A knee.", "Two knees."
    session.booking_url = "https://book.example/focus"
    session.save()
    clinic = ClinicSettings.objects.get()
    clinic.booking_url, clinic.voucher_url = "https://book.example/", "https://gifts.example/"
    clinic.save()
    page = SessionsPage.objects.get()
    page.cancellation = "Two days before it costs nothing."
    page.save_revision().publish()
    shown = read(page.url)
    own = next(item for item in shown.select(".session-list > li") if item.h3.text == "Short focus session")
    assert "Good for A knee. Not for Two knees." in " ".join(own.get_text(" ").split())
    assert own.find("a", href="https://book.example/focus")
    assert len(shown.select("main a[href='https://book.example/focus']")) == 1
    assert shown.find("a", href="https://gifts.example/")
    assert "Two days before it costs nothing." in words(shown, "[aria-labelledby=cancellation]")


def test_what_is_not_given_is_left_out_of_the_prices() -> None:
    SessionType.objects.update(suits="", not_for="", price=None)
    page = SessionsPage.objects.get()
    page.cancellation = ""
    page.save_revision().publish()
    shown = read(page.url)
    assert words(shown, ".price") == " ".join(["Price on request"] * 3)
    assert not shown.select(".session-list dl, #cancellation")
    assert "From $" not in words(shown)


def test_dollars_of_a_british_clinic_say_whose_they_are() -> None:
    clinic = ClinicSettings.objects.get()
    clinic.market, clinic.country = "UK", "GB"
    clinic.save()
    assert words(read("/sessions/"), ".price").split() == ["US$120", "US$85", "US$55"]


def test_deleting_a_session_says_where_it_disappears(admin_client: Client) -> None:
    session = SessionType.objects.get(key="focus")
    dialog = admin_client.get(f"/admin/snippets/content/sessiontype/delete/{session.pk}/").content.decode()
    assert "from the choices of the inquiry form" in dialog
    assert f"/admin/snippets/content/sessiontype/usage/{session.pk}/" in dialog
