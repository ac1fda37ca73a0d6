"""What staff can't save in the clinic's settings and prices is explained beside the field."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from wagtail.contrib.settings.views import get_setting_edit_handler
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from content.models import ClinicSettings, SessionType
from tests.content.seo_help import graph_of, soup_of
from tests.forms import as_sent, form_with

pytestmark = pytest.mark.django_db
Save = Callable[..., dict[str, str]]
UNTOUCHED: dict[str, dict[str, Any]] = {}  # what each form submits when nothing was changed


@pytest.fixture
def clinic() -> ClinicSettings:
    """The clinic, without opening hours yet."""
    clinic = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
    clinic.opening_hours = []
    clinic.save()
    return clinic


def untouched(client: Client, address: str, field: str) -> dict[str, Any]:
    if address not in UNTOUCHED:
        UNTOUCHED[address] = as_sent(form_with(client.get(address).content, field))
    return UNTOUCHED[address]


def send(client: Client, address: str, field: str, changes: dict[str, Any]) -> dict[str, str]:
    """Submit the form at an address with some changes; returns the messages by field, or nothing if it was saved."""
    answer = client.post(address, untouched(client, address, field) | changes)
    if answer.status_code == 302:
        return {}
    said = errors_in(answer.context["form"])
    assert said, "neither saved nor refused"
    for text in said.values():
        assert escape(text) in answer.content.decode()
    return said


def errors_in(form: Any) -> dict[str, str]:
    """The message beside each field of the form, including those of its rows."""
    forms = {"": form} | {f"{row.prefix}-": row for rows in form.formsets.values() for row in rows.forms}
    return {f"{prefix}{name}": " ".join(texts) for prefix, one in forms.items() for name, texts in one.errors.items()}


def address_of(clinic: ClinicSettings) -> str:
    return reverse("wagtailsettings:edit", args=["content", "clinicsettings", clinic.site_id])


@pytest.fixture
def save(admin_client: Client, admin_user: Any, clinic: ClinicSettings) -> Save:
    """Validates the settings form directly, because rendering its page with all its rows takes most of the time."""
    form_class = get_setting_edit_handler(ClinicSettings).get_form_class()

    def ask(**changes: str) -> dict[str, str]:
        sent = QueryDict(mutable=True)
        for name, value in (untouched(admin_client, address_of(clinic), "tagline") | changes).items():
            sent.setlist(name, value if isinstance(value, list) else [value])
        sent.pop("seen", None)  # the page is rendered once for several saves
        form = form_class(sent, instance=ClinicSettings.objects.get(pk=clinic.pk), for_user=admin_user)
        if not form.is_valid():
            return errors_in(form)
        form.save()
        return {}

    return ask


def rows(relation: str, *new: dict[str, str]) -> dict[str, str]:
    """Rows added to an empty list."""
    sent = {f"{relation}-TOTAL_FORMS": str(len(new)), f"{relation}-INITIAL_FORMS": "0"}
    for number, row in enumerate(new):
        sent |= {f"{relation}-{number}-{name}": value for name, value in row.items()}
        sent |= {f"{relation}-{number}-id": "", f"{relation}-{number}-ORDER": str(number + 1)}
    return sent


def hours(weekday: int, opens: str, closes: str) -> dict[str, str]:
    return {"weekday": str(weekday), "opens": opens, "closes": closes}


def special(label: str, first: str, last: str, opens: str = "", closes: str = "") -> dict[str, str]:
    return {"label": label, "first_day": first, "last_day": last, "opens": opens, "closes": closes}


@pytest.mark.template_context
def test_what_is_refused_is_said_beside_its_field_and_what_is_not_is_saved(
    admin_client: Client, clinic: ClinicSettings
) -> None:
    address, wrong = address_of(clinic), rows("opening_hours", hours(0, "09:00", "17:00"), hours(0, "16:00", "18:00"))
    said = send(admin_client, address, "tagline", {"phone": "call us"} | wrong)
    assert list(said) == ["phone", "opening_hours-1-opens"]
    assert send(admin_client, address, "tagline", rows("opening_hours", hours(0, "09:00", "17:00"))) == {}
    assert clinic.opening_hours.model.objects.count() == 1


# Phone ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("(555) 555-0142", "tel:+15555550142"),
        ("(555) 555-0142 ext. 12", "tel:+15555550142;ext=12"),
        ("+1 555.555.0142 x7", "tel:+15555550142;ext=7"),
        ("+44 (0)20 7946 0000", "tel:+442079460000"),
    ],
)
def test_a_tap_dials_the_number_that_stands_there(
    save: Save, client: Client, written: str, dialled: str, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert save(phone=written) == {}
    page = BeautifulSoup(Client().get("/contact/").content, "html.parser")
    assert page.footer.find("a", string=written)["href"] == dialled
    assert {link["href"] for link in page.select('a[href^="tel:"]')} == {dialled}


@pytest.mark.parametrize("written", ["call us", "1-800-CLINIC", "555 01", "555-0142", "020 7946 0000"])
def test_what_no_phone_can_dial_is_refused(save: Save, written: str) -> None:
    assert "No phone can dial this." in save(phone=written)["phone"]


def test_a_british_clinic_writes_its_number_without_the_country_code(save: Save) -> None:
    assert save(country="GB", market="UK", phone="020 7946 0000") == {}


# Codes and addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["12", "UK", "gb", "XX", ""])
def test_a_country_is_one_that_search_engines_know(save: Save, code: str) -> None:
    assert "country" in save(country=code)


@pytest.mark.parametrize(("height", "said"), [(60, "only 60 pixels high"), (95, "only 95 pixels high"), (96, "")])
def test_a_logo_that_would_look_blurred_is_refused_beside_its_field(save: Save, height: int, said: str) -> None:
    picture = get_test_image_file(filename="logo.png", size=(240, height))
    logo = get_image_model().objects.create(title="Logo", file=picture)
    assert said in save(logo=str(logo.pk)).get("logo", "")


@pytest.mark.parametrize(
    ("size", "said"), [((300, 200), "not square (300 × 200"), ((128, 128), "only 128 × 128"), ((256, 254), "")]
)
def test_an_icon_is_square_and_large_enough(save: Save, size: tuple[int, int], said: str) -> None:
    icon = get_image_model().objects.create(title="Icon", file=get_test_image_file(size=size))
    assert said in save(icon=str(icon.pk)).get("icon", "")


def test_a_place_on_the_map_is_a_link_or_coordinates_and_search_engines_are_told(
    save: Save, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    assert "neither a link nor coordinates" in save(map_url="12 Park Lane, Leeds")["map_url"]
    assert "no such place" in save(map_url="140.7, -74")["map_url"]
    assert save(map_url="maps.example.org/x") == {}
    assert ClinicSettings.objects.get().map_url == "https://maps.example.org/x"
    with django_capture_on_commit_callbacks(execute=True):
        assert save(map_url="40°42'46.1\"N 74°00'21.6\"W") == {}
    told = graph_of(soup_of(Client(), "/"))["MedicalBusiness"]
    assert told["geo"] == {"@type": "GeoCoordinates", "latitude": 40.712806, "longitude": -74.006}
    assert told["hasMap"] == "https://www.openstreetmap.org/?mlat=40.712806&mlon=-74.006"


def test_a_country_goes_with_its_emergency_numbers(save: Save) -> None:
    assert "not the emergency numbers of United Kingdom" in save(country="GB", market="US")["market"]
    assert save(country="GB", market="UK") == {}


@pytest.mark.template_context
@pytest.mark.parametrize("code", ["§§", "usd", "Dollar", ""])
def test_a_currency_is_one_that_search_engines_know(admin_client: Client, code: str) -> None:
    session = SessionType.objects.get(key="follow-up")
    address = reverse(SessionType.snippet_viewset.get_url_name("edit"), args=[session.pk])  # type: ignore[attr-defined]
    assert "currency" in send(admin_client, address, "minutes", {"currency": code})
    assert send(admin_client, address, "minutes", {"currency": "GBP"}) == {}


def notice(url: str) -> dict[str, str]:
    return rows("notices", {"text": "News", "url": url, "starts_at": "2026-11-01 09:00", "ends_at": "2026-11-02 09:00"})


@pytest.mark.parametrize(
    "url",
    [
        r"/\evil.example",
        "//evil.example",
        "///evil.example",
        "/\t/evil.example",
        r"\\evil.example",
        "javascript:alert(1)",
        "http://plain.example",
        "https://",
        r"https:\\evil.example",
        "contact",
    ],
)
def test_a_notice_leads_nowhere_unexpected(save: Save, url: str) -> None:
    assert "Start with /" in save(**notice(url))["notices-0-url"]


@pytest.mark.parametrize("url", ["", "/contact/", "/sessions/?from=notice#prices", "https://example.org/news"])
def test_a_notice_leads_to_a_page_here_or_an_encrypted_one_elsewhere(save: Save, url: str) -> None:
    assert save(**notice(url)) == {}


def test_a_notice_that_is_over_as_it_begins_is_refused(save: Save) -> None:
    assert list(save(**notice("") | {"notices-0-ends_at": "2026-11-01 09:00"})) == ["notices-0-ends_at"]


# Hours ------------------------------------------------------------------------------------------------


def test_hours_of_a_weekday_that_overlap_are_refused(save: Save) -> None:
    said = save(
        **rows("opening_hours", hours(0, "09:00", "17:00"), hours(1, "09:00", "17:00"), hours(0, "16:00", "18:00"))
    )
    assert list(said) == ["opening_hours-2-opens"]
    assert "Monday 09:00 to 17:00" in said["opening_hours-2-opens"]


@pytest.mark.parametrize("begins_again", ["12:00", "13:00"])
def test_two_rows_of_a_weekday_make_a_break(save: Save, clinic: ClinicSettings, begins_again: str) -> None:
    """Or none: rows that touch contradict each other in nothing."""
    assert save(**rows("opening_hours", hours(0, "09:00", "12:00"), hours(0, begins_again, "17:00"))) == {}
    assert clinic.opening_hours.model.objects.count() == 2


def test_a_row_that_goes_is_not_held_against_another(save: Save) -> None:
    sent = rows("opening_hours", hours(0, "09:00", "17:00"), hours(0, "10:00", "12:00"))
    assert "opening_hours-1-opens" in save(**sent)
    assert save(**sent, **{"opening_hours-0-DELETE": "on"}) == {}


def test_a_day_can_t_be_open_and_closed(save: Save) -> None:
    said = save(
        **rows(
            "special_days",
            special("Holidays", "2026-12-24", "2026-12-31"),
            special("Between the years", "2026-12-29", "2026-12-29", "10:00", "12:00"),
        )
    )
    assert said == {"special_days-1-first_day": said["special_days-1-first_day"]}
    assert "“Holidays” says closed" in said["special_days-1-first_day"]


def test_special_hours_of_a_day_that_overlap_are_refused(save: Save) -> None:
    day = ("2026-12-29", "2026-12-29")
    said = save(**rows("special_days", special("One", *day, "10:00", "12:00"), special("Two", *day, "11:00", "14:00")))
    assert "overlap" in said["special_days-1-first_day"]


def test_a_special_day_can_have_a_break_and_closures_can_follow_each_other(save: Save) -> None:
    day = ("2026-12-29", "2026-12-29")
    with_break = [special("Short day", *day, "09:00", "12:00"), special("Short day", *day, "13:00", "15:00")]
    christmas = special("Christmas", "2026-12-25", "2026-12-26") | {"notice_from": "2026-12-26"}
    closed = [christmas, special("Holidays", "2026-12-27", "2026-12-28")]
    assert save(**rows("special_days", *with_break, *closed)) == {}


@pytest.mark.parametrize(
    ("row", "field", "said"),
    [
        (special("Break", "2026-12-26", "2026-12-30"), "first_day", "“Christmas” closes one of these days already"),
        (special("Break", "2026-12-30", "2026-12-29"), "last_day", "can’t be before the first"),
        (special("Break", "2026-12-30", "2026-12-31") | {"notice_from": "2027-01-01"}, "notice_from", "be over before"),
        (special("Break", "2026-12-30", "2026-12-31", "09:00"), "closes", "Enter both times"),
    ],
)
def test_a_closure_that_contradicts_itself_or_another_is_refused(
    save: Save, row: dict[str, str], field: str, said: str
) -> None:
    answer = save(**rows("special_days", special("Christmas", "2026-12-25", "2026-12-26"), row))
    assert list(answer) == [f"special_days-1-{field}"]
    assert said in answer[f"special_days-1-{field}"]
