"""How many years of school a text asks for (Flesch-Kincaid), and which of its sentences ask for most."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

SENTENCE_END = re.compile(r"(?<=[.!?…])[”\"')]*\s+")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
VOWELS = re.compile(r"[aeiouy]+")
# Vowels that are written and not spoken: an e at the end, in -es, -ed and -ely; but not the one of “table”.
SILENT = re.compile(r"(?:[^laeiouy]|[aeiouy]l)e$|[^aeioucgszx]es$|[^aeioutd]ed$|e(?=ly$|ful|less|ment)")
LEAST_WORDS = 100  # of fewer the grade says nothing
LEAST_SENTENCE = 5  # words; shorter ones are labels


@dataclass(frozen=True)
class Sentence:
    text: str
    words: int
    syllables: int

    @property
    def grade(self) -> float:
        return grade_of(1, self.words, self.syllables)


def syllables(word: str) -> int:
    """About how many: groups of vowels, without those that are silent."""
    lower = word.lower()
    return max(1, len(VOWELS.findall(lower)) - len(SILENT.findall(lower)))


def grade_of(sentences: int, words: int, spoken: int) -> float:
    return 0.39 * words / sentences + 11.8 * spoken / words - 15.59


def sentences_in(text: str) -> Iterable[Sentence]:
    """The whole sentences of a paragraph; a heading or a label is none."""
    for part in SENTENCE_END.split(text):
        words = WORD.findall(part)
        if len(words) >= LEAST_SENTENCE and part.rstrip("”\"')")[-1:] in (".", "!", "?", "…"):
            yield Sentence(part, len(words), sum(syllables(word) for word in words))


def reading_grade(sentences: list[Sentence]) -> float | None:
    """The grade of all sentences together; None for a text that is too short to tell."""
    words = sum(sentence.words for sentence in sentences)
    if words < LEAST_WORDS:
        return None
    return grade_of(len(sentences), words, sum(sentence.syllables for sentence in sentences))
