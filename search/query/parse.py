"""Parsing a visitor's words into a query: terms that pages must contain, with all their forms and synonyms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from search.query.lexicon import Lexicon
from search.query.words import COMPLAINTS, DIRECTIONS, PREFIX_FROM, STOP_WORDS, typed_words

MOST_TERMS = 10


@dataclass(frozen=True)
class Phrase:
    """Consecutive words; `prefix`: the last one is a prefix."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class QueryTerm:
    """One thing that was searched for: as typed, in all its forms, and as synonyms."""

    typed: tuple[str, ...]
    forms: tuple[Phrase, ...]
    synonyms: tuple[Phrase, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Every phrase that matches the term."""
        return (*self.forms, *self.synonyms)

    @property
    def names(self) -> tuple[Phrase, ...]:
        """What a page about it may be called: a form of what was typed, or the first synonym, which is the best."""
        return (*self.forms, *self.synonyms[:1])


@dataclass(frozen=True)
class Query:
    """What pages must contain: every term, or any of them without `match_all`; or the subject in their title."""

    terms: tuple[QueryTerm, ...]
    optional: tuple[QueryTerm, ...] = ()  # complaints next to other terms: pages with them rank higher
    exact_titles: tuple[str, ...] = ()  # titles that are exactly what was searched for
    subject: QueryTerm | None = None
    match_all: bool = True

    @property
    def match_any(self) -> "Query":
        """Return the query for pages with any of the terms."""
        return replace(self, match_all=False, subject=None)

    @property
    def match_any_word(self) -> "Query":
        """Return the query without terms of one or two letters, such as "de", which mean nothing on their own."""
        return replace(self.match_any, terms=tuple(term for term in self.terms if len(" ".join(term.typed)) > 2))

    def with_subject(self, titles: Mapping[str, int]) -> "Query":
        """Return the query with the term in the fewest titles as its subject. `titles`: word → titles with it.

        For "outer hip", that is the hip. Synonyms only count if no term is in a title as typed.
        """
        terms = [term for term in self.terms if " ".join(term.typed) not in DIRECTIONS]
        typed = {term: _titles_with(term.forms, titles) for term in terms}
        meant = {term: _titles_with(term.synonyms, titles) for term in terms}
        for counts in (typed, meant) if len(self.terms) > 1 else ():
            if any(counts.values()):
                return replace(self, subject=min(filter(counts.get, counts), key=lambda term: counts[term]))
        return self

    @property
    def words(self) -> list[str]:
        """The folded words as typed, in order, without those that are too common."""
        return [word for term in self.terms for word in term.typed]


def parse(text: str, lexicon: Lexicon) -> Query:
    """Parse the text into a query, which has no terms if there are no words."""
    words = typed_words(text)
    terms: dict[QueryTerm, int] = {}  # term → its first position
    complaints: dict[QueryTerm, int] = {}
    idle: dict[QueryTerm, int] = {}  # stop words and single letters
    place = 0
    while place < len(words):
        term = _known_phrase(words, place, lexicon) or _word(words[place], lexicon, is_last=place == len(words) - 1)
        word = term.typed[0] if len(term.typed) == 1 else ""
        kind = idle if word in STOP_WORDS or len(word) == 1 else complaints if word in COMPLAINTS else terms
        kind.setdefault(term, place)
        place += len(term.typed)
    kept = dict(list((terms or complaints or idle).items())[:MOST_TERMS])
    return Query(
        terms=tuple(kept),
        optional=tuple(complaints)[:MOST_TERMS] if terms else (),
        exact_titles=_exact_titles(words, kept),
    )


def _exact_titles(words: list[str], kept: dict[QueryTerm, int]) -> tuple[str, ...]:
    """Return titles that are exactly the search: all the words, or the span of meaningful ones, in any form."""
    if not kept:
        return ()
    last = max(kept, key=lambda term: kept[term])
    span = words[min(kept.values()) : kept[last] + len(last.typed)]
    forms = [phrase.words for phrase in last.names] if len(kept) == 1 else []
    return tuple(dict.fromkeys(" ".join(title) for title in (words, span, *forms)))


def _titles_with(phrases: Iterable[Phrase], titles: Mapping[str, int]) -> int:
    """Estimate how many titles have one of the phrases, by its rarest word."""
    return max((min(titles.get(word, 0) for word in phrase.words) for phrase in phrases), default=0)


def _known_phrase(words: list[str], place: int, lexicon: Lexicon) -> QueryTerm | None:
    """Return the longest phrase of two or more words with synonyms that starts here."""
    for length in range(min(lexicon.longest_phrase, len(words) - place), 1, -1):
        typed = tuple(words[place : place + length])
        if synonyms := lexicon.synonyms(typed):
            return QueryTerm(typed, _in_all_forms([typed], lexicon), _in_all_forms(synonyms, lexicon))
    return None


def _word(word: str, lexicon: Lexicon, *, is_last: bool) -> QueryTerm:
    """Return the term for one word; the last one typed may be unfinished."""
    forms = _in_all_forms([(word,)], lexicon)
    if is_last and len(word) >= PREFIX_FROM:
        forms = (Phrase((word,), prefix=True), *forms[1:])
    return QueryTerm((word,), forms, _in_all_forms(lexicon.synonyms((word,)), lexicon))


def _in_all_forms(phrases: Iterable[tuple[str, ...]], lexicon: Lexicon) -> tuple[Phrase, ...]:
    """Return each phrase with every form of its last word, without duplicates."""
    found = [Phrase((*words[:-1], last)) for words in phrases for last in lexicon.forms(words[-1])]
    return tuple(dict.fromkeys(found))
