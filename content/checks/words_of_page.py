"""A page's readability, and its hardest sentences."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from content.checks.advice import GRADE_MOST, finding
from content.checks.text import Passage
from content.models import ClinicPage
from content.panels.findings import Finding
from content.text.readability import reading_grade, sentences_in

SHOWN = 5  # sentences


@dataclass(frozen=True)
class HardSentence:
    text: str
    grade: int
    where: str
    path: str

    @property
    def anchor(self) -> str:
        return finding("hard-to-read", "", path=self.path, hit=self.text).anchor


@dataclass(frozen=True)
class Readability:
    """The grade of the whole text (None for a short one), and its hardest sentences, hardest first."""

    grade: int | None
    hardest: list[HardSentence]


def reading_of(said: list[Passage]) -> Readability:
    """Return the passages' grade, and the sentences that most people don't read easily."""
    found = [(sentence, passage) for passage in said for sentence in sentences_in(passage.text)]
    grade = reading_grade([sentence for sentence, _ in found])
    hard = sorted((pair for pair in found if pair[0].grade > GRADE_MOST), key=lambda pair: -pair[0].grade)
    shown = [HardSentence(one.text, round(one.grade), passage.where, passage.path) for one, passage in hard[:SHOWN]]
    return Readability(None if grade is None else max(1, round(grade)), shown)


def hard_to_read(said: list[Passage]) -> Iterator[Finding]:
    reading = reading_of(said)
    if reading.grade is not None and reading.grade > GRADE_MOST and reading.hardest:
        worst = reading.hardest[0]
        message = f"Reads like grade {reading.grade}; most people read grade {GRADE_MOST} or below easily"
        yield finding("hard-to-read", message, where=worst.where, path=worst.path, hit=worst.text)


def second_heading(page: ClinicPage) -> Iterator[Finding]:
    """Check for an h1 in the text, which can only have been imported, since the editor doesn't offer it."""
    for block in page.blocks():
        if "<h1" in json.dumps(block.get_prep_value()).lower():
            path = f"body.{block.id}" if block.id else "body"
            yield finding("second-heading", "A second main heading", where=str(block.block.label), path=path)
