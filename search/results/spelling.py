"""Did you mean …? Words of the index that a mistyped word is close to."""

import time
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from content.caching.version import current_version
from search.index import Scope, backend
from search.query.parse import Match
from search.query.synonyms import meant_by
from search.query.words import WORD, fold, variants

KEPT = 300  # seconds, as what is kept per content version
CANDIDATES = 6  # a word
SHORTEST, LONGEST = 4, 30  # letters; shorter words are close to too many


@dataclass(frozen=True)
class Vocabulary:
    """Every word that can be found, by length: (word, its letters as bits, pages)."""

    by_length: dict[int, list[tuple[str, int, int]]]
    pages: dict[str, int]

    @classmethod
    def of(cls, words: dict[str, int]) -> "Vocabulary":
        by_length: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
        for word, pages in words.items():
            by_length[len(word)].append((word, letters(word), pages))
        return cls(dict(by_length), words)

    def close_to(self, word: str) -> list[str]:
        """The closest words, the most likely first."""
        allowed = 1 if len(word) < 7 else 2 if len(word) < 12 else 3
        bits = letters(word)
        near: list[tuple[int, bool, int, str]] = []
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for other, other_bits, pages in self.by_length.get(length, ()):
                # Each edit changes at most two letters of the set: most words fall out here.
                if (bits ^ other_bits).bit_count() <= 2 * allowed:
                    edits = distance(word, other, allowed)
                    # The first letter is rarely the wrong one.
                    if edits <= (allowed if other[0] == word[0] else 1):
                        near.append((edits, other[0] != word[0], -pages, other))
        return [other for *_, other in sorted(near)[:CANDIDATES]]

    def halves(self, word: str) -> list[str]:
        """The word as two known ones where a space is missing: triggerpoint → trigger, point."""
        cuts = [(word[:place], word[place:]) for place in range(3, len(word) - 2)]
        known = [cut for cut in cuts if cut[0] in self.pages and cut[1] in self.pages]
        return list(max(known, key=lambda cut: min(self.pages[half] for half in cut), default=()))


def vocabulary() -> Vocabulary:
    """The words as of the current content version."""
    return _vocabulary(current_version(), int(time.monotonic() / KEPT))


@lru_cache(maxsize=1)
def _vocabulary(version: str, period: int) -> Vocabulary:
    words: dict[str, int] = defaultdict(int)
    for word, pages in backend().words():
        plain = fold(word)
        if len(plain) >= 3 and plain.isalpha():
            words[plain] += pages
    return Vocabulary.of(dict(words))


def suggestion(match: Match, text: str, scope: Scope) -> str:
    """The text with unknown words replaced by close ones that visitors can find; empty without any."""
    known = vocabulary()
    asked = [word for word in match.words if SHORTEST <= len(word) <= LONGEST and not word.isdigit()]
    forms = {word: [form for form in variants(word) if form in known.pages] for word in asked}
    offers = {word: known.close_to(word) for word in asked}
    halves = {word: known.halves(word) for word in asked}
    wanted = [word for words in (*forms.values(), *offers.values(), *halves.values()) for word in words]
    # The vocabulary knows words of drafts and closed pages as well; those must not show.
    visible = backend().visible_words(list(dict.fromkeys(wanted)), scope)
    better: dict[str, str] = {}
    for word in asked:
        if visible.isdisjoint(forms[word]) and not meant_by((word,)):
            if halves[word] and visible.issuperset(halves[word]):
                better[word] = " ".join(halves[word])
            elif close := [offer for offer in offers[word] if offer in visible]:
                better[word] = close[0]
    if not better:
        return ""
    return WORD.sub(lambda found: better.get(fold(found[0]), found[0]), text)


def letters(word: str) -> int:
    """The set of a word's letters as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 64)
    return bits


def distance(a: str, b: str, limit: int) -> int:
    """Edits from a to b (insert, delete, replace, swap neighbours); more than `limit` once that is certain."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        new = [i]
        for j, other in enumerate(b, 1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        if min(new) > limit and min(row) > limit:
            return limit + 1
        before, row = row, new
    return row[-1]
