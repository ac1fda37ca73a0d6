"""Word and phrase lists, and matching text against them, in any script."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from content.text.typed import NO_MARKS

FOLDER = Path(__file__).parent / "words"
WORD = re.compile(r"\w+|[$%]")
# Other scripts have no spaces between words, or attach short words to them: there, a phrase may match within a word.
SPACED_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN")


def script_of(letter: str) -> str:
    """Return a letter's script by its Unicode name: LATIN, CYRILLIC, CJK."""
    return unicodedata.name(letter, "?").partition(" ")[0]


def without_accents(text: str) -> str:
    """Return the text in lowercase without accents and invisible characters, in its own script."""
    letters = unicodedata.normalize("NFKD", text.translate(NO_MARKS)).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def word_line(text: str) -> str:
    """Return the words without accents and punctuation, with spaces between and around. Each $ and % is a word."""
    return f" {' '.join(WORD.findall(without_accents(text)))} "


def split_phrases(text: str) -> list[str]:
    """Split a list into phrases, separated by commas or line breaks, without comments."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return [phrase for line in lines for part in re.split("[,،、，]", line) if (phrase := part.strip())]


@cache
def built_in(name: str) -> str:
    """Return a list that comes with the site."""
    return (FOLDER / f"{name}.txt").read_text()


@lru_cache(maxsize=16)
def needles(text: str) -> dict[str, str]:
    """Map each string to look for in folded text to its phrase. A * stands for any beginning or ending."""
    found = {}
    for phrase in split_phrases(text):
        bare = word_line(phrase).strip()
        if not bare:
            continue
        is_spaced = script_of(bare[0]) in SPACED_SCRIPTS or bare[0].isascii()
        before = " " if is_spaced and not phrase.startswith("*") else ""
        after = " " if is_spaced and not phrase.endswith("*") else ""
        found[f"{before}{bare}{after}"] = phrase
    return found


def phrases_in(folded: str, words: str) -> list[str]:
    """Return the phrases of a list that occur in folded text."""
    return [phrase for needle, phrase in needles(words).items() if needle in folded]
