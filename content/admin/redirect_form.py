"""The form for redirects: allows URLs of this site as targets; rejects drafts, loops, and what can't work."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from wagtail.contrib.redirects import forms as wagtail_forms
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from content.models.stale_form import StaleCheck
from content.seo.redirects import answers, chain_from, local_path
from content.text.form_fields import TextField


def validate_target(value: str) -> None:
    """Raise ValidationError unless it is a path on this site or an outside URL."""
    if value.startswith("/") and not value.startswith(("//", "/\\")):
        return
    try:
        URLValidator(schemes=["http", "https"])(value)
    except ValidationError as error:
        raise ValidationError("Start with / for a page of this site, or with https:// for another site.") from error


class RedirectForm(StaleCheck, wagtail_forms.RedirectForm):
    redirect_link = TextField(
        label="Redirect to any address",
        max_length=255,
        required=False,
        validators=[validate_target],
        help_text="A page of this site, such as /sessions/, or an address elsewhere that starts with https://.",
    )

    def _get_validation_exclusions(self) -> set[str]:
        """Exclude the model field's own validation, which only accepts absolute URLs."""
        return {*super()._get_validation_exclusions(), "redirect_link"}

    def clean_redirect_page(self) -> Page | None:
        page: Page | None = self.cleaned_data["redirect_page"]
        if page and not page.live:
            title = page.get_admin_display_title()
            raise ValidationError(f"“{title}” is not published. Publish it first, or choose another page.")
        return page

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] = self.cleaned_data
        super().clean()
        page, link = cleaned.get("redirect_page"), cleaned.get("redirect_link")
        if not self.errors and not page and not link:
            raise ValidationError(
                {"redirect_link": "Choose where the old address should lead: a page or another address."}
            )
        if cleaned.get("old_path") and (page or link):
            old_path = Redirect.normalise_path(cleaned["old_path"])
            chain = chain_from(old_path, (page.url if page else link) or "", self.instance.pk)
            if chain[-1] in chain[:-1]:
                shown = " → ".join(chain)
                field = "redirect_page" if page else "redirect_link"
                raise ValidationError({field: f"This would send visitors in circles: {shown}"})
            self.refuse_without_effect(old_path)
            self.refuse_target_that_is_missing(link or "")
        return cleaned

    def refuse_without_effect(self, old_path: str) -> None:
        """Refuse a path where visitors see something anyway; with a query, the redirect goes first."""
        if "?" not in old_path and answers(old_path):
            self.add_error("old_path", f"Visitors see a page at {old_path}, so this redirect would never act.")

    def refuse_target_that_is_missing(self, link: str) -> None:
        path = local_path(link)
        known = path is None or Redirect.objects.filter(old_path__in=[path, path.partition("?")[0]]).exists()
        if path is not None and not known and not answers(path):
            self.add_error(
                "redirect_link", f"There is no page at {path}. Check the address, or publish the page first."
            )
