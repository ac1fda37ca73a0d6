"""The first-run wizard makes the sample the clinic's own in one step, or changes nothing."""

from datetime import time
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from content.caching.version import invalidate
from content.models import (
    ArticlePage,
    ClinicSettings,
    ComparisonPage,
    ConditionPage,
    FAQPage,
    GuidePage,
    MusclePage,
    PractitionerPage,
    SessionType,
)
from inquiries.models import InquiryRouting
from tests.content.reviews_help import practitioner
from tests.forms import as_sent, form_with
from tests.inquiries.inbox_help import signed_in
from tests.launch.help import clinic, items, panel

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/launch/make-it-mine/"
OURS = {
    "name": "Clinic by the Park",
    "tagline": "Massage and trigger points",
    "street": "12 Park Lane",
    "locality": "Leeds",
    "region": "West Yorkshire",
    "postal_code": "LS1 4AB",
    "country": "GB",
    "market": "UK",
    "signal_color": "#0b5a6b",
    "phone": "0113 245 6789",
    "email": "desk@parkclinic.org",
    "opens_0": "09:00",
    "closes_0": "17:30",
    "person_0": "Anna Smith",
    "role_0": "Massage therapist",
    "recipients": "ines@parkclinic.org\nomar@parkclinic.org",
}


def shown(client: Client) -> Any:
    return form_with(client.get(ADDRESS).content, "tagline")


def boxes() -> dict[str, Any]:
    """The checkboxes for kinds and single pages, all checked at first."""
    found: dict[str, Any] = {}
    for model in (ConditionPage, GuidePage, ComparisonPage, ArticlePage, FAQPage, MusclePage):
        name = model.__name__.lower()
        found |= {f"keep_{name}": "on", f"pages_{name}": [str(page.pk) for page in model.objects.live()]}
    return found


def send(client: Client, **changes: Any) -> Any:
    sent = boxes() | {"time_zone": "America/New_York"} | OURS | changes
    answer = client.post(ADDRESS, {name: value for name, value in sent.items() if value is not None})
    invalidate()
    return answer


def test_the_sample_is_offered_and_none_of_its_facts_is_filled_in(admin_client: Client) -> None:
    assert panel(admin_client).find("a", string=lambda text: text and "Make it mine" in text)
    sent = as_sent(shown(admin_client))
    for name in ("name", "tagline", "street", "locality", "postal_code", "phone", "email", "opens_0"):
        assert not sent[name], name
    assert [
        shown(admin_client).find("label", attrs={"for": f"id_{name}"}).text.strip() for name in ("name", "region")
    ] == [
        "Name of the clinic*",
        "State",
    ]
    clinic(country="GB", market="UK")
    assert shown(admin_client).find("label", attrs={"for": "id_region"}).text.strip() == "State or county"


def test_one_go_fills_the_settings_and_puts_people_in_the_samples_place(admin_client: Client) -> None:
    answer = send(admin_client, name="\u200bClinic by the Park\ufeff", email="desk@parkclinic.org\u2060")  # as pasted
    assert answer.headers["Location"] == "/admin/#launch"
    made = ClinicSettings.objects.get()
    assert (made.name, made.street, made.email) == ("Clinic by the Park", "12 Park Lane", "desk@parkclinic.org")
    assert made.time_zone == "Europe/London"  # the market's default, since nobody chose another
    assert [(row.weekday, row.opens, row.closes) for row in made.opening_hours.all()] == [(0, time(9), time(17, 30))]
    assert (made.service_area, made.access) == ("", "")  # the sample's values, which the wizard didn't ask about
    assert InquiryRouting.objects.get().recipients == "ines@parkclinic.org\nomar@parkclinic.org"
    anna = PractitionerPage.objects.get(title="Anna Smith")
    assert (anna.role, anna.live, anna.is_sample) == ("Massage therapist", False, False)
    assert anna.latest_revision is not None
    assert set(SessionType.objects.values_list("currency", flat=True)) == {"GBP"}
    assert not PractitionerPage.objects.live().exists()
    said = admin_client.get("/admin/").content.decode()
    assert "Each of your people has a page as a draft" in said
    assert "2 pages are unpublished, and can be published again." in said  # those of the sample’s people
    found = items(admin_client)
    for key in ("name", "sample", "phone", "email", "address", "hours", "market", "zone", "recipients"):
        assert found[key].done, key


def test_pages_that_are_not_kept_are_unpublished(admin_client: Client) -> None:
    article = ArticlePage.objects.live().first()
    assert article is not None
    others = [key for key in boxes()["pages_articlepage"] if key != str(article.pk)]
    before = ComparisonPage.objects.live().count()
    send(admin_client, person_0="", role_0="", keep_comparisonpage=None, pages_articlepage=others)
    assert not ComparisonPage.objects.live().exists()
    assert ComparisonPage.objects.count() == before
    assert set(ArticlePage.objects.live().values_list("pk", flat=True)) == {int(key) for key in others}
    assert PractitionerPage.objects.live().filter(is_sample=True).count() == 2  # nobody has replaced them


