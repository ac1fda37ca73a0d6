"""What people call it, and what our pages call it: `synonyms.yaml`, and what staff add to it."""

from functools import cache
from pathlib import Path
from typing import Any

from content.text.plain_yaml import load_yaml
from search.models import Synonym
from search.query.words import stems, words_in

Words = tuple[str, ...]


def load(name: str) -> Any:
    """A data file of this folder."""
    return load_yaml(Path(__file__).with_name(name).read_text(encoding="utf-8"))


@cache
def shipped_synonyms() -> dict[Words, tuple[Words, ...]]:
    """The lines of `synonyms.yaml` as folded words."""
    return {phrase(typed): tuple(map(phrase, meaning)) for typed, meaning in load("synonyms.yaml").items()}


@cache
def cautions() -> frozenset[Words]:
    """The stems of what a doctor is asked about first: `cautions.yaml`."""
    return frozenset(stems(phrase(line)) for line in load("cautions.yaml"))


def synonyms() -> dict[Words, tuple[Words, ...]]:
    """Phrase → phrases that it finds as well. What staff wrote for a phrase takes the place of the file's line."""
    rows = Synonym.objects.values_list("words", "meaning")
    written = {phrase(words): tuple(filter(None, map(phrase, meaning.split(",")))) for words, meaning in rows}
    return shipped_synonyms() | written


def phrase(text: str) -> Words:
    """A text's folded words."""
    return tuple(words_in(text))
