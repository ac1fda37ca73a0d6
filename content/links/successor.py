"""Where a page's URL redirects once the page is gone."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, post_page_move

from content.seo.redirects import chain_from


def addresses_of(pages: Iterable[Page]) -> set[str]:
    """Return the pages' current paths, normalized as for redirects, including routes such as a feed's."""
    found = set()
    for page in pages:
        parts = page.get_url_parts()
        if parts and parts[2]:
            for route in page.specific.get_route_paths():
                path = Redirect.normalise_page_route_path(route) or "/"
                found.add(Redirect.normalise_path(parts[2].rstrip("/") + path))
    return found


def circle_to(target: Page, addresses: Iterable[str]) -> list[str]:
    """Return the paths of the loop that a redirect to the target would create; empty if there is none."""
    for address in addresses:
        chain = chain_from(address, target.url or "")
        if chain[-1] in chain[:-1]:
            return chain
    return []


def redirect_to_successor(page: Page, target: Page | None, user: Any) -> None:
    """Redirect the paths of a page that is going away, and earlier redirects to it, to another page or nowhere."""
    addresses = addresses_of([page])
    Redirect.objects.filter(old_path__in=addresses).delete()
    if target is None:
        return
    for older in Redirect.objects.filter(redirect_page=page):
        # Avoids a redirect chain.
        older.redirect_page, older.redirect_page_route_path = target, ""
        older.save()
    for address in addresses:
        made = Redirect.add_redirect(address, redirect_to=target)
        log(instance=made, action="wagtail.create", user=user)


@receiver([page_published, page_slug_changed, post_page_move])
def drop_redirects_from(instance: Page, signal: Any, **_: Any) -> None:
    """Delete redirects from the URLs of pages that are live there (again): they don't act, and could loop later."""
    moved = instance.get_descendants(inclusive=True).live().specific()
    pages = [instance] if signal is page_published else moved
    Redirect.objects.filter(old_path__in=addresses_of(pages)).delete()
