"""The searchable vocabulary: the index's words in all their forms, and their synonyms."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from search.query.synonyms import Words, cautions
from search.query.words import stem, stems


@dataclass(frozen=True)
class Lexicon:
    """The vocabulary, built once per content version by `search.results.lexicon`."""

    pages: Mapping[str, int]  # indexed word → number of pages with it, including drafts
    forms_by_stem: Mapping[str, tuple[str, ...]]
    synonyms_by_stems: Mapping[Words, tuple[Words, ...]]
    longest_phrase: int  # words
    words_with_synonyms: frozenset[str]

    @classmethod
    def of(cls, pages: Mapping[str, int], synonyms: Mapping[Words, Iterable[Words]]) -> "Lexicon":
        """Build it from the words of the index and the synonyms."""
        forms: defaultdict[str, list[str]] = defaultdict(list)
        for word in pages:
            forms[stem(word)].append(word)
        merged: defaultdict[Words, dict[Words, None]] = defaultdict(dict)
        for typed, meant in synonyms.items():
            merged[stems(typed)] |= dict.fromkeys(meant)
        return cls(
            pages,
            {key: tuple(words) for key, words in forms.items()},
            {key: tuple(phrases) for key, phrases in merged.items()},
            max(map(len, merged), default=0),
            frozenset(word for typed in synonyms for word in typed),
        )

    def forms(self, word: str) -> tuple[str, ...]:
        """Return the word, then the indexed words with the same stem: plurals, verb forms, the other spelling."""
        return tuple(dict.fromkeys((word, *self.forms_by_stem.get(stem(word), ()))))

    def synonyms(self, words: Words) -> tuple[Words, ...]:
        """Return synonyms that pages use for these words, in any form; empty if there are none."""
        return self.synonyms_by_stems.get(stems(words), ())

    def is_caution(self, words: Words) -> bool:
        """Return whether the words or their synonyms are something to ask a doctor about first."""
        return any(stems(phrase) in cautions() for phrase in (words, *self.synonyms(words)))
