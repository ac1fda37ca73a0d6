"""Words that a mistyped word is close to."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA


def edits_allowed(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many or swapped with their neighbor."""
    return 0 if len(word) < 3 else 1 if len(word) < 6 else 2 if len(word) < 12 else 3


def close_words(word: str, known: Iterable[str]) -> dict[str, int]:
    """The known words within the edits allowed, each with its edits; the closest first."""
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=edits_allowed(word), limit=None)
    return {other: int(edits) for other, edits, _ in found}


def is_likely(word: str, other: str, edits: int) -> bool:
    """Whether somebody who meant `other` types `word`: the first letter is rarely the wrong one."""
    swapped = word[:2] == other[1::-1]
    return word[:1] == other[:1] or swapped or (edits == 1 and len(word) >= 7)
