"""The words of the current content: the lexicon, and those in titles, which tell a search's subject."""

from collections import Counter, defaultdict

from content.caching.version import per_version
from content.text.directory import indexed
from search.index import search_index
from search.query.lexicon import Lexicon
from search.query.synonyms import synonyms
from search.query.words import fold, words_in


def lexicon() -> Lexicon:
    """Return the lexicon, cached until the content changes or for five minutes, since the index may be rebuilt."""
    return per_version("lexicon", read_lexicon)


def read_lexicon() -> Lexicon:
    pages: dict[str, int] = defaultdict(int)
    for word, count in search_index().words():
        plain = fold(word)
        if len(plain) > 1 and plain.isalpha():
            pages[plain] += count
    return Lexicon.of(dict(pages), synonyms())


def title_words() -> dict[str, int]:
    """Return word → number of pages with it in their title, cached until the content changes."""

    def read() -> dict[str, int]:
        return dict(Counter(word for one in indexed() for word in set(words_in(one.title))))

    return per_version("search-titles", read)
