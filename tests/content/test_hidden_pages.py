"""A page that not everybody may read is never named: not in a list, card, path, feed, search or suggestion."""

from collections.abc import Callable
from itertools import cycle
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from tests.content.hidden_pages import SURFACES, WAYS, Hidden, in_effect, look, prepare

pytestmark = pytest.mark.django_db
Named = set[tuple[str, str]]  # (surface, kind of page)


@pytest.fixture(scope="session")
def named(django_db_setup: None, django_db_blocker: Any) -> dict[str, Named]:
    """What each surface gives away while the pages are public, and after each way of hiding them."""
    for cache in caches.all():
        cache.clear()  # an earlier test may have cached its own changes
    with django_db_blocker.unblock(), transaction.atomic():
        pages: list[Hidden] = in_effect(prepare)
        found = {"public": surfaces_naming(pages)}
        for way, ways in WAYS.items():
            with transaction.atomic():
                found[way] = surfaces_naming_hidden(pages, ways)
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return found


def surfaces_naming(pages: list[Hidden]) -> Named:
    texts = look({address for address, _ in SURFACES.values()})
    return {
        (surface, page.kind)
        for surface, (address, _) in SURFACES.items()
        for page in pages
        if page.is_given_away(texts[address])
    }


def surfaces_naming_hidden(pages: list[Hidden], ways: tuple[Callable[[Page], None], ...]) -> Named:
    for page, hide in zip(pages, cycle(ways), strict=False):
        in_effect(lambda page=page, hide=hide: hide(Page.objects.get(pk=page.pk)))
    cards = {page.kind: Client().get(f"/social-card/{page.pk}/old.png").status_code for page in pages}
    return surfaces_naming(pages) | {("social card", kind) for kind, status in cards.items() if status != 404}


def test_each_surface_names_the_pages_that_everybody_may_read(named: dict[str, Named]) -> None:
    expected = {(surface, kind) for surface, (_, kinds) in SURFACES.items() for kind in kinds.split()}
    assert expected - named["public"] == set()


@pytest.mark.parametrize("way", WAYS)
def test_no_surface_names_a_hidden_page(named: dict[str, Named], way: str) -> None:
    given_away = [f"{surface}: {kind}" for surface, kind in sorted(named[way])]
    assert not given_away, given_away
