"""Keeps the redirects that Wagtail makes on renaming and moving free of loops."""

from typing import Any

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move


def drop_redirects_to_themselves(instance: Page, **_: Any) -> None:
    """Delete redirects from an address that their page has (again): once it is unpublished they would loop."""
    below = Redirect.objects.filter(automatically_created=True, redirect_page__path__startswith=instance.path)
    own = [redirect.pk for redirect in below.select_related("redirect_page") if leads_to_itself(redirect)]
    Redirect.objects.filter(pk__in=own).delete()


def leads_to_itself(redirect: Redirect) -> bool:
    page = redirect.redirect_page
    address = page.url if page else redirect.redirect_link
    return bool(address) and Redirect.normalise_path(address) == redirect.old_path


for signal in (page_slug_changed, post_page_move, page_unpublished):
    signal.connect(drop_redirects_to_themselves, dispatch_uid=f"redirects-to-themselves-{id(signal)}")
