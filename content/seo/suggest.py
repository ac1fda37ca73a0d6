"""Pages whose URLs or titles resemble a wrong path."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass

from wagtail.models import get_page_models

from content.caching.routing import home_path
from content.caching.version import per_version
from content.seo.sitemap import listed_types, open_pages
from content.text.directory import address_of
from content.text.spelling import close_words

MOST_PAGES = 5000
LONGEST_PATH = 300  # characters; a longer path isn't a typo
MOST_WORDS = 8
SHOWN = 4
GOOD_ENOUGH = 0.4  # of the total weight of the path's words
WORD = re.compile(r"[a-z0-9]{2,24}")
EMPTY_WORDS = frozenset(
    "a an and are asp aspx at by for from htm html in index is it of on or page php the to www".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Suggestion:
    title: str
    url: str
    kind: str


def slug_words(text: str) -> list[str]:
    """Return the distinct words in a path or title, in lowercase ASCII."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return [word for word in dict.fromkeys(WORD.findall(ascii_only)) if word not in EMPTY_WORDS]


def words_of_pages() -> dict[str, list[Suggestion]]:
    """Return an index from each word of a path or title to its pages, those near the root first."""
    kinds = {model._meta.label_lower: getattr(model, "kind_label", "") for model in get_page_models()}
    home = home_path()
    rows = open_pages().filter(content_type__in=listed_types()).order_by("depth", "path")
    fields = ("title", "url_path", "content_type__app_label", "content_type__model")
    found: dict[str, list[Suggestion]] = defaultdict(list)
    for title, url_path, app, model in rows.values_list(*fields)[:MOST_PAGES]:
        page = Suggestion(title, address_of(url_path, home), kinds.get(f"{app}.{model}", ""))
        joined = page.url.rstrip("/").rpartition("/")[2].replace("-", "")  # painmap for pain-map
        for word in slug_words(f"{page.url} {title} {joined}"):
            found[word].append(page)
    return dict(found)


def suggestions(path: str) -> list[Suggestion]:
    """Return up to four pages that a visitor who typed `path` may have meant, most likely first."""
    pages = per_version("suggestions", words_of_pages)
    number = len({page.url for found in pages.values() for page in found})
    # Rare words are more specific than those that every path has.
    weights = {word: math.log(1 + number / len(found)) for word, found in pages.items()}
    scores: Counter[Suggestion] = Counter()
    possible = 0.0
    for asked in slug_words(path[-LONGEST_PATH:])[-MOST_WORDS:]:
        alike = {asked: 0} if asked in pages else close_words(asked, pages)
        best: Counter[Suggestion] = Counter()
        for word, edits in alike.items():
            best |= Counter(dict.fromkeys(pages[word], (1 - edits / len(word)) * weights[word]))
        possible += max((weights[word] for word in alike), default=0)
        scores.update(best)
    ranked = sorted(scores, key=lambda page: (-scores[page], len(page.url)))
    return [page for page in ranked[:SHOWN] if scores[page] >= GOOD_ENOUGH * possible]
