"""What the clinic announces, and where else it can be found."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.http import url_has_allowed_host_and_scheme
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel
from wagtail.models import Orderable


def is_address(url: str) -> bool:
    """Whether it is a page of this site or an https address. Browsers read a backslash as a slash, and skip breaks."""
    if "\\" in url or " " in url or not url.isprintable():
        return False
    if url.startswith("https://"):
        return bool(urlsplit(url).hostname)
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)


class Notice(Orderable):
    """An announcement on every page between two moments."""

    clinic = ParentalKey("content.ClinicSettings", on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=240)
    url = models.CharField("link", max_length=200, blank=True, help_text="A page's address, such as /contact/.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    panels = ["text", "url", FieldRowPanel(["starts_at", "ends_at"])]

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "The end must be later than the start."})
        if self.url and not is_address(self.url):
            raise ValidationError(
                {"url": "Start with / for a page on this site, or with https://. Spaces and \\ aren’t allowed."}
            )


class SocialLink(Orderable):
    """A profile of the clinic elsewhere."""

    clinic = ParentalKey("content.ClinicSettings", on_delete=models.CASCADE, related_name="social_links")
    name = models.CharField(max_length=40, help_text="What the link says, such as Instagram.")
    url = models.URLField("address", help_text="The address of your own page there, starting with https://.")

    panels = [FieldRowPanel(["name", "url"])]
