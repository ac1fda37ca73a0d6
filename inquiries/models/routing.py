"""Inquiry routing: who is emailed about inquiries, and whether those emails contain what visitors wrote."""

from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from content.caching.routing import the_site
from content.models import ClinicSettings
from content.models.stale_form import StaleCheckModelForm
from content.text.typed import tidy_email

ROUTING_PERMISSION = "inquiries.change_inquiryrouting"


@dataclass(frozen=True)
class Routing:
    recipients: tuple[str, ...]  # never empty
    with_message: bool


@register_setting(icon="mail")
class InquiryRouting(BaseGenericSetting):
    """The routing settings, kept apart from pages so that no revision, draft, copy, or publication can carry them."""

    recipients = models.TextField(
        blank=True,
        help_text="Email addresses, one per line. Each of them is notified about every inquiry. Leave empty to use "
        "the clinic’s own address (Settings › Clinic).",
    )
    mail_contains_message = models.BooleanField(
        "include the message in emails to staff",
        default=False,
        help_text="Email is not a safe place for health details: it is copied from server to server and stays in "
        "mailboxes. When this is off, staff get a link to the inquiry instead.",
    )

    base_form_class = StaleCheckModelForm
    panels = [
        MultiFieldPanel(
            [FieldPanel("recipients"), FieldPanel("mail_contains_message")],
            heading="Email to staff",
            help_text="Every change here is logged and emailed to the previous recipients and the site’s owners.",
        )
    ]

    class Meta:
        verbose_name = "Inquiry routing"
        default_permissions = ("change",)

    def __str__(self) -> str:
        return "Inquiry routing"

    def clean(self) -> None:
        super().clean()
        try:
            self.recipients = clean_recipients(self.recipients)
        except ValidationError as error:
            raise ValidationError({"recipients": error}) from error


def split_addresses(lines: str) -> list[str]:
    return [address for line in lines.splitlines() if (address := tidy_email(line))]


def clean_recipients(lines: str) -> str:
    """Return the addresses, one per line and each once; raises ValidationError if one isn't an address."""
    for address in split_addresses(lines):
        try:
            validate_email(address)
        except ValidationError as error:
            raise ValidationError(f"“{address}” is not an email address. Write one address per line.") from error
    return "\n".join(dict.fromkeys(split_addresses(lines)))


def current_routing() -> Routing:
    """Return the routing, to the listed recipients, else the clinic's own address, else the sender address."""
    row = InquiryRouting.objects.first() or InquiryRouting()
    return Routing(tuple(split_addresses(row.recipients)) or (default_recipient(),), row.mail_contains_message)


def default_recipient() -> str:
    # Read without ClinicSettings.for_site, which creates what is missing: this also runs while settings are saved.
    stored = ClinicSettings.objects.filter(site=the_site()).values_list("email", flat=True).first()
    return stored or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def staff_recipients() -> list[str]:
    """Return who is emailed about inquiries; never empty."""
    return list(current_routing().recipients)
