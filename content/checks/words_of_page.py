"""A page's readability, and its hardest sentences."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import RichTextBlock

from content.blocks.shared import ReusableTextBlock
from content.checks.advice import GRADE_MOST, finding
from content.checks.text import Passage
from content.models import ClinicPage
from content.panels.findings import Finding
from content.text.plain import plain
from content.text.readability import reading_grade, sentences_in

SHOWN = 5  # sentences
HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.S)
ALWAYS_HEADED = {"practitioner", "red_flags"}
PARTS_HEADED = {"sessions", "steps"}  # each part has a heading of level 3


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


def heading_order(page: ClinicPage) -> Iterator[Finding]:
    """Check for headings that skip a level, such as a “Heading 3” right below the title."""
    above = 1
    for block in page.blocks():
        for level, text in headings_of(block):
            if level > above + 1:
                message = f"A “Heading {level}” without a “Heading {level - 1}” above it"
                path = f"body.{block.id}" if block.id else "body"
                yield finding("heading-order", message, where=str(block.block.label), path=path, hit=text)
            above = level


def headings_of(block: Any) -> Iterator[tuple[int, str]]:
    """Yield the level of each heading that a block shows, and its text if that is in the page's editor."""
    if isinstance(block.block, RichTextBlock):
        yield from ((int(level), plain(text)) for level, text in HEADING.findall(block.value.source))
    elif isinstance(block.block, ReusableTextBlock):
        yield from ((int(level), "") for level, _ in HEADING.findall(block.block.html_of(block.value)))
    elif block.block_type in ALWAYS_HEADED or (isinstance(block.value, dict) and block.value.get("heading")):
        yield 2, ""
    if block.block_type in PARTS_HEADED:
        yield 3, ""
