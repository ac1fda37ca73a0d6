"""Searches that need help at once rather than a page: `emergencies.yaml`."""

import re
from functools import cache

from search.query.synonyms import load
from search.query.words import stem, typed_words, words_without

LONG = 6  # letters; shorter words are close to too many others
Sign = tuple[frozenset[str], ...]  # what has to be typed: one of each set of stems


@cache
def signs() -> dict[str, tuple[Sign, ...]]:
    """Return the signs by the help that they need: a crisis line or the emergency number."""
    data = load("emergencies.yaml")
    shared = {name: words.split() for name, words in data["words"].items()}

    def sign(line: str) -> Sign:
        return tuple(
            frozenset(
                stem(one) for word in part.split("/") for text in shared.get(word, [word]) for one in typed_words(text)
            )
            for part in line.split()
        )

    return {kind: tuple(map(sign, data[kind])) for kind in ("crisis", "emergency")}


@cache
def telling_words() -> frozenset[str]:
    """Return the long words of the signs, which misspelled ones may stand for although no page has them."""
    data = load("emergencies.yaml")
    words = (word for kind in ("crisis", "emergency") for line in data[kind] for word in re.split("[ /]", line))
    return frozenset(word for word in words if len(word) >= LONG)


@cache
def everyday() -> re.Pattern[str]:
    """Return the phrases with an everyday sense, which are no sign."""
    return re.compile(rf"\b(?:{'|'.join(load('emergencies.yaml')['everyday'])})\b")


def help_needed(text: str) -> str:
    """Return the help that the words call for: crisis, emergency, or none."""
    typed = set(map(stem, words_without(everyday(), text)))
    return next(
        (kind for kind, lines in signs().items() if any(all(map(typed.intersection, one)) for one in lines)), ""
    )
