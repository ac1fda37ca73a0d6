"""Lists of words and phrases, and which of them a text holds, in any script."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from content.text.typed import NO_MARKS

FOLDER = Path(__file__).parent / "words"
WORD = re.compile(r"\w+|[$%]")
# Scripts that leave no space between words, or write small words into them: there a phrase may stand inside a word.
SPACED_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN")


def script_of(letter: str) -> str:
    """The script of a letter, as Unicode names it: LATIN, CYRILLIC, CJK."""
    return unicodedata.name(letter, "?").partition(" ")[0]


def without_accents(text: str) -> str:
    """Lower case without accents and invisible marks, in its own script."""
    letters = unicodedata.normalize("NFKD", text.translate(NO_MARKS)).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def word_line(text: str) -> str:
    """The text's words, without accents and punctuation, one space between and around. Each $ and % counts as one."""
    return f" {' '.join(WORD.findall(without_accents(text)))} "


def split_phrases(text: str) -> list[str]:
    """The phrases of a list: separated by commas or lines, without comments."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return [phrase for line in lines for part in re.split("[,،、，]", line) if (phrase := part.strip())]


def built_in(name: str) -> str:
    """A list that comes with the site."""
    return (FOLDER / f"{name}.txt").read_text()


@lru_cache(maxsize=16)
def needles(text: str) -> dict[str, str]:
    """What to look for in a folded text, with the phrase that it stands for. A * stands for any ending or beginning."""
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
    """The phrases of a list that a folded text holds."""
    return [phrase for needle, phrase in needles(words).items() if needle in folded]
