"""A text's reading grade level (Flesch-Kincaid), and its hardest sentences."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

SENTENCE_END = re.compile(r"(?<=[.!?…])[”\"')]*\s+")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
VOWELS = re.compile(r"[aeiouy]+")
# Silent vowels: a final e, and those in -es, -ed, and -ely, but not as in “table”.
SILENT = re.compile(r"(?:[^laeiouy]|[aeiouy]l)e$|[^aeioucgszx]es$|[^aeioutd]ed$|e(?=ly$|ful|less|ment)")
LEAST_WORDS = 100  # with fewer, the grade is meaningless
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
    """Estimate the number of syllables: groups of vowels, without silent ones."""
    lower = word.lower()
    return max(1, len(VOWELS.findall(lower)) - len(SILENT.findall(lower)))


def grade_of(sentences: int, words: int, spoken: int) -> float:
    return 0.39 * words / sentences + 11.8 * spoken / words - 15.59


def sentences_in(text: str) -> Iterable[Sentence]:
    """Yield the complete sentences of a paragraph, which excludes headings and labels."""
    for part in SENTENCE_END.split(text):
        words = WORD.findall(part)
        if len(words) >= LEAST_SENTENCE and part.rstrip("”\"')")[-1:] in (".", "!", "?", "…"):
            yield Sentence(part, len(words), sum(syllables(word) for word in words))


def reading_grade(sentences: list[Sentence]) -> float | None:
    """Return the grade of all sentences together; None for a text that is too short."""
    words = sum(sentence.words for sentence in sentences)
    if words < LEAST_WORDS:
        return None
    return grade_of(len(sentences), words, sum(sentence.syllables for sentence in sentences))
