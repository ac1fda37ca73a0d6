"""The lexicon of the current content."""

from collections import defaultdict

from content.caching.version import shared_per_version
from search.index import search_index
from search.query.lexicon import Lexicon
from search.query.synonyms import synonyms
from search.query.words import fold


def lexicon() -> Lexicon:
    """Return the lexicon, cached until the content changes or for five minutes, since the index may be rebuilt."""
    return shared_per_version("lexicon", read_lexicon)


def read_lexicon() -> Lexicon:
    pages: dict[str, int] = defaultdict(int)
    for word, count in search_index().words():
        plain = fold(word)
        if len(plain) > 1 and plain.isalpha():
            pages[plain] += count
    return Lexicon.of(dict(pages), synonyms())
