"""The clinic's announcements and social media profiles."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.http import url_has_allowed_host_and_scheme
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel

from content.models.ordered import OrderedRow


def is_safe_link(url: str) -> bool:
    """Return whether it is a path on this site or an https URL. Browsers read \\ as a slash and skip line breaks."""
    if "\\" in url or " " in url or not url.isprintable():
        return False
    if url.startswith("https://"):
        return bool(urlsplit(url).hostname)
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)


class Notice(OrderedRow):
    """An announcement for a period of time, on every page or in a section of the site."""

    clinic = ParentalKey("content.ClinicSettings", on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=240)
    url = models.CharField("link", max_length=200, blank=True, help_text="A page's address, such as /contact/.")
    is_important = models.BooleanField(
        "important", default=False, help_text="Comes before the others and begins with the word “Important”."
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="only on this page and those below it",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Leave empty to show it on every page. If that page is deleted, so is the notice.",
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    panels = ["text", "url", "is_important", "page", FieldRowPanel(["starts_at", "ends_at"])]

    def is_for(self, page: Any) -> bool:
        """Return whether it is shown on a page; None means a view that isn't a page, such as the search."""
        return self.page is None or (page is not None and str(page.path).startswith(self.page.path))

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "The end must be later than the start."})
        if self.url and not is_safe_link(self.url):
            raise ValidationError(
                {"url": "Start with / for a page on this site, or with https://. Spaces and \\ aren’t allowed."}
            )


class SocialLink(OrderedRow):
    """The clinic's profile on another site."""

    clinic = ParentalKey("content.ClinicSettings", on_delete=models.CASCADE, related_name="social_links")
    name = models.CharField(max_length=40, help_text="What the link says, such as Instagram.")
    url = models.URLField("address", help_text="The address of your own page there, starting with https://.")

    panels = [FieldRowPanel(["name", "url"])]