def test_what_a_clinic_wrote_into_the_sample_before_stays_and_the_samples_hours_go(admin_client: Client) -> None:
    clinic(service_area="Leeds and around")
    own = SessionType.objects.first()
    SessionType.objects.filter(pk=own.pk).update(is_sample=False, currency="EUR")
    send(admin_client, opens_0="", closes_0="")
    own.refresh_from_db()
    assert own.currency == "EUR"
    made = ClinicSettings.objects.get()
    assert made.service_area == "Leeds and around"
    assert not made.opening_hours.exists()


def wrong_fields(answer: Any) -> set[str]:
    """The fields that have an error beside them."""
    page = BeautifulSoup(answer.content, "html.parser")
    wrong = page.select(".launch-field--wrong :is(input, select, textarea)")
    assert all(page.find(id=f"id_{field['name']}_error") for field in wrong)
    return {str(field["name"]) for field in wrong}


def test_mistakes_are_said_beside_their_fields_and_nothing_is_saved(admin_client: Client) -> None:
    before = ClinicSettings.objects.values().get()
    mistakes = {
        "name": "",
        "phone": "ask us",
        "signal_color": "#ffcc00",
        "closes_0": "",
        "opens_1": "10:00",
        "closes_1": "09:00",
        "role_0": "",
        "recipients": "not an address",
    }
    answer = send(admin_client, **mistakes, logo_file=picture(200))
    assert answer.status_code == 422
    wrong = mistakes.keys() - {"opens_1"} | {"logo_file"}  # a browser forgets the file
    assert wrong_fields(answer) == wrong
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.title.text.startswith("Error: ")
    assert {link["href"] for link in page.select("[autofocus] a")} == {f"#id_{name}" for name in wrong}
    assert 'value="12 Park Lane"' in answer.content.decode()
    assert ClinicSettings.objects.values().get() == before
    assert not InquiryRouting.objects.exists()
    assert not PractitionerPage.objects.filter(title="Anna Smith").exists()
    assert wrong_fields(send(admin_client, opens_0="09:00", closes_0="09:00")) == {"closes_0"}
    assert wrong_fields(send(admin_client, market="US", phone="(212) 736-5000")) == {"market"}


def picture(side: int) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (side, side), "#0b5a6b").save(out, "PNG")
    return SimpleUploadedFile("IMG_2041.png", out.getvalue(), "image/png")


def test_a_logo_is_taken_and_one_that_is_too_small_refused(admin_client: Client) -> None:
    answer = send(admin_client, logo_file=picture(48))
    assert "only 48 pixels high" in answer.content.decode()
    send(admin_client, logo_file=picture(200))
    logo = ClinicSettings.objects.get().logo
    assert logo is not None
    assert logo.title == "Clinic by the Park, logo"


def test_a_place_and_an_icon_are_taken_too(admin_client: Client) -> None:
    assert wrong_fields(send(admin_client, map_url="by the park", icon_file=picture(64))) == {"map_url", "icon_file"}
    send(admin_client, map_url="42.65, -73.75", icon_file=picture(512))
    made = ClinicSettings.objects.get()
    assert made.icon.title == "Clinic by the Park, icon"
    assert made.map_url == "https://www.openstreetmap.org/?mlat=42.65&mlon=-73.75"
    found = items(admin_client)
    assert "Search engines get the coordinates 42.65, -73.75." in found["map"].text
    assert "The small icon is your own picture." in found["logo"].text


def test_only_the_samples_people_are_replaced_and_a_second_click_changes_nothing(admin_client: Client) -> None:
    bea = practitioner("Bea Jones")
    send(admin_client)
    assert list(PractitionerPage.objects.live()) == [bea]
    assert send(admin_client, name="Another name").headers["Location"] == "/admin/#launch"
    assert ClinicSettings.objects.get().name == OURS["name"]
    assert PractitionerPage.objects.filter(title="Anna Smith").count() == 1
    assert "Make it mine" not in panel(admin_client).text


def test_only_who_may_change_the_clinic_comes_here(django_user_model: Any) -> None:
    editor = django_user_model.objects.create_user("ed", "ed@parkclinic.org", "x")
    editor.groups.add(Group.objects.get(name="Moderators"))
    client = signed_in(editor)
    assert client.get(ADDRESS).status_code in (302, 403)
    assert client.post(ADDRESS, OURS).status_code in (302, 403)
    assert ClinicSettings.objects.get().is_sample
