"""A page that not everybody may read is never named: not in a list, card, path, feed, search or suggestion."""

from collections.abc import Callable
from itertools import cycle

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from tests.content.hidden_pages import SURFACES, WAYS, Hidden, in_effect, look, prepare

Named = set[tuple[str, str]]  # (surface, kind of page)


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


@pytest.mark.django_db
def test_each_surface_names_the_pages_that_everybody_may_read_and_none_that_is_hidden() -> None:
    pages: list[Hidden] = in_effect(prepare)
    expected = {(surface, kind) for surface, (_, kinds) in SURFACES.items() for kind in kinds.split()}
    assert expected - surfaces_naming(pages) == set()
    for way, ways in WAYS.items():
        with transaction.atomic():
            assert surfaces_naming_hidden(pages, ways) == set(), way
            transaction.set_rollback(True)
