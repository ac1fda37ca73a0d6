"""Words as the search compares them: folded, without what only looks different."""

import re
import unicodedata

LONGEST_QUERY = 200  # characters that are looked at; the search box takes as many
PREFIX_FROM = 3  # letters; shorter beginnings fit too many words

WORD = re.compile(r"[^\W_]+")
# Said in questions, and on every page.
_STOP_WORDS = """
a about am an and any are as at be but by can could did do does for from had has have how i if in is it its me my no
not of on or should so than that the their them then there these they this to was we were what when where which who
why will with would you your
after all always because bit during find get gets getting give got here im ive just keep keeps like lot many need only
please really some sometimes such too very want while
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
# How it hurts, beside where: nearly every page speaks of it, in one word or another. A page need not have these.
_COMPLAINTS = """
ache aches achey aching achy acute agony area awful bad badly bothering chronic constant discomfort feel feeling feels
gone help helps horrible hurt hurting hurts issue issues killing left muscle muscles pain painful pains problem
problems relief relieve remedy right severe sharp sore soreness symptom symptoms syndrome tender terrible throbbing
trouble
"""
COMPLAINTS = frozenset(_COMPLAINTS.split())
# A part of something else: alone they name no page.
_DIRECTIONS = """
above back behind below beneath between bottom front inner inside lower mid middle outer outside over side top under
upper
"""
DIRECTIONS = frozenset(_DIRECTIONS.split())


class _Fold(dict[int, str]):
    """One character for one character, so that a place in the folded text is the same place in the text."""

    def __missing__(self, code: int) -> str:
        base, *rest = list(unicodedata.normalize("NFD", chr(code)))
        small = base.lower() if all(map(unicodedata.combining, rest)) else chr(code)
        self[code] = folded = small if len(small) == 1 else base
        return folded


_FOLD = _Fold()


def composed(text: str) -> str:
    """The text with letters and their accents as one character each, as `fold` expects it."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The text in small letters without accents, of the same length."""
    return text.lower() if text.isascii() else text.translate(_FOLD)


def clean(text: str) -> str:
    """What a visitor typed, in one line of at most 200 characters that any page can show."""
    visible = "".join(c if c.isprintable() else " " for c in text[: 2 * LONGEST_QUERY])
    return " ".join(composed(visible).split())[:LONGEST_QUERY].strip()


def words_in(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return [found[0] for found in WORD.finditer(fold(composed(text)))]


def variants(word: str) -> list[str]:
    """The word first, then forms of it that mean the same: singular, plural, -ing, -ed, Latin -ae.

    Some are no words at all; those are found nowhere and cost next to nothing.
    """
    if len(word) < 3 or not word.isascii() or not word.isalpha():
        return [word]
    forms = [word]
    for stem in _stems(word) or [word]:
        if len(stem) >= 3:
            forms += [stem, *_inflected(stem)]
    return list(dict.fromkeys(forms))


def _stems(word: str) -> list[str]:
    """What may be left of the word without its ending; empty without an ending."""
    if word.endswith("ies") and len(word) > 4:
        return [word[:-3] + "y"]
    if word.endswith("ves") and len(word) > 4:
        return [word[:-3] + "f", word[:-1]]
    if word.endswith("ae") and len(word) > 4:
        return [word[:-1]]
    if word.endswith(("sses", "shes", "ches", "xes")):
        return [word[:-2], word[:-1]]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return [word[:-1]]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and re.search("[aeiouy]", rest):
            return [rest[:-1]] if rest[-1] == rest[-2] and rest[-1] not in "aeouls" else [rest, rest + "e"]
    return []


def _inflected(stem: str) -> list[str]:
    """Plural and verb forms of a stem."""
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return [stem[:-1] + "ies", stem + "ing", stem[:-1] + "ied"]
    if stem.endswith(("s", "sh", "ch", "x")):
        return [stem + "es", stem + "ing", stem + "ed"]
    if stem.endswith("e"):
        return [stem + "s", stem[:-1] + "ing", stem + "d"]
    if stem.endswith("lf"):
        return [stem[:-1] + "ves"]
    if stem.endswith("a"):
        return [stem + "s", stem + "e"]
    doubles = len(stem) <= 4 and stem[-1] not in "aeiouwxy" and stem[-2] in "aeiou" and stem[-3] not in "aeiou"
    verb = stem + stem[-1] if doubles else stem
    return [stem + "s", verb + "ing", verb + "ed"]
