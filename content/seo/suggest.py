"""Pages whose URLs or titles resemble a wrong path."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from urllib.parse import unquote

from content.caching.version import per_version
from content.text.directory import Entry, indexed, listed
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


def slug_words(text: str) -> list[str]:
    """Return the distinct words in a path or title, in lowercase ASCII."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return [word for word in dict.fromkeys(WORD.findall(ascii_only)) if word not in EMPTY_WORDS]


def words_of_pages() -> dict[str, list[int]]:
    """Return an index from each word of a path or title to its pages' keys, those near the root first."""
    found: dict[str, list[int]] = defaultdict(list)
    for page in sorted(indexed(), key=lambda page: len(page.path))[:MOST_PAGES]:
        joined = page.slug.replace("-", "")  # painmap for pain-map
        for word in slug_words(f"{unquote(page.url)} {page.title} {joined}"):
            found[word].append(page.pk)
    return dict(found)


def suggestions(path: str) -> list[Entry]:
    """Return up to four pages that a visitor who typed `path` may have meant, most likely first."""
    pages = per_version("suggestions", words_of_pages)
    number = len({page for found in pages.values() for page in found})
    # Rare words are more specific than those that every path has.
    weights = {word: math.log(1 + number / len(found)) for word, found in pages.items()}
    scores: Counter[int] = Counter()
    possible = 0.0
    for asked in slug_words(path[-LONGEST_PATH:])[-MOST_WORDS:]:
        alike = {asked: 0} if asked in pages else close_words(asked, pages)
        best: Counter[int] = Counter()
        for word, edits in alike.items():
            best |= Counter(dict.fromkeys(pages[word], (1 - edits / len(word)) * weights[word]))
        possible += max((weights[word] for word in alike), default=0)
        scores.update(best)
    ranked = sorted(listed(scores), key=lambda page: (-scores[page.pk], len(page.url)))
    return [page for page in ranked[:SHOWN] if scores[page.pk] >= GOOD_ENOUGH * possible]
