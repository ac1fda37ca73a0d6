"""What staff see before they publish: each block in the picker, each page in the editor."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from content.blocks import VOCABULARY


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "block"), VOCABULARY, ids=[name for name, _block in VOCABULARY])
def test_the_picker_shows_what_a_block_will_look_like(admin_client: Client, name: str, block: object) -> None:
    answer = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})  # type: ignore[attr-defined]
    assert answer.status_code == 200
    body = answer.content.decode().partition("<body")[2]
    assert len(re.sub(r"<[^>]*>|\s", "", body)) > 10 or "<img" in body, name
    assert "style-src" in answer["Content-Security-Policy"]


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
