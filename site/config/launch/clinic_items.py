"""What the launch list asks of the clinic's settings, its people and its prices."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from wagtail.models import Page

from config.launch.item import Button, Group, Item, Look
from content.caching.routing import readable
from content.caching.version import per_version
from content.models import ClinicSettings, PractitionerIndexPage, PractitionerPage, SessionType
from content.models.settings import Country
from content.site_context.logo import is_emblem, logo_of
from content.starter.files import data_file
from content.text.hours import WEEKDAYS
from content.text.placeholders import is_example_email, is_example_phone, placeholders_in
from content.text.zones import CANADA, UNITED_KINGDOM, UNITED_STATES

CLINIC_RIGHT = "content.change_clinicsettings"
PRICE_RIGHT = "content.change_sessiontype"
PLACE = ("street", "locality", "region", "postal_code")
ZONES = {Country.US: UNITED_STATES, Country.PR: UNITED_STATES, Country.CA: CANADA}
UNNAMED = "Pinpoint"  # as the settings begin


@cache
def sample() -> dict[str, Any]:
    """The settings that the starter came with."""
    return dict(data_file("clinic"))


def is_sample_value(name: str, value: Any) -> bool:
    return bool(value) and str(value) == str(sample().get(name, ""))


def has_own_place(clinic: ClinicSettings) -> bool:
    """Whether street and town are there, and not the sample's or other made-up ones."""
    lines = [clinic.street, clinic.locality]
    return all(lines) and not any(
        is_sample_value(name, getattr(clinic, name)) or placeholders_in(getattr(clinic, name)) for name in PLACE[:2]
    )


def weekly_hours(clinic: ClinicSettings) -> set[tuple[str, str, str]]:
    rows = clinic.opening_hours.all()
    return {(WEEKDAYS[row.weekday].lower(), f"{row.opens:%H:%M}", f"{row.closes:%H:%M}") for row in rows}


def sample_hours() -> set[tuple[str, str, str]]:
    return {(row["day"], row["opens"], row["closes"]) for row in sample().get("hours", [])}


def zone_fits(clinic: ClinicSettings) -> bool:
    return clinic.time_zone in ZONES.get(Country(clinic.country), UNITED_KINGDOM)


def clinic_items(look: Look) -> Iterator[Item]:
    if look.may(CLINIC_RIGHT):
        yield from identity_items(look.clinic, look.settings_url)
        yield from place_items(look.clinic, look.settings_url)


def identity_items(clinic: ClinicSettings, url: str) -> Iterator[Item]:
    group = Group.CLINIC
    has_name = bool(clinic.name) and clinic.name != UNNAMED and not is_sample_value("name", clinic.name)
    yield Item(
        "name",
        group,
        "Name of the clinic",
        has_name and not placeholders_in(clinic.name),
        "It stands on every page, in every email and in search results.",
        url,
        (f"Now “{clinic.name}”.",),
    )
    yield Item(
        "sample",
        group,
        "No longer marked as a sample",
        not clinic.is_sample,
        "Until then every page says that this clinic is a sample.",
        url,
    )
    yield logo_item(clinic, url)
    yield Item(
        "phone",
        group,
        "Phone",
        bool(clinic.phone) and not is_example_phone(clinic.phone),
        "Many people call rather than write, and it is what visitors see when the form fails.",
        url,
        (f"{clinic.phone} is a made-up number.",) if is_example_phone(clinic.phone) else (),
    )
    yield Item(
        "email",
        group,
        "Email",
        bool(clinic.email) and not is_example_email(clinic.email),
        "It stands at the foot of every page, and inquiries go there unless you say otherwise.",
        url,
        (f"Nobody reads {clinic.email}.",) if clinic.email and is_example_email(clinic.email) else (),
    )


def logo_item(clinic: ClinicSettings, url: str) -> Item:
    logo = logo_of(clinic)
    now = "You use the point and rings." if clinic.uses_mark else "Until you choose, the point and rings stand there."
    if logo:
        now = "It is the icon too." if is_emblem(logo) else "It is too wide for an icon: the point and rings are that."
    return Item(
        "logo",
        Group.CLINIC,
        "Logo and icon",
        bool(logo) or clinic.uses_mark,
        "People know you by it in the header, in emails, and by the small icon of a browser tab.",
        f"{url}#tab-look_and_links",
        (now,),
        () if logo or clinic.uses_mark else (Button("We use the point and rings", "launch_use_mark"),),
    )


