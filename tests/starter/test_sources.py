"""The sources of the starter's pages: every listed source is used, and every figure names its study nearby."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup

from content.models import MusclePage
from content.starter.files import StarterFile, page_files
from tests.starter.required import ADVICE, signs_of, topics_of

FILES = {file.path: file for file in page_files()}
LINK = re.compile(r"\(source:([\w-]+)\)")
# Numbers that a study counted. Minutes, ages and scale levels aren't anybody's findings.
FIGURE = re.compile(
    r"\d%|\b(\d[\d,]*|seven|nine) (of these |small |such )*(trials|studies|patients|people|reports)\b|\b0\.\d+\b", re.I
)
SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z*\[])")


def texts(value: Any) -> Iterator[str]:
    """Every text in a file, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for key, entry in value.items() if key not in {"summary", "sources"} for text in texts(entry))
    elif isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        yield " ".join(value)  # a row of a table, where one of the cells names the study
    elif isinstance(value, list):
        yield from (text for entry in value for text in texts(entry))


def linked(file: StarterFile) -> set[str]:
    return {key for text in texts(file.data) for key in LINK.findall(text)}


def shown_otherwise(file: StarterFile) -> set[str]:
    """Sources that a page relies on outside its text: for its pain patterns, and for the signs it lists."""
    kind = file.data["type"]
    if kind == "MusclePage":
        return {row["source"] for row in file.data["referrals"]}
    if kind == "RegionPage":
        muscles = [other.data for other in FILES.values() if other.data["type"] == "MusclePage"]
        rows = [row for muscle in muscles for row in muscle["referrals"] if row["region"] == file.slug]
        said = topics_of(signs_of(file.data))
        return {row["source"] for row in rows} | {key for key, topics in ADVICE.items() if topics & said}
    return {"donnelly-2019"} if kind == "MuscleIndexPage" else set()


@pytest.mark.parametrize("path", FILES)
def test_a_page_lists_the_sources_that_it_uses_and_no_other(path: str) -> None:
    file = FILES[path]
    listed, used = set(file.data.get("sources") or []), linked(file) | shown_otherwise(file)
    textbook = {"donnelly-2019"} if file.data["type"] in {"MusclePage", "RegionPage"} else set()
    assert listed - used - textbook == set()
    assert used - listed == set()


@pytest.mark.parametrize("path", [path for path, file in FILES.items() if file.data["type"] != "LegalPage"])
def test_a_figure_names_its_study_in_the_same_breath(path: str) -> None:
    for text in texts({key: value for key, value in FILES[path].data.items() if key not in {"red_flags"}}):
        for paragraph in re.split(r"\n\s*\n|\n\s*- ", text):
            sentences = SENTENCE.split(paragraph)
            for number, sentence in enumerate(sentences):
                said = " ".join(sentences[number : number + 4])  # the study may be named after its finding
                assert not FIGURE.search(sentence) or LINK.search(said), sentence


@pytest.mark.django_db
def test_what_a_muscle_s_evidence_says_leads_to_the_source(starter_soup: dict[str, BeautifulSoup]) -> None:
    for muscle in MusclePage.objects.live():
        soup = starter_soup[muscle.url]
        links = [link["href"] for link in soup.select(".box--evidence a")]
        assert links, muscle.slug
        for link in links:
            assert soup.select_one(f".sources {link}"), (muscle.slug, link)


@pytest.mark.django_db
def test_nothing_is_claimed_that_no_source_was_found_for(starter_soup: dict[str, BeautifulSoup]) -> None:
    claims = r"no more (small|minor)|least (about|of all)|several body areas|none of the (studies|sources)|were small\."
    for url, soup in starter_soup.items():
        found = re.search(claims, soup.main.get_text(" "), re.I)
        assert found is None, (url, found and found[0])
