"""What visitors see until the site opens, as part of the clinic's settings."""

from secrets import token_urlsafe

from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting

from content.panels.look_link import LookLinkPanel

SALT = "pinpoint.look"
LOOK = "/_look/"  # prefix of the URL that shows the site behind the coming-soon page


def new_look_key() -> str:
    return token_urlsafe(16)


class ComingSoon(BaseSiteSetting):
    """Whether visitors see the coming-soon page, and the key of the link that bypasses it."""

    coming_soon = models.BooleanField(
        "show visitors a coming-soon page",
        default=False,
        help_text="Until you clear the box, everybody sees one page with your name, logo, phone, email, address and "
        "hours, at every address of this site. You and your staff see the real site while signed in. Search engines "
        "are told not to list anything, so don’t use this to close a site that they already list.",
    )
    coming_soon_text = models.CharField(
        "what it says",
        max_length=240,
        blank=True,
        help_text="Leave empty for “Our website opens soon. Until then, this is how to reach us.”",
    )
    look_key = models.CharField(max_length=40, default=new_look_key, editable=False)

    coming_soon_panels = ["coming_soon", "coming_soon_text", LookLinkPanel(), FieldPanel("renew_look_key")]

    class Meta:
        abstract = True

    @property
    def look_token(self) -> str:
        """The link's signed token, which can't be made from the database alone."""
        return salted_hmac(SALT, self.look_key, algorithm="sha256").hexdigest()[:40]

    @property
    def look_path(self) -> str:
        return f"{LOOK}{self.look_token}/"

    def opens_with(self, token: str) -> bool:
        """Return whether the token is the current link's."""
        return constant_time_compare(token, self.look_token)
