"""A search as a visitor makes it, and pages for it to find."""

import json
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from content.caching.version import invalidate
from content.models import GuidePage, HomePage


@dataclass
class Seen:
    """What a visitor sees of a results page."""

    status: int
    soup: BeautifulSoup

    @property
    def heading(self) -> str:
        return self.soup.h1.get_text(" ", strip=True)

    @property
    def lead(self) -> str:
        found = self.soup.select_one("main .lead")
        return " ".join(found.get_text().split()) if found else ""

    @property
    def titles(self) -> list[str]:
        return [title.get_text() for title in self.soup.select(".found h2")]

    @property
    def text(self) -> str:
        return " ".join(self.soup.main.get_text(" ").split())


def searched(client: Client, text: str = "", **params: Any) -> Seen:
    answer = client.get("/search/", {"q": text} | params)
    return Seen(answer.status_code, BeautifulSoup(answer.content, "html.parser"))


def guide(
    title: str, *texts: str, parent: Any = None, body: list[dict[str, Any]] | None = None, **fields: Any
) -> GuidePage:
    """Create a guide with paragraphs; it is indexed, and cached values are invalidated."""
    stream = body or [{"type": "rich_text", "value": f"<p>{text}</p>"} for text in texts]
    page = GuidePage(title=title, body=json.dumps(stream), **fields)
    (parent or HomePage.objects.get()).add_child(instance=page)
    if page.live:
        page.save_revision().publish()
    invalidate()
    return page
