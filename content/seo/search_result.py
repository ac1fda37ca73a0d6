"""A page's search result preview; search engines truncate titles and descriptions by pixel width."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from content.seo.meta import description_of, full_title
from content.site_context.clinic import the_clinic
from content.text.width import cut_to, pixels


@dataclass(frozen=True)
class Device:
    """The width that Google allows, in pixels of Arial."""

    name: str
    title_size: int
    title_room: int
    description_size: int
    description_room: int


DESKTOP = Device("computer", 20, 580, 14, 990)  # one line, two lines
PHONE = Device("phone", 18, 640, 14, 680)  # two lines, three shorter ones


@dataclass(frozen=True)
class SearchResult:
    device: str
    site: str
    address: str
    title: str
    description: str


def title_pixels(title: str) -> int:
    return pixels(title, DESKTOP.title_size)


def description_pixels(description: str) -> int:
    return pixels(description, DESKTOP.description_size)


def search_results(page: Any, base: str, path: str) -> list[SearchResult]:
    """Return the page's result on desktop and on a phone."""
    title, description = full_title(page), description_of(page)
    address = " › ".join([urlsplit(base).netloc, *(part for part in unquote(path).split("/") if part)])
    return [
        SearchResult(
            device.name,
            the_clinic().name,
            address,
            cut_to(title, device.title_size, device.title_room),
            cut_to(description, device.description_size, device.description_room),
        )
        for device in (DESKTOP, PHONE)
    ]
