"""Visitors' words and our pages' words for the same thing: `synonyms.yaml`, and staff's additions."""

from functools import cache
from pathlib import Path
from typing import Any

from content.text.plain_yaml import load_yaml
from search.models import Synonym
from search.query.words import stems, typed_words, words_in

Words = tuple[str, ...]


def load(name: str) -> Any:
    """Read a data file of this folder."""
    return load_yaml(Path(__file__).with_name(name).read_text(encoding="utf-8"))


@cache
def shipped_synonyms() -> dict[Words, tuple[Words, ...]]:
    """Return the lines of `synonyms.yaml` as folded words."""
    return {tuple(typed_words(typed)): tuple(map(phrase, meaning)) for typed, meaning in load("synonyms.yaml").items()}


@cache
def cautions() -> frozenset[Words]:
    """Return the stems of what to ask a doctor about first: `cautions.yaml`."""
    return frozenset(stems(phrase(line)) for line in load("cautions.yaml"))


def synonyms() -> dict[Words, tuple[Words, ...]]:
    """Return phrase → its synonyms. Staff's entry for a phrase replaces the file's."""
    rows = Synonym.objects.values_list("words", "meaning")
    written = {
        tuple(typed_words(words)): tuple(filter(None, map(phrase, meaning.split(",")))) for words, meaning in rows
    }
    return shipped_synonyms() | written


def phrase(text: str) -> Words:
    """Return a text's folded words."""
    return tuple(words_in(text))
