"""The lexicon of the content as it stands."""

import time
from collections import defaultdict
from functools import lru_cache

from content.caching.version import current_version
from search.index import backend
from search.query.lexicon import Lexicon
from search.query.synonyms import synonyms
from search.query.words import fold

KEPT = 300  # seconds, as what is kept per content version


def lexicon() -> Lexicon:
    """Kept in this process until the content changes, or for five minutes: the index may be made anew without that."""
    return _lexicon(current_version(), int(time.monotonic() / KEPT))


@lru_cache(maxsize=1)
def _lexicon(version: str, period: int) -> Lexicon:
    pages: dict[str, int] = defaultdict(int)
    for word, count in backend().words():
        plain = fold(word)
        if len(plain) > 1 and plain.isalpha():
            pages[plain] += count
    return Lexicon.of(dict(pages), synonyms())
