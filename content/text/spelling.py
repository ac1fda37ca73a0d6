"""Spelling suggestions for a mistyped word."""

from collections.abc import Iterable
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

VOWELS = frozenset("aeiouy")
# Keyboard rows, each of which is offset by half a key.
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
PLACES = {key: (row, column + row / 2) for row, keys in enumerate(ROWS) for column, key in enumerate(keys)}


def edits_allowed(word: str) -> int:
    """Return how many letters of a word may be wrong, missing, extra, or transposed."""
    return 0 if len(word) < 3 else 1 if len(word) < 6 else 2 if len(word) < 12 else 3


def close_words(word: str, known: Iterable[str]) -> dict[str, int]:
    """Return the known words that `word` may have been meant as, with their edit distance, closest first."""
    score: Any = OSA.distance  # the type stubs lack some of its parameters
    found = process.extract(word, set(known), scorer=score, score_cutoff=edits_allowed(word), limit=None)
    return {other: int(edits) for other, edits, _ in found if edits == 0 or _is_likely(word, other, int(edits))}


def _is_likely(word: str, other: str, edits: int) -> bool:
    """Return whether these are typical typos. Short words have more neighbors by chance, so they get less leeway."""
    if word[:1] != other[:1] and word[:2] != other[1::-1] and (edits > 1 or len(word) < 7):
        return False  # the first letter is rarely wrong
    if len(word) > 6:
        return True
    if edits == 2:
        return _letters_left_out(word, other) or _letters_left_out(other, word)
    if len(word) == 6 or len(word) < len(other) or sorted(word) == sorted(other):
        return True
    if len(word) > len(other):
        return set(word) == set(other)  # a repeated letter, not a new one
    return len(word) > 3 and all(a == b or _is_easily_mistaken(a, b) for a, b in zip(word, other, strict=True))


def _letters_left_out(short: str, long: str) -> bool:
    """Return whether the first word is the second one with letters left out."""
    rest = iter(long)
    return all(letter in rest for letter in short)


def _is_easily_mistaken(a: str, b: str) -> bool:
    """Return whether both letters are vowels, or adjacent on a keyboard."""
    if {a, b} <= VOWELS:
        return True
    (row, column), (other_row, other_column) = PLACES.get(a, (9, 9)), PLACES.get(b, (-9, -9))
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 1
