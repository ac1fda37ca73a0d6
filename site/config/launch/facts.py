"""Whether each item of the launch list is done, from stored data, and its current state in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from config.accounts.second_factor.factors import factors
from config.launch.leftovers import Leftover, leftovers
from config.launch.sample import hours_of_week, is_sample_value, sample_hours
from config.launch.starter_pages import editable_page_keys, starter_pages_of
from content.models import ClinicSettings, PractitionerIndexPage, SessionType
from content.models.settings import Country
from content.site_context.context import full_stop, moment_in_words
from content.site_context.logo import icon_of, logo_of
from content.text.directory import of_type
from content.text.map_place import linked_position
from content.text.placeholders import is_example_email, is_example_phone, placeholders_in
from content.text.zones import CANADA, UNITED_KINGDOM, UNITED_STATES
from inquiries.mail.alerts import BACKED_UP
from inquiries.mail.trial import sends_nothing, test_inquiry_result, test_mail_results
from inquiries.models import Stamp
from inquiries.models.routing import current_routing

CLINIC_RIGHT = "content.change_clinicsettings"
ZONES = {Country.US: UNITED_STATES, Country.PR: UNITED_STATES, Country.CA: CANADA}
UNNAMED = "Pinpoint"  # the settings' default name
BACKUP_HOURS = 48  # if BACKUP_ALERT_HOURS isn't set


@dataclass(frozen=True)
class Fact:
    is_done: bool
    now: Sequence[str] = ()  # the current state, in words
    url: str = ""  # where it is done, if that depends
    outside: str = ""
    has_button: bool = True


class Facts:
    """A method for each key of `items.yaml`; it returns None if the viewer can do nothing about the item."""

    def __init__(self, user: Any, clinic: ClinicSettings) -> None:
        self.user, self.clinic = user, clinic

    # The clinic -----------------------------------------------------------------------------------

    def name(self) -> Fact:
        name = self.clinic.name
        is_own = bool(name) and name != UNNAMED and not is_sample_value("name", name)
        return Fact(is_own and not placeholders_in(name), [f"Now “{name}”."])

    def sample(self) -> Fact:
        return Fact(not self.clinic.is_sample)

    def logo(self) -> Fact:
        return Fact(bool(logo_of(self.clinic)) or self.clinic.uses_mark, list(logo_in_words(self.clinic)))

    def phone(self) -> Fact:
        phone = self.clinic.phone
        if phone and is_example_phone(phone):
            return Fact(False, [f"{phone} is a made-up number."])
        return Fact(bool(phone))

    def email(self) -> Fact:
        email = self.clinic.email
        if email and is_example_email(email):
            return Fact(False, [f"Nobody reads {email}."])
        return Fact(bool(email))

    def address(self) -> Fact:
        code = self.clinic.postal_code
        return Fact(self.has_own_place and bool(code) and not is_sample_value("postal_code", code))

    @property
    def has_own_place(self) -> bool:
        """Whether street and town are filled in, and not with the sample's or other made-up ones."""
        lines = {name: getattr(self.clinic, name) for name in ("street", "locality")}
        return all(
            line and not is_sample_value(name, line) and not placeholders_in(line) for name, line in lines.items()
        )

    def map(self) -> Fact:
        if not self.clinic.map_url:
            return Fact(False)
        found = linked_position(self.clinic.map_url)
        if found is None:
            return Fact(True, ["The link doesn’t contain the location, so search engines only get the link."])
        return Fact(True, [f"Search engines get the coordinates {found.latitude}, {found.longitude}."])

    def hours(self) -> Fact:
        hours = hours_of_week(self.clinic)
        return Fact(hours != sample_hours(), [] if hours else ["By appointment: there are no hours."])

    def market(self) -> Fact:
        country = self.clinic.get_country_display()
        return Fact(self.has_own_place, [f"Now {country}, with its date format and emergency number."])

    def zone(self) -> Fact:
        fits = self.clinic.time_zone in ZONES.get(Country(self.clinic.country), UNITED_KINGDOM)
        doubt = "" if fits else " That is not in your country."
        return Fact(self.has_own_place and fits, [f"Now {self.clinic.time_zone}.{doubt}"])

    # Inquiries and email --------------------------------------------------------------------------

    @cached_property
    def addresses(self) -> Sequence[str]:
        return current_routing().recipients

    def recipients(self) -> Fact:
        made_up = any(map(is_example_email, self.addresses))
        now = f"Now {', '.join(self.addresses)}." + (" No one reads mail there." if made_up else "")
        return Fact(not made_up, [now], reverse("wagtailsettings:edit", args=["inquiries", "inquiryrouting"]))

    def mail(self) -> Fact:
        results = test_mail_results(self.addresses)
        if not any(results):
            outside = "to set EMAIL_URL to your mail service." if sends_nothing() else ""
            return Fact(False, ["None has been sent yet."], outside=outside)
        now = [
            f"{one.recipient}, {moment_in_words(one.at)}: {one.words}" if one else "None was sent to any of you."
            for one in results
        ]
        return Fact(all(one and one.is_good for one in results), now)

    def inquiry(self) -> Fact:
        if not self.user.email:
            now = "Enter your own email address first: the receipt goes there."
            return Fact(False, [now], reverse("wagtailadmin_account"), has_button=False)
        result = test_inquiry_result()
        if not result:
            return Fact(False, ["None has been sent yet."])
        if not result.mails:
            return Fact(result.passed, [f"{full_stop(moment_in_words(result.at))} It was erased since."])
        said = [f"To {mail.recipient}: {mail.words}" for mail in result.mails]
        return Fact(result.passed, [f"{moment_in_words(result.at)}: stored in the inbox.", *said])

    # People, prices, and text ---------------------------------------------------------------------

    def people(self) -> Fact | None:
        index = PractitionerIndexPage.objects.order_by("path").first()
        if index is None:
            return None
        rights = index.permissions_for_user(self.user)
        if not (rights.can_edit() or rights.can_add_subpage()):
            return None
        people = of_type("practitionerpage")
        samples = [person.title for person in people if person.is_sample]
        is_anybody_real = len(samples) < len(people)
        now = [f"Still samples: {', '.join(samples)}."] if samples else []
        if not is_anybody_real:
            now.append("No real person’s page is published.")
        return Fact(is_anybody_real and not samples, now, reverse("wagtailadmin_explore", args=[index.pk]))

    def prices(self) -> Fact:
        sessions = list(SessionType.objects.all())
        made_up = [session for session in sessions if session.is_sample]
        name, args = ("edit", [made_up[0].pk]) if len(made_up) == 1 else ("list", [])
        now = [f"Still samples: {', '.join(session.name for session in made_up)}."] if made_up else []
        url = reverse(f"wagtailsnippets_content_sessiontype:{name}", args=args)
        return Fact(bool(sessions) and not made_up, now, url)

    def privacy(self) -> Fact:
        missing = self.clinic.missing_privacy_details
        return Fact(not missing, [f"Still empty: {', '.join(missing)}."] if missing else [])

    def pages(self) -> Fact | None:
        pages = starter_pages_of(self.user)
        done = sum(page.is_done for page in pages)
        return Fact(done == len(pages), [f"{done} of {len(pages)} pages."]) if pages else None

    def leftovers(self) -> Fact | None:
        mine = leftovers_of(self.user)
        if not mine and not starter_pages_of(self.user):
            return None
        return Fact(not mine, [f"{len(mine)} found."] if mine else [])

    # Safety, and opening --------------------------------------------------------------------------

    def owner(self) -> Fact:
        owners = get_user_model()._default_manager.filter(is_superuser=True, is_active=True).order_by("pk")
        without = [owner for owner in owners if not owner.email or is_example_email(owner.email)]
        if not without or self.user in without:
            url = reverse("wagtailadmin_account")
        else:
            url = reverse("wagtailusers_users:edit", args=[without[0].pk])
        names = ", ".join(owner.get_username() for owner in without)
        return Fact(not without, [f"Missing for {names}."] if without else [], url)

    def factor(self) -> Fact:
        return Fact(factors(self.user).exists())

    def backup(self) -> Fact:
        last = Stamp.objects.filter(name=BACKED_UP, day_done__isnull=False).values_list("at", flat=True).first()
        if last is None:
            return Fact(False, ["None has been made yet."])
        is_fresh = timezone.now() - last <= timedelta(hours=settings.BACKUP_ALERT_HOURS or BACKUP_HOURS)
        return Fact(is_fresh, [full_stop(f"The last good one is from {moment_in_words(last)}")])

    def open(self) -> Fact:
        return Fact(not self.clinic.coming_soon)

    def search(self) -> Fact:
        return Fact(settings.SEO_INDEX)


def logo_in_words(clinic: ClinicSettings) -> Iterator[str]:
    logo = logo_of(clinic)
    if not logo:
        yield "You use the point and rings." if clinic.uses_mark else "Until you choose, the point and rings are shown."
    if clinic.icon:
        yield "The small icon is your own picture."
    elif logo and icon_of(clinic):
        yield "It is also used as the small icon."
    elif logo:
        yield "It is too wide for the small icon, which stays the point and rings until you upload a square “Icon”."


def leftovers_of(user: Any) -> list[Leftover]:
    """Return those that the user can fix: on pages they may edit, or elsewhere if they may change the settings."""
    mine = editable_page_keys(user)
    if mine is None:
        return leftovers()
    return [one for one in leftovers() if one.page in mine or (one.page is None and user.has_perm(CLINIC_RIGHT))]
