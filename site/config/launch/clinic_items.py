"""The launch list's items about the clinic's settings."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from config.launch.item import Button, Item, Viewer
from content.models import ClinicSettings
from content.models.settings import Country
from content.site_context.logo import icon_of, logo_of
from content.starter.files import data_file
from content.text.hours import WEEKDAYS
from content.text.map_place import linked_position
from content.text.placeholders import is_example_email, is_example_phone, placeholders_in
from content.text.zones import CANADA, UNITED_KINGDOM, UNITED_STATES

CLINIC_RIGHT = "content.change_clinicsettings"
PLACE = ("street", "locality", "region", "postal_code")
ZONES = {Country.US: UNITED_STATES, Country.PR: UNITED_STATES, Country.CA: CANADA}
UNNAMED = "Pinpoint"  # the settings' default name


@cache
def sample() -> dict[str, Any]:
    """Return the sample clinic's settings."""
    return dict(data_file("clinic"))


def is_sample_value(name: str, value: Any) -> bool:
    return bool(value) and str(value) == str(sample().get(name, ""))


def has_own_place(clinic: ClinicSettings) -> bool:
    """Return whether street and town are filled in, and not with the sample's or other made-up ones."""
    lines = [clinic.street, clinic.locality]
    return all(lines) and not any(
        is_sample_value(name, getattr(clinic, name)) or placeholders_in(getattr(clinic, name)) for name in PLACE[:2]
    )


def hours_of_week(clinic: ClinicSettings) -> set[tuple[str, str, str]]:
    rows = clinic.opening_hours.all()
    return {(WEEKDAYS[row.weekday].lower(), f"{row.opens:%H:%M}", f"{row.closes:%H:%M}") for row in rows}


def sample_hours() -> set[tuple[str, str, str]]:
    return {(row["day"], row["opens"], row["closes"]) for row in sample().get("hours", [])}


def zone_fits(clinic: ClinicSettings) -> bool:
    return clinic.time_zone in ZONES.get(Country(clinic.country), UNITED_KINGDOM)


def clinic_items(viewer: Viewer) -> Iterator[Item]:
    if viewer.may(CLINIC_RIGHT):
        yield from identity_items(viewer.clinic, viewer.settings_url)
        yield from place_items(viewer.clinic, viewer.settings_url)


def identity_items(clinic: ClinicSettings, url: str) -> Iterator[Item]:
    has_name = bool(clinic.name) and clinic.name != UNNAMED and not is_sample_value("name", clinic.name)
    yield Item(
        "name",
        "Name of the clinic",
        has_name and not placeholders_in(clinic.name),
        "It appears on every page, in every email, and in search results.",
        url,
        (f"Now “{clinic.name}”.",),
    )
    yield Item(
        "sample",
        "No longer marked as a sample",
        not clinic.is_sample,
        "Until then, every page says that this clinic is a sample.",
        url,
    )
    yield logo_item(clinic, url)
    yield Item(
        "phone",
        "Phone",
        bool(clinic.phone) and not is_example_phone(clinic.phone),
        "Many people would rather call than write, and visitors see the number if the form fails.",
        url,
        (f"{clinic.phone} is a made-up number.",) if is_example_phone(clinic.phone) else (),
    )
    yield Item(
        "email",
        "Email",
        bool(clinic.email) and not is_example_email(clinic.email),
        "It appears at the bottom of every page, and inquiries go there unless you choose another address.",
        url,
        (f"Nobody reads {clinic.email}.",) if clinic.email and is_example_email(clinic.email) else (),
    )


def logo_item(clinic: ClinicSettings, url: str) -> Item:
    logo = logo_of(clinic)
    return Item(
        "logo",
        "Logo and icon",
        bool(logo) or clinic.uses_mark,
        "People recognize you by it: in the header, in emails, and as the small icon in a browser tab.",
        f"{url}#tab-look_and_links",
        tuple(logo_in_words(clinic, logo)),
        () if logo or clinic.uses_mark else (Button("We use the point and rings", "launch_use_mark"),),
    )


def logo_in_words(clinic: ClinicSettings, logo: Any) -> Iterator[str]:
    if not logo:
        yield (
            "You use the point and rings." if clinic.uses_mark else "Until you choose, the point and rings are shown."
        )
    if clinic.icon:
        yield "The small icon is your own picture."
    elif logo and icon_of(clinic):
        yield "It is also used as the small icon."
    elif logo:
        yield "It is too wide for the small icon, which stays the point and rings until you upload a square “Icon”."


def place_items(clinic: ClinicSettings, url: str) -> Iterator[Item]:
    where, own_place = f"{url}#tab-where", has_own_place(clinic)
    yield Item(
        "address",
        "Address",
        own_place and bool(clinic.postal_code) and not is_sample_value("postal_code", clinic.postal_code),
        "Visitors and search engines need your full address to find you.",
        where,
    )
    yield Item(
        "map",
        "Your place on the map",
        bool(clinic.map_url),
        "A link from your map app, or coordinates, leads people to your door; without it, the map searches for your "
        "address.",
        where,
        map_in_words(clinic.map_url),
    )
    hours = hours_of_week(clinic)
    yield Item(
        "hours",
        "Opening hours",
        hours != sample_hours(),
        "Visitors see them on every page, and they determine when you promise an answer.",
        f"{url}#tab-hours",
        () if hours else ("By appointment: there are no hours.",),
    )
    yield Item(
        "market",
        "Country and market",
        own_place,
        "They determine which emergency number every warning shows.",
        where,
        (f"Now {clinic.get_country_display()}, with its date format and emergency number.",),
    )
    yield Item(
        "zone",
        "Time zone",
        own_place and zone_fits(clinic),
        "Opening hours, appointments, and emails use this time zone.",
        where,
        (f"Now {clinic.time_zone}." + ("" if zone_fits(clinic) else " That is not in your country."),),
    )


def map_in_words(url: str) -> tuple[str, ...]:
    """Describe what search engines are told about the location."""
    if not url:
        return ()
    position = linked_position(url)
    if position is None:
        return ("The link doesn’t contain the location, so search engines only get the link.",)
    return (f"Search engines get the coordinates {position.latitude}, {position.longitude}.",)
