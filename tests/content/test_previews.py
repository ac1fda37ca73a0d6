"""What staff see before they publish: every block in the picker, every page in the editor."""

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.models import Page
from wagtail.rich_text import RichText

from content.blocks import VOCABULARY
from content.models import ReusableText, SessionType, testimonial
from tests.content.seo_help import words

UNSAID = {"drawings", "level", "kind", "width", "image", "count", "url"}  # settings, and values that aren't text
# What a block's example shows of the site's own content.
DRAWN = {
    "figure": ["picture img"],
    "conditions": ["ul.cards > li a[href]"],
    "articles": ["ul.cards > li a[href]"],
    "related_pages": ["ul.cards > li a[href]"],
    "muscles": ["ul.cards > li a[href]"],
    "sessions": ["ul.session-list > li .price"],
    "practitioner": ["a[href]"],
    "sources_list": ["ol > li"],
    "comparison_table": ["table th[scope=row]"],
    "call_to_action": ["a.button[href]"],
    "inquiry_slot": ["form"],
    "red_flags": ["ul > li"],
    "drawing": ["figure img[alt]"],
}


def said_by(value: Any) -> Iterator[str]:
    """Every text in a block's example that a reader would see; pages, pictures and sessions by name."""
    if isinstance(value, Page):
        yield value.title
    elif isinstance(value, SessionType):
        yield value.name
    elif isinstance(value, ReusableText):
        yield words(BeautifulSoup(value.text, "html.parser").get_text(" "))
    elif isinstance(value, testimonial.Testimonial):
        yield value.words
    elif isinstance(value, RichText):
        yield words(BeautifulSoup(value.source, "html.parser").get_text(" "))
    elif isinstance(value, TypedTable):
        yield from (part for part in [value.caption, *(column["heading"] for column in value.columns)] if part)
        yield from (text for row in value.rows for cell in row for text in said_by(cell.value))
    elif isinstance(value, dict):
        yield from (text for name, inner in value.items() if name not in UNSAID for text in said_by(inner))
    elif isinstance(value, list | ListValue):
        yield from (text for inner in value for text in said_by(inner))
    elif isinstance(value, str) and value:
        yield value


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "block"), VOCABULARY, ids=[name for name, _block in VOCABULARY])
def test_the_picker_shows_what_a_block_will_look_like(admin_client: Client, name: str, block: Any) -> None:
    answer = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    assert "style-src" in answer["Content-Security-Policy"]
    body = BeautifulSoup(answer.content, "html.parser").body
    shown = words(body.get_text(" "))
    said = list(said_by(block.get_preview_value()))
    assert said, name
    for text in said:
        assert text in shown, name
    for selector in DRAWN.get(name, ()):
        assert body.select_one(selector), (name, selector)


@pytest.mark.django_db
def test_a_block_says_what_it_is_for() -> None:
    for name, block in VOCABULARY:
        assert block.meta.icon != "placeholder", name
        assert len(str(block.meta.description)) > 15, name


@pytest.mark.django_db
def test_every_page_type_can_be_previewed(admin_client: Client) -> None:
    seen: set[type[Page]] = set()
    for page in Page.objects.live().filter(depth__gte=2).specific():
        if type(page) not in seen:
            seen.add(type(page))
            answer = page.make_preview_request(preview_mode=page.default_preview_mode)
            assert answer.status_code == 200, page.url
            answer.render() if hasattr(answer, "render") else None
            assert b"<h1" in answer.content, page.url
