"""Invisible characters in what people type."""

from typing import Any

import pytest
from django import forms
from django.urls import get_resolver

from content.text.form_fields import EmailField, TextField
from content.text.typed import tidy, tidy_email, tidy_name

OURS = ("config.", "content.", "inquiries.", "search.")
FILLED_BY_PROGRAMS = (
    {f"InquiryForm.{name}" for name in ("subject", "token", "altcha")}
    | {f"AcceptForm.{name}" for name in ("check", "words")}
    | {f"{form}.warned" for form in ("AppointmentForm", "BookedForm", "ProposalForm")}
)


@pytest.mark.parametrize("mark", "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202e\u2066\u2069\xad\u061c\u180e")
def test_an_invisible_mark_in_an_address_is_removed_wherever_it_stands(mark: str) -> None:
    for typed in (f"{mark}ada@example.com", f"ada@example.com{mark}", f" {mark} ada{mark}@exam{mark}ple.com {mark}\n"):
        assert EmailField().clean(typed) == "ada@example.com"


@pytest.mark.parametrize("space", "\xa0\u2003\u2009\u202f\u205f\u3000\u1680\t\r\n")
def test_any_white_space_around_a_field_is_removed(space: str) -> None:
    assert EmailField().clean(f"{space}ada@example.com{space}") == "ada@example.com"
    assert TextField().clean(f"{space}\u200b{space}Ada Example\u200f{space}") == "Ada Example"


def test_a_field_of_one_line_holds_one_line() -> None:
    assert TextField().clean("Ada\r\nExample\u2028Jr") == "Ada Example Jr"
    assert TextField(widget=forms.Textarea).clean("Ada\r\nExample") == "Ada\nExample"


@pytest.mark.parametrize(
    "typed",
    [
        "ada＠example.com", "ada﹫example.com", "ada@example．com", "ada@example。com", "ada@example｡com",
        "ａｄａ@example.com", "ada@ｅｘａｍｐｌｅ.ｃｏｍ", "ada @ example.com", "ada＠\u2060example﹒com",
    ],
)  # fmt: skip
def test_an_address_typed_with_an_east_asian_keyboard_is_read(typed: str) -> None:
    assert EmailField().clean(typed) == "ada@example.com"


def test_digits_of_full_width_are_digits() -> None:
    assert tidy_email("ada１９９０@example.com") == "ada1990@example.com"


@pytest.mark.parametrize("typed", ["ada@example.com thanks", "a@example.com b@example.com", "ada at example.com", "@"])
def test_what_is_no_address_does_not_become_one(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        EmailField().clean(typed)


@pytest.mark.parametrize(
    "written",
    ["نمی\u200cتوانم", "ක්\u200dෂ", "👩\u200d⚕️ thanks", "❤️", "O\u2019Neil", "山田\u3000太郎", "a\u200bb"],
)
def test_what_a_mark_does_inside_a_text_stays(written: str) -> None:
    assert tidy(f"\u200f {written}\u200b ") == written


@pytest.mark.parametrize("nothing", ["\u200b", " \u3000 ", "\u2063\u3164", "\u2800", "\r\n\ufeff"])
def test_what_shows_as_nothing_is_nothing(nothing: str) -> None:
    with pytest.raises(forms.ValidationError):
        TextField().clean(nothing)
    assert TextField(required=False).clean(nothing) == ""


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\u2028", "\u2029", "\x85"])
def test_a_line_break_counts_once(line_break: str) -> None:
    field = TextField(max_length=9, widget=forms.Textarea)
    assert field.clean(line_break.join(["one", "two", "x"])) == "one\ntwo\nx"
    with pytest.raises(forms.ValidationError):
        field.clean(line_break.join(["one", "two", "xy"]))


@pytest.mark.parametrize(
    ("typed", "greeted"),
    [
        ("  Ada   Example ", "Ada Example"),
        ("Dr. Ada Example", "Dr. Ada Example"),
        ("Mrs", "Mrs"),
        ("van der Berg, Anna", "van der Berg, Anna"),
        ("SCHMIDT,,", "SCHMIDT"),
        ("SCHMIDT ,", "SCHMIDT"),
        ("- Ada Example -", "Ada Example"),
        ("Ada\r\nExample;", "Ada Example"),
        ("Ada Example.", "Ada Example"),
        ("Ada Example...", "Ada Example"),
        ("Sammy Example Jr.", "Sammy Example Jr."),
        ("Ada Example, M.D.", "Ada Example, M.D."),
        ("Ada E.", "Ada E."),
        ("O’Neil, Pat", "O’Neil, Pat"),
        ("Alex (Sasha) Example", "Alex (Sasha) Example"),
        ("山田\u3000太郎、", "山田 太郎"),
        ("\u200fمحمد علي،", "محمد علي"),
        ("نازنین\u200cزهرا", "نازنین\u200cزهرا"),
        ("Ada 👩\u200d⚕️", "Ada 👩\u200d⚕️"),
    ],
)
def test_a_name_is_greeted_in_full_and_tidied(typed: str, greeted: str) -> None:
    assert tidy_name(typed) == greeted


def subclasses(kind: type) -> set[type]:
    return {found for child in kind.__subclasses__() for found in {child, *subclasses(child)}}


def untidy_fields(form: Any) -> set[str]:
    """Text fields of Django's own kind, which keep the invisible marks that come with pasted text."""
    kinds = (forms.CharField, forms.EmailField)
    return {name for name, field in getattr(form, "base_fields", {}).items() if type(field) in kinds}


def test_every_form_of_ours_tidies_what_is_typed() -> None:
    assert get_resolver().url_patterns  # imports every form
    untidy = set()
    for form in subclasses(forms.BaseForm):
        if form.__module__.startswith(OURS):
            theirs = [base for base in form.__mro__ if not base.__module__.startswith(OURS)]
            inherited = set().union(*(untidy_fields(base) for base in theirs))  # from Django, Wagtail, or allauth
            untidy |= {f"{form.__name__}.{name}" for name in untidy_fields(form) - inherited}
    assert untidy == FILLED_BY_PROGRAMS
