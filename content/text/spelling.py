"""Words that a mistyped word is close to."""

from collections.abc import Iterable
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

VOWELS = frozenset("aeiouy")
# Each key's row and column; the rows are shifted by half a key.
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
PLACES = {key: (row, column + row / 2) for row, keys in enumerate(ROWS) for column, key in enumerate(keys)}


def edits_allowed(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many, or swapped with their neighbor."""
    return 0 if len(word) < 3 else 1 if len(word) < 6 else 2 if len(word) < 12 else 3


def close_words(word: str, known: Iterable[str]) -> dict[str, int]:
    """The known words that somebody who typed `word` may have meant, each with its edits; the closest first."""
    score: Any = OSA.distance  # its stubs know fewer scorers than it takes
    found = process.extract(word, set(known), scorer=score, score_cutoff=edits_allowed(word), limit=None)
    return {other: int(edits) for other, edits, _ in found if edits == 0 or _is_likely(word, other, int(edits))}


def _is_likely(word: str, other: str, edits: int) -> bool:
    """Whether these are edits that people make. The shorter the word, the more words are close to it by chance."""
    if word[:1] != other[:1] and word[:2] != other[1::-1] and (edits > 1 or len(word) < 7):
        return False  # the first letter is rarely the wrong one
    if len(word) > 6:
        return True
    if edits == 2:
        return _letters_left_out(word, other) or _letters_left_out(other, word)
    if len(word) == 6 or len(word) < len(other) or sorted(word) == sorted(other):
        return True
    if len(word) > len(other):
        return set(word) == set(other)  # a letter too often, not a new one
    return len(word) > 3 and all(a == b or _is_easily_mistaken(a, b) for a, b in zip(word, other, strict=True))


def _letters_left_out(short: str, long: str) -> bool:
    """Whether the first word is the second with letters left out."""
    rest = iter(long)
    return all(letter in rest for letter in short)


def _is_easily_mistaken(a: str, b: str) -> bool:
    """Whether the letters are vowels, or side by side on a keyboard."""
    if {a, b} <= VOWELS:
        return True
    (row, column), (other_row, other_column) = PLACES.get(a, (9, 9)), PLACES.get(b, (-9, -9))
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 1
