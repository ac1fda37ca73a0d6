"""What people call it, and what our pages call it: `synonyms.yaml`."""

from functools import cache
from pathlib import Path

from content.text.plain_yaml import load_yaml
from search.query.words import variants, words_in

FILE = Path(__file__).with_name("synonyms.yaml")

Phrase = tuple[str, ...]


@cache
def synonyms() -> dict[Phrase, tuple[Phrase, ...]]:
    """The file's lines as folded words: phrase → phrases that it finds as well."""
    lines: dict[str, list[str]] = load_yaml(FILE.read_text(encoding="utf-8"))
    return {_phrase(said): tuple(_phrase(written) for written in meant) for said, meant in lines.items()}


@cache
def longest() -> int:
    """Words in the longest phrase that has synonyms."""
    return max(len(said) for said in synonyms())


def meant_by(words: Phrase) -> tuple[Phrase, ...]:
    """Phrases that pages use for these words, in singular or plural; empty when there are none."""
    known = synonyms()
    for last in variants(words[-1]):
        if found := known.get((*words[:-1], last)):
            return found
    return ()


def _phrase(text: str) -> Phrase:
    return tuple(words_in(text))