def place_items(clinic: ClinicSettings, url: str) -> Iterator[Item]:
    group, where, own_place = Group.CLINIC, f"{url}#tab-where", has_own_place(clinic)
    yield Item(
        "address",
        group,
        "Address",
        own_place and bool(clinic.postal_code) and not is_sample_value("postal_code", clinic.postal_code),
        "Visitors and search engines need street, town and postal code to find you.",
        where,
    )
    yield Item(
        "map",
        group,
        "Your place on the map",
        bool(clinic.map_url),
        "A link from your map app leads people to your door; without it, a map is searched for your address.",
        where,
    )
    hours = weekly_hours(clinic)
    yield Item(
        "hours",
        group,
        "Opening hours",
        hours != sample_hours(),
        "Visitors read them on every page, and the promise of an answer follows them.",
        f"{url}#tab-hours",
        () if hours else ("By appointment: there are no hours.",),
    )
    yield Item(
        "market",
        group,
        "Country and market",
        own_place,
        "They decide which emergency number every warning shows.",
        where,
        (f"Now {clinic.get_country_display()}: dates and emergency numbers as there.",),
    )
    yield Item(
        "zone",
        group,
        "Time zone",
        own_place and zone_fits(clinic),
        "Hours, appointments and every email go by this clock.",
        where,
        (f"Now {clinic.time_zone}." + ("" if zone_fits(clinic) else " That is not in your country."),),
    )


@dataclass(frozen=True)
class Offer:
    """The people and sessions of the site, as plain data."""

    people: int  # published and real
    sample_people: tuple[tuple[int, str], ...]
    index: int | None  # the page that people's pages are under
    sessions: int
    sample_sessions: tuple[tuple[int, str], ...]


def offer() -> Offer:
    """Kept until the content changes."""
    return per_version("launch-offer", find_offer, seconds=3600)


def find_offer() -> Offer:
    people = list(readable(PractitionerPage.objects).order_by("path"))
    index = PractitionerIndexPage.objects.order_by("path").first()
    sessions = list(SessionType.objects.all())
    return Offer(
        sum(not person.is_sample for person in people),
        tuple((person.pk, person.title) for person in people if person.is_sample),
        index.pk if index else None,
        len(sessions),
        tuple((one.pk, one.name) for one in sessions if one.is_sample),
    )


def offer_items(look: Look) -> Iterator[Item]:
    found = offer()
    if found.index and may_edit(look.user, found.index):
        names = ", ".join(name for _, name in found.sample_people)
        yield Item(
            "people",
            Group.OFFER,
            "Practitioners",
            bool(found.people) and not found.sample_people,
            "People choose a person, and a sample treats nobody.",
            reverse("wagtailadmin_explore", args=[found.index]),
            (
                *((f"Still samples: {names}.",) if names else ()),
                *(() if found.people else ("No real person’s page is published.",)),
            ),
        )
    if look.may(PRICE_RIGHT):
        names = ", ".join(name for _, name in found.sample_sessions)
        first = found.sample_sessions[0][0] if len(found.sample_sessions) == 1 else None
        name = "wagtailsnippets_content_sessiontype:" + ("edit" if first else "list")
        yield Item(
            "prices",
            Group.OFFER,
            "Sessions and prices",
            bool(found.sessions) and not found.sample_sessions,
            "A sample price is a promise that you never made.",
            reverse(name, args=[first] if first else []),
            (f"Still samples: {names}.",) if names else (),
        )


def may_edit(user: Any, pk: int) -> bool:
    """Whether the user may change a page, or add pages below it."""
    if user.is_superuser:
        return True
    page = Page.objects.filter(pk=pk).first()
    rights = page.permissions_for_user(user) if page else None
    return bool(rights and (rights.can_edit() or rights.can_add_subpage()))
