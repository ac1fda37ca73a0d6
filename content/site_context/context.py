"""What every page needs: menu, clinic facts, opening state, notices. No queries while nothing changes."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from wagtail.models import Page

from content.caching.routing import the_site
from content.caching.version import per_version
from content.models import ClinicSettings
from content.site_context.clinic import the_clinic
from content.site_context.logo import icon_of, is_emblem, logo_of
from content.text.directory import Entry, children_of
from content.text.hours import OpenState, Schedule, SpecialHours
from content.text.markets import MarketFacts
from content.text.phone import phone_href, phone_link

MAP_SEARCH = "https://www.openstreetmap.org/search"


@dataclass(frozen=True)
class SiteContext:
    """The clinic's facts and menus, as templates use them (`site_context.…`)."""

    clinic: ClinicSettings
    menu: list[Entry]
    legal: list[Entry]
    links: dict[str, str]  # model name (contact: InquiryPage …) → URL
    schedule: Schedule
    notices: list[Any]
    social_links: list[Any]
    logo: Any  # the rendition that pages show
    icon: Any  # the rendition that icons are made from; None for the mark

    @cached_property
    def phone_href(self) -> str:
        return phone_href(self.clinic.phone, self.market.phone_region)

    @cached_property
    def phone_link(self) -> SafeString:
        return phone_link(self.clinic.phone, self.market.phone_region)

    @property
    def address_lines(self) -> list[str]:
        """The address lines that are filled in."""
        clinic = self.clinic
        town = ", ".join(part for part in (clinic.locality, clinic.region) if part)
        return [line for line in (clinic.street, f"{town} {clinic.postal_code}".strip()) if line]

    @property
    def map_url(self) -> str:
        """The clinic's map link: its own, or a search for its address."""
        address = ", ".join(self.address_lines)
        return self.clinic.map_url or (f"{MAP_SEARCH}?{urlencode({'query': address})}" if address else "")

    @property
    def market(self) -> MarketFacts:
        return self.clinic.market_facts

    @property
    def has_emblem(self) -> bool:
        return is_emblem(self.logo)

    @property
    def open_state(self) -> OpenState:
        return self.schedule.state_at(timezone.localtime())

    @property
    def special_days(self) -> list[SpecialHours]:
        """Special days that are soon enough to announce."""
        return self.schedule.upcoming_specials(timezone.localdate())

    @property
    def announcements(self) -> list[str]:
        """The closures and special days that every page announces today, in words."""
        return [special_in_words(day) for day in self.schedule.announced(timezone.localdate())]

    @property
    def closures_ahead(self) -> str:
        """The closures before the next working day, which delay an answer, in words; empty if there are none."""
        return " ".join(map(special_in_words, self.schedule.closures_ahead(timezone.localdate())))

    def notices_on(self, page: Page | None) -> list[Any]:
        """Return a page's current notices, important ones first."""
        now = timezone.now()
        shown = [one for one in self.notices if one.starts_at <= now < one.ends_at and one.is_for(page)]
        return sorted(shown, key=lambda one: not one.is_important)


def build_site_context() -> SiteContext:
    clinic = the_clinic()
    pages = children_of(the_site().root_page)
    links: dict[str, str] = {}
    for page in pages:
        links.setdefault(page.model_name, page.url)
    return SiteContext(
        clinic=clinic,
        menu=[page for page in pages if page.in_menus],
        legal=[page for page in pages if page.model_name == "legalpage"],
        links=links,
        schedule=clinic.schedule(),
        notices=list(clinic.notices.select_related("page")),
        social_links=list(clinic.social_links.all()),
        logo=logo_of(clinic),
        icon=icon_of(clinic),
    )


def current_site_context() -> SiteContext:
    return per_version("site-context", build_site_context)


def current_schedule() -> Schedule:
    """Return the clinic's opening hours."""
    return current_site_context().schedule


def current_market() -> MarketFacts:
    """Return what is customary in the clinic's market."""
    return current_site_context().market


def day_in_words(day: date | None) -> str:
    """Return November 2, 2026, or 2 November 2026, in the clinic's market's format."""
    return date_format(day, current_market().day) if day else ""


def moment_in_words(at: datetime | None) -> str:
    """Return November 2, 2026, at 9 a.m., or 2 November 2026, at 09:00."""
    return f"{day_in_words(local := timezone.localtime(at))}, at {clock_in_words(local)}" if at else ""


def full_stop(sentence: str) -> str:
    """End a sentence with one period, even after “9 a.m.”"""
    return f"{sentence.rstrip('.')}."


def clock_in_words(at: datetime) -> str:
    return date_format(timezone.localtime(at), current_market().clock)


def special_in_words(day: SpecialHours) -> str:
    """Return, for example, “Winter break: closed December 24 to January 3. We answer messages from January 4.”"""
    market = current_market()
    first, last = (date_format(one, market.day_and_month) for one in (day.first_day, day.last_day))
    days = first if day.first_day == day.last_day else f"{first} to {last}"
    clock = market.clock
    hours = [f"{time_format(span.opens, clock)} to {time_format(span.closes, clock)}" for span in day.spans]
    said = f"open {days}, {' and '.join(hours)}" if hours else f"closed {days}"
    return f"{day.label}: {full_stop(said)} {day.note}".strip()


def site_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `site_context` in every template, evaluated lazily."""
    return {"site_context": SimpleLazyObject(current_site_context)}
