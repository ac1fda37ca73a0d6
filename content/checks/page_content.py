"""What the checks read from a page: blocks, links, pictures."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from content.models import ArticlePage, ClinicPage
from content.models.guide import LongFormPage
from content.models.reading import ReadingPage
from content.uploads.titles import looks_like_file_name

NO_LETTER = re.compile(r"[\W_]+")
# Pixels of the largest version that pages, phones with sharp screens, and networks show.
NEEDED_SIZE = {"photo": (800, 600), "social_image": (1200, 630)}
FIGURE_WIDTH = 1200
LINKING_BLOCKS = {"articles", "conditions"}  # left empty they show, and link, all


def has_own_text(page: ClinicPage) -> bool:
    """Whether staff write the page's text: muscles and regions link each other by themselves."""
    return isinstance(page, LongFormPage | ReadingPage | ArticlePage)


def has_block(page: ClinicPage, *kinds: str) -> bool:
    return any(block.block_type in kinds for block in page.blocks())


def pages_in_text(page: ClinicPage) -> set[int]:
    """Keys of the pages that the body links to."""
    body: Any = getattr(page, "body", None)
    references = body.stream_block.extract_references(body) if body else ()
    return {int(key) for model, key, *_ in references if issubclass(model, Page)}


def pages_shown(page: ClinicPage) -> dict[str, set[int]]:
    """Keys of all pages that the page links to, by the editor's field."""
    return {
        "Body": pages_in_text(page),
        "Author": {page.author_id} if page.author_id else set(),
        "Related pages": {link.page_id for link in page.related_links.all()},
    }


def has_links(page: ClinicPage) -> bool:
    return has_block(page, *LINKING_BLOCKS) or bool(pages_in_text(page))


def is_file_name(words: str, image: Any) -> bool:
    """Whether the description is just the file's name, which Wagtail fills in."""
    name = PurePath(image.file.name).stem
    return NO_LETTER.sub("", words.lower()) == NO_LETTER.sub("", name.lower())


def says_nothing(words: str, image: Any) -> bool:
    """Whether a description is only a name of a file: the picture's own, or some camera's."""
    return not words or is_file_name(words, image) or looks_like_file_name(words)


def pictures_of(page: ClinicPage) -> Iterator[tuple[str, Any, bool]]:
    """(place, picture, whether it is described or decorative)."""
    for child in page.blocks():
        for name, block in getattr(child.block, "child_blocks", {}).items():
            image = child.value.get(name) if isinstance(block, ImageBlock) else None
            if image:
                words = getattr(image, "contextual_alt_text", "")
                is_said = not says_nothing(words, image)
                yield str(child.block.label), image, getattr(image, "decorative", False) or is_said
    for name in NEEDED_SIZE:
        image = getattr(page, name, None)
        if image:  # a portrait is described by the person's name
            is_said = name == "photo" or not says_nothing(image.description, image)
            yield name.replace("_", " ").capitalize(), image, is_said


def small_pictures(page: ClinicPage) -> Iterator[tuple[str, Any, tuple[int, int]]]:
    """(place, picture, width and height that it should have), for those that would look blurred."""
    figure = (FIGURE_WIDTH, 0)
    for where, image, _ in pictures_of(page):
        width, height = NEEDED_SIZE.get(where.lower().replace(" ", "_"), figure)
        if image.width < width or image.height < height:
            yield where, image, (width, height)
