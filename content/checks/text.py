"""A page's text as readers see it, with its place in the editor."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from content.blocks.clinic import SessionsBlock
from content.blocks.shared import ReusableTextBlock, TestimonialsBlock
from content.models import ClinicPage, SessionType
from content.models.values import Value, all_values
from content.text.plain import lines_of

READ_OF_PAGE = {"title", "seo_title", "search_description"}  # of Wagtail's own fields
PROSE = (blocks.CharBlock, blocks.TextBlock, blocks.BlockQuoteBlock)
NOT_PROSE = (models.URLField, models.SlugField, models.EmailField, blocks.URLBlock)


@dataclass(frozen=True)
class Passage:
    """One paragraph, heading, cell or line of text."""

    where: str
    text: str
    path: str = ""  # Wagtail's content path of the field: body.ID.text


def passages(page: ClinicPage) -> Iterator[Passage]:
    """Yield all of a page's text, in the order of its editor."""
    for one in all_values(page):
        yield from (Passage(one.where, line, one.path) for line in lines_in(one))


def lines_in(one: Value) -> Iterator[str]:
    """Yield the lines that readers see of a field or block."""
    source, value = one.source, one.value
    if isinstance(source, NOT_PROSE):
        return
    if isinstance(source, RichTextField | blocks.RichTextBlock):
        yield from lines_of(value)
    elif isinstance(source, models.CharField | models.TextField):
        if is_prose(source):
            yield from filter(None, map(str.strip, str(value).splitlines()))
    elif isinstance(source, ImageBlock):
        yield from lines_of(getattr(value, "contextual_alt_text", ""))
    elif isinstance(source, PROSE):
        yield from lines_of(value)
    else:
        yield from chain.from_iterable(map(lines_of, kept_elsewhere(source, value)))


def is_prose(field: Any) -> bool:
    """Return whether the field is read as text, unlike choices and keys."""
    return not field.choices and (field.model is not Page or field.name in READ_OF_PAGE)


def kept_elsewhere(block: Any, value: Any) -> Iterator[str]:
    """Yield the text of the session types, reusable texts, and testimonials that a block shows."""
    if isinstance(block, ReusableTextBlock | TestimonialsBlock):
        yield from block.passages(value)
    for shown in block.cards_for(value) if isinstance(block, SessionsBlock) else ():
        if isinstance(shown, SessionType):
            yield from (shown.name, shown.description, shown.suits, shown.not_for)
