"""A page that not everybody may read is named nowhere: no list, card, path, feed, search or suggestion has it."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Page

from tests.content.hidden_pages import RESTRICTED, SURFACES, UNPUBLISHED, Hidden, in_effect, look, prepare

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages() -> list[Hidden]:
    """One page of each kind under its own name."""
    found: list[Hidden] = in_effect(prepare)
    return found


def surfaces_naming(pages: list[Hidden]) -> set[tuple[str, str]]:
    """(surface, kind of page) wherever one is given away."""
    texts = look({address for address, _ in SURFACES.values()})
    return {
        (surface, page.kind)
        for surface, (address, _) in SURFACES.items()
        for page in pages
        if page.is_given_away(texts[address], address)
    }


def test_each_surface_names_the_pages_that_everybody_may_read(pages: list[Hidden]) -> None:
    expected = {(surface, kind) for surface, (_, kinds) in SURFACES.items() for kind in kinds.split()}
    assert expected - surfaces_naming(pages) == set()


@pytest.mark.parametrize("way", RESTRICTED | UNPUBLISHED)
def test_no_surface_names_a_hidden_page(pages: list[Hidden], way: str) -> None:
    hide: Callable[[Page], None] = (RESTRICTED | UNPUBLISHED)[way]
    if way == "login":
        look({address for address, _ in SURFACES.values()})  # what was kept before must not be shown after
    for page in pages:
        in_effect(lambda page=page: hide(Page.objects.get(pk=page.pk)))
    cards = {page.kind: Client().get(f"/social-card/{page.pk}/old.png").status_code for page in pages}
    assert set(cards.values()) == {404}, cards
    given_away = [f"{surface}: {kind}" for surface, kind in sorted(surfaces_naming(pages))]
    assert not given_away, given_away
