"""The data controller and processors of what visitors send, as part of the clinic's settings."""

from django.db import models
from wagtail.admin.panels import FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting

# What a privacy notice must have.
NEEDED = ["legal_name", "supervisory_authority", "hosting_name", "hosting_place", "mail_name", "mail_place"]


class PrivacyDetails(BaseSiteSetting):
    """What the legal pages show with the block “Privacy details”; only entered here."""

    legal_name = models.CharField(
        max_length=120,
        blank=True,
        help_text="Whoever is responsible for what visitors send, as registered: a company, or your own full name. "
        "The privacy notice names it, and so does the form’s consent.",
    )
    legal_address = models.CharField(
        max_length=200,
        blank=True,
        help_text="Where letters reach them, in one line. Leave empty if it is the clinic’s address.",
    )
    privacy_contact = models.CharField(
        "contact for privacy",
        max_length=120,
        blank=True,
        help_text="A name or a role, such as Data protection officer.",
    )
    privacy_email = models.EmailField(
        "email for privacy", blank=True, help_text="Leave empty if it is the clinic’s email address."
    )
    supervisory_authority = models.CharField(
        max_length=160,
        blank=True,
        help_text="Where people can complain, such as the Information Commissioner’s Office or your state’s attorney "
        "general.",
    )
    supervisory_authority_url = models.URLField(
        "its website", blank=True, help_text="Where a complaint can be made, with https://."
    )
    hosting_name = models.CharField(
        "hosting company",
        max_length=120,
        blank=True,
        help_text="The company whose servers hold this site and its data.",
    )
    hosting_place = models.CharField(
        "hosting place", max_length=120, blank=True, help_text="Where it keeps the data: city and country."
    )
    mail_name = models.CharField(
        "mail service", max_length=120, blank=True, help_text="Who sends this site’s emails for you."
    )
    mail_place = models.CharField(
        "mail service’s place", max_length=120, blank=True, help_text="Where it is based; the country is enough."
    )

    privacy_panels = [
        HelpPanel(
            "The legal pages take these from here, wherever they have the block “Privacy details”. How long inquiries "
            "are kept is set under Settings › Inquiries and shown in the same way. Visitors don’t see empty entries; "
            "while you are signed in, you see them marked on the page."
        ),
        MultiFieldPanel(
            ["legal_name", "legal_address", FieldRowPanel(["privacy_contact", "privacy_email"])],
            heading="Who is responsible",
        ),
        MultiFieldPanel(["supervisory_authority", "supervisory_authority_url"], heading="Where people can complain"),
        MultiFieldPanel(
            [FieldRowPanel(["hosting_name", "hosting_place"]), FieldRowPanel(["mail_name", "mail_place"])],
            heading="Companies that handle the data for you",
        ),
    ]

    class Meta:
        abstract = True

    @property
    def missing_privacy_details(self) -> list[str]:
        """Return the labels of the required settings that aren't filled in."""
        return [str(self._meta.get_field(name).verbose_name) for name in NEEDED if not getattr(self, name)]
