"""The words that can be searched for: those of the index in all their forms, and what else people call them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from search.query.synonyms import Words, cautions
from search.query.words import stem, stems


@dataclass(frozen=True)
class Lexicon:
    """Made once per version of the content by `search.results.lexicon`."""

    pages: Mapping[str, int]  # word of the index → pages that have it, drafts included
    forms_by_stem: Mapping[str, tuple[str, ...]]
    synonyms_by_stems: Mapping[Words, tuple[Words, ...]]
    longest_phrase: int  # words
    words_with_synonyms: frozenset[str]

    @classmethod
    def of(cls, pages: Mapping[str, int], synonyms: Mapping[Words, Iterable[Words]]) -> "Lexicon":
        """From the words of the index and the synonyms."""
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
        """The word first, then those of the index with the same stem: plurals, verbs, the other spelling."""
        return tuple(dict.fromkeys((word, *self.forms_by_stem.get(stem(word), ()))))

    def synonyms(self, words: Words) -> tuple[Words, ...]:
        """Phrases that pages use for these words, in whatever form they are; empty when there are none."""
        return self.synonyms_by_stems.get(stems(words), ())

    def is_caution(self, words: Words) -> bool:
        """Whether the words, or what they mean, are something that a doctor is asked about first."""
        return any(stems(phrase) in cautions() for phrase in (words, *self.synonyms(words)))
