"""Placeholder wording is told apart from wording that only looks like it."""

import pytest

from content.text.placeholders import excerpts, is_example_email, is_example_phone, placeholders_in

LEFT = [
    "These are sample prices",
    "Prices on this page are samples.",
    "This is a sample. Nobody of this name works here.",
    "Call (555) 555-0142 for a time.",
    "Call 212-555-0171.",
    "Ring 020 7946 0018.",
    "Text +44 7700 900456.",
    "Dear [Your name here],",
    "We are at [street, town].",
    "Write to info@example.org.",
    "See https://www.clinic.example/map.",
    "We open early. (The clinic adds its hours.)",
    "Parking (fill in)",
    "Parking (insert your own text)",
    "Lorem ipsum dolor",
    "TODO: the stairs",
    "Your logo here",
]
OWN = [
    "A small sample of 30 people, followed for a year",
    "These were samples of blood",
    "Call 212 736 5000.",
    "Ring 020 7123 4567 or 0800 123 4567.",
    "Described as a tight band [1], [2]",
    "Often (about ten minutes from the clinic)",
    "A break (for example at noon)",
    "Write to us (name or email is enough)",
    "Add your name to the list",
    "5,550,142 people",
]


@pytest.mark.parametrize("text", LEFT)
def test_what_stands_in_for_something_else_is_found(text: str) -> None:
    assert len(placeholders_in(text)) == 1


@pytest.mark.parametrize("text", OWN)
def test_a_clinics_own_words_are_left_alone(text: str) -> None:
    assert placeholders_in(text) == []


def test_each_placeholder_is_quoted_with_a_few_words_around_it() -> None:
    (found,) = excerpts(f"{'before ' * 30}Call (555) 555-0142 now. {'after ' * 30}")
    assert found.startswith("…before")
    assert "Call (555) 555-0142 now." in found
    assert found.endswith("after…")
    assert len(found) < 200


def test_a_made_up_number_is_one_with_an_extension_too() -> None:
    assert is_example_phone("(555) 555-0142 ext. 12")
    assert not is_example_phone("(212) 736-5000 ext. 555")


def test_nobody_reads_mail_at_a_made_up_address() -> None:
    assert is_example_email("hello@example.com")
    assert is_example_email("clinic@localhost")
    assert not is_example_email("desk@examplemassage.com")
