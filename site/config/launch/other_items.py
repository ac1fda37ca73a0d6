"""The launch list's items about inquiries, email, text, accounts, and the server."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from config.accounts.second_factor.factors import factors
from config.launch.clinic_items import CLINIC_RIGHT
from config.launch.item import Button, Item, Viewer
from config.launch.leftovers import Leftover, leftovers
from config.launch.starter_pages import editable_page_keys, starter_pages_of
from content.site_context.context import full_stop, moment_in_words
from content.text.placeholders import is_example_email
from inquiries.mail.alerts import BACKED_UP
from inquiries.mail.trial import sends_nothing, test_inquiry_result, test_mail_results
from inquiries.models import Stamp
from inquiries.models.routing import ROUTING_PERMISSION, current_routing

BACKUP_HOURS = 48  # if BACKUP_ALERT_HOURS isn't set
SERVER = "Ask whoever runs the server"


def inquiry_items(viewer: Viewer) -> Iterator[Item]:
    if not viewer.may(ROUTING_PERMISSION):
        return
    addresses = current_routing().recipients
    made_up = [address for address in addresses if is_example_email(address)]
    yield Item(
        "recipients",
        "Who is emailed about inquiries",
        not made_up,
        "Otherwise, no one notices that someone wrote.",
        reverse("wagtailsettings:edit", args=["inquiries", "inquiryrouting"]),
        (f"Now {', '.join(addresses)}." + (" No one reads mail there." if made_up else ""),),
    )
    yield mail_item(addresses)
    yield inquiry_item(bool(viewer.user.email))


def mail_item(addresses: Iterable[str]) -> Item:
    results = test_mail_results(addresses)
    now = [
        f"{result.recipient}, {moment_in_words(result.at)}: {result.words}"
        if result
        else "None was sent to any of you."
        for result in results
    ]
    if not any(results):
        now = ["None has been sent yet."]
    return Item(
        "mail",
        "A test email",
        all(result and result.is_good for result in results),
        "It shows whether the site’s emails arrive, before a visitor’s fails to.",
        now=tuple(now),
        buttons=(Button("Send a test email", "launch_test_mail"),),
        outside=f"{SERVER} to set EMAIL_URL to your mail service." if sends_nothing() and not any(results) else "",
    )


def inquiry_item(has_email: bool) -> Item:
    result = test_inquiry_result()
    now: tuple[str, ...] = ("None has been sent yet.",)
    if result:
        said = [f"To {mail.recipient}: {mail.words}" for mail in result.mails]
        now = (f"{moment_in_words(result.at)}: stored in the inbox.", *said)
        if not result.mails:
            now = (f"{full_stop(moment_in_words(result.at))} It was erased since.",)
    button = (Button("Send a test inquiry", "launch_test_inquiry"),)
    return Item(
        "inquiry",
        "A test inquiry",
        bool(result and result.passed),
        "It takes the same path as a visitor’s: into the inbox, to your staff by email, and back to you as a receipt. "
        "Erase it in the inbox afterward, so that it isn’t counted.",
        "" if has_email else reverse("wagtailadmin_account"),
        now if has_email else ("Enter your own email address first: the receipt goes there.",),
        button if has_email else (),
    )


def word_items(viewer: Viewer) -> Iterator[Item]:
    if viewer.may(CLINIC_RIGHT):
        missing = viewer.clinic.missing_privacy_details
        yield Item(
            "privacy",
            "Privacy details",
            not missing,
            "By law, your privacy notice must say who is responsible and who handles the data.",
            f"{viewer.settings_url}#tab-privacy",
            (f"Still empty: {', '.join(missing)}.",) if missing else (),
        )
    pages = starter_pages_of(viewer.user)
    if pages:
        done = sum(page.is_done for page in pages)
        yield Item(
            "pages",
            "Each page of the sample read, rewritten, or unpublished",
            done == len(pages),
            "Whatever is on your site counts as your own words, no matter who wrote it.",
            reverse("launch_pages"),
            (f"{done} of {len(pages)} pages.",),
        )
    mine = leftovers_of(viewer)
    if mine or pages:
        yield Item(
            "leftovers",
            "No sample words left in the text",
            not mine,
            "A forgotten “(fill in)” or a made-up phone number costs you readers’ trust.",
            reverse("launch_leftovers"),
            (f"{len(mine)} found.",) if mine else (),
        )


def leftovers_of(viewer: Viewer) -> list[Leftover]:
    """Return those that the user can fix: on pages they may edit, or elsewhere if they may change the settings."""
    mine = editable_page_keys(viewer.user)
    if mine is None:
        return leftovers()
    return [one for one in leftovers() if one.page in mine or (one.page is None and viewer.may(CLINIC_RIGHT))]


def safety_items(viewer: Viewer) -> Iterator[Item]:
    if viewer.user.is_superuser:
        yield owners_item(viewer)
        yield Item(
            "factor",
            "A second step when you sign in",
            factors(viewer.user).exists(),
            "A stolen password alone is then useless.",
            reverse("account_security"),
        )
    if viewer.may(CLINIC_RIGHT):
        yield backup_item()
        yield open_item(viewer)
        yield Item(
            "search",
            "Search engines may list the site",
            settings.SEO_INDEX,
            "Until then, no one can find it by searching. Do this last.",
            outside=f"{SERVER} to set SEO_INDEX=1 and start the site again.",
        )


def owners_item(viewer: Viewer) -> Item:
    owners = get_user_model()._default_manager.filter(is_superuser=True, is_active=True).order_by("pk")
    without = [owner for owner in owners if not owner.email or is_example_email(owner.email)]
    url = reverse("wagtailadmin_account")
    if without and viewer.user not in without:
        url = reverse("wagtailusers_users:edit", args=[without[0].pk])
    return Item(
        "owner",
        "Every owner’s email address",
        not without,
        "Links for a forgotten password go there, and so does the news that inquiries go to someone else.",
        url,
        (f"Missing for {', '.join(owner.get_username() for owner in without)}.",) if without else (),
    )


def backup_item() -> Item:
    hours = settings.BACKUP_ALERT_HOURS or BACKUP_HOURS
    last = Stamp.objects.filter(name=BACKED_UP, day_done__isnull=False).values_list("at", flat=True).first()
    is_fresh = last is not None and timezone.now() - last <= timedelta(hours=hours)
    return Item(
        "backup",
        "Backups",
        is_fresh,
        "If the machine breaks, only a copy elsewhere brings pages and inquiries back.",
        now=(full_stop(f"The last good one is from {moment_in_words(last)}") if last else "None has been made yet.",),
        outside=f"{SERVER} to run “make backup” every night, or “manage.py backup”, and to keep the copies elsewhere.",
    )


def open_item(viewer: Viewer) -> Item:
    return Item(
        "open",
        "The site is open",
        not viewer.clinic.coming_soon,
        "While the coming-soon page is on, visitors see nothing else.",
        f"{viewer.settings_url}#tab-before_you_open",
    )
