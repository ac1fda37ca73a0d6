"""docs/asvs.md lists each requirement once, and names only tests and places that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = {name: (ROOT / "docs" / name).read_text() for name in ("asvs.md", "security.md")}
# Number of level 1 and 2 requirements in each chapter of ASVS 5.0.0.
IN_CHAPTER = dict(enumerate((27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7), start=1))
OTHERWISE = ("Written: ", "Does not apply: ", "Not met: ")
ROW = re.compile(r"^\| (\d+)\.(\d+)\.(\d+) \| ([^|]+) \| ([^|]+) \|$", re.M)
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def rows() -> list[tuple[int, str, str]]:
    return [(int(row[1]), ".".join(row.group(1, 2, 3)), row[5]) for row in ROW.finditer(DOCS["asvs.md"])]


def test_each_requirement_has_one_line_that_says_how_it_stands() -> None:
    numbers = [number for _, number, _ in rows()]
    assert len(numbers) == len(set(numbers))
    assert {chapter: sum(of == chapter for of, _, _ in rows()) for chapter in IN_CHAPTER} == IN_CHAPTER
    for _, number, how in rows():
        assert TEST.search(how) or how.startswith(OTHERWISE), number


@pytest.mark.parametrize("name", DOCS)
def test_each_test_that_is_named_exists(name: str) -> None:
    named = TEST.findall(DOCS[name])
    assert named
    for file, test in set(named):
        text = (ROOT / file).read_text()
        assert not test or re.search(rf"^def {test}\(", text, re.M), f"{file}::{test}"


def test_each_place_that_is_linked_exists() -> None:
    for link in set(re.findall(r"\]\(([\w.]+\.md)#([\w-]+)\)", "".join(DOCS.values()))):
        headings = re.findall(r"^#+ (.+)$", (ROOT / "docs" / link[0]).read_text(), re.M)
        anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
        assert link[1] in anchors, link


def test_the_summary_counts_what_stands_in_the_tables() -> None:
    others = [sum(how.startswith(word) for _, _, how in rows()) for word in OTHERWISE]
    counts = [len(rows()) - sum(others), *others]
    said = re.search(
        r"(\d+) shown by a test, (\d+) by what is written, (\d+) do not apply, (\d+) not met", DOCS["asvs.md"]
    )
    assert said
    assert [int(number) for number in said.groups()] == counts
