"""What the checks read from a page: blocks, links, and images."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from content.links.inside import references
from content.models import ArticlePage, ClinicPage, LegalPage
from content.models.guide import LongFormPage
from content.models.reading import ReadingPage
from content.models.values import own_values
from content.uploads.titles import looks_like_file_name

NO_LETTER = re.compile(r"[\W_]+")
# Pixels of the largest rendition that pages, phones with high-density screens, and social networks show.
NEEDED_SIZE = {"photo": (800, 600), "social_image": (1200, 630)}
FIGURE_WIDTH = 1200
LINKING_BLOCKS = {"articles", "conditions"}  # if left empty, they show and link to all


def has_own_text(page: ClinicPage) -> bool:
    """Return whether staff write the page's text; muscles and regions link to each other automatically."""
    return isinstance(page, LongFormPage | ReadingPage | ArticlePage)


def has_block(page: ClinicPage, *kinds: str) -> bool:
    return any(block.block_type in kinds for block in page.blocks())


def needs_a_link(page: ClinicPage, unlisting: Container[str]) -> bool:
    """Return whether the page is only reachable by a manual link: no menu, footer, or parent page lists it."""
    if page.pk is None or page.show_in_menus or not has_own_text(page) or isinstance(page, LegalPage):
        return False
    return page.path[: -page.steplen] in unlisting


def has_links(page: ClinicPage) -> bool:
    """Return whether the body links to a page."""
    in_body = (model for _, path, model, _ in references(page) if path.startswith("body."))
    return has_block(page, *LINKING_BLOCKS) or any(issubclass(model, Page) for model in in_body)


def is_file_name(words: str, image: Any) -> bool:
    """Return whether the description is just the file name, which Wagtail fills in."""
    name = PurePath(image.file.name).stem
    return NO_LETTER.sub("", words.lower()) == NO_LETTER.sub("", name.lower())


def says_nothing(words: str, image: Any) -> bool:
    """Return whether a description is only a file name: the image's own, or one that a camera made up."""
    return not words or is_file_name(words, image) or looks_like_file_name(words)


@dataclass(frozen=True)
class PagePicture:
    where: str
    path: str
    image: Any
    is_described: bool  # or marked as decorative


def pictures_of(page: ClinicPage) -> Iterator[PagePicture]:
    """Yield the images that staff chose for the page."""
    for one in own_values(page):
        if isinstance(one.source, ImageBlock):
            is_decorative = getattr(one.value, "decorative", False)
            is_described = is_decorative or not says_nothing(getattr(one.value, "contextual_alt_text", ""), one.value)
            yield PagePicture(one.where, one.path, one.value, is_described)
    for name in NEEDED_SIZE:
        image = getattr(page, name, None)
        if image:  # a portrait's description is the person's name
            is_said = name == "photo" or not says_nothing(image.description, image)
            yield PagePicture(name.replace("_", " ").capitalize(), name, image, is_said)


def small_pictures(page: ClinicPage) -> Iterator[tuple[PagePicture, tuple[int, int]]]:
    """Yield images that would look blurry, each with the width and height that it should have."""
    for picture in pictures_of(page):
        width, height = NEEDED_SIZE.get(picture.path, (FIGURE_WIDTH, 0))
        if picture.image.width < width or picture.image.height < height:
            yield picture, (width, height)
