"""How easily a text reads and how wide it is, compared with numbers worked out by hand."""

import pytest

from content.text.readability import reading_grade, sentences_in, syllables
from content.text.width import cut_to, pixels


@pytest.mark.parametrize(
    ("word", "spoken"),
    [
        ("pain", 1),
        ("table", 2),
        ("muscle", 2),
        ("pressed", 1),
        ("needed", 2),
        ("makes", 1),
        ("changes", 2),
        ("safely", 2),
        ("movement", 2),
        ("shoulder", 2),
        ("therapy", 3),
        ("the", 1),
    ],
)
def test_syllables_are_those_that_are_spoken(word: str, spoken: int) -> None:
    assert syllables(word) == spoken


def test_the_grade_is_the_formulas() -> None:
    # Ten words of one syllable each, twelve times: 0.39 × 10 + 11.8 × 1 − 15.59 = 0.11
    text = "The sore spot may not be where the ache is. " * 12
    assert reading_grade(list(sentences_in(text))) == pytest.approx(0.11)
    assert reading_grade(list(sentences_in("Too short to tell anything at all."))) is None


def test_headings_and_labels_are_no_sentences() -> None:
    assert list(sentences_in("What you can try at home safely")) == []
    assert [one.text for one in sentences_in("Rest. It may take a few quiet days.")] == [
        "It may take a few quiet days."
    ]


def test_a_line_is_as_wide_as_its_letters() -> None:
    assert pixels("W" * 10, 20) == 189  # 0.944 of the font size each
    assert pixels("i" * 10, 20) == 44  # 0.222
    assert pixels("é", 100) == pixels("e", 100)
    assert pixels("肩", 20) == 20


def test_what_is_too_wide_is_cut_between_words() -> None:
    assert cut_to("Knee pain", 20, 200) == "Knee pain"
    assert cut_to("Wide WWWW WWWW", 20, 160) == "Wide WWWW …"
