"""Words as the search compares them: folded, stemmed, and sorted by what they tell."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

LONGEST_QUERY = 200  # characters that are looked at; the search box takes as many
PREFIX_FROM = 5  # letters; shorter ones begin too many words: "als", "spa", "tens"

WORD = re.compile(r"[^\W_]+")
# Said in questions, and on every page.
_STOP_WORDS = """
a about am an and any are as at be but by can could did do does for from had has have how i if in is it its me my no
not of on or should so than that the their them then there these they this to was we were what when where which who
why will with would you your
after all allowed always because bit come coming during find get gets getting give go going got having here im ive just
keep keeps let like lot many need ok okay only please really see some sometimes such take taking too us very want while
cant didn doesn don dont hows isn ll now re ve versus vs wasn whats wheres whos won wont
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
# What a clinic does, in every visitor's words: beside a promoted word they ask for nothing else.
_CLINIC_WORDS = """
clinic cure do for good massage massages offer offers provide session sessions specialist therapies therapist therapy
treat treated treating treatment treatments treats
"""
CLINIC_WORDS = frozenset(_CLINIC_WORDS.split())
# A part of something else: alone they name no page.
_DIRECTIONS = """
above back behind below beneath between bottom front inner inside lower mid middle outer outside over side top under
upper
"""
DIRECTIONS = frozenset(_DIRECTIONS.split())

# British spelling → American: gynaecology, tumour, centre, organise, travelling. And words that no rule covers.
SPELLINGS = [
    (re.compile(r"[ao]e(?=[a-z]{3})"), "e"),
    (re.compile(r"(?<=[a-z]{3})our"), "or"),
    (re.compile(r"(?<=[a-z]{2})([bt])re(?=s?$)"), r"\1er"),
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e[drs]?|ing|ations?)$)"), "iz"),
    (re.compile(r"([aeiou][a-z]+[aeiou])ll(?=(?:ed|ing|ers?)$)"), r"\1l"),
    (re.compile(r"(?<=\bca|\bha)lves$"), "lf"),
    (re.compile(r"^disk(?=s?$)"), "disc"),
    (re.compile(r"^licenc(?=e[ds]?$)"), "licens"),
    (re.compile(r"gramme(?=s?$)"), "gram"),
    (re.compile(r"^medications?$"), "medicine"),
]


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


def typed_words(text: str) -> list[str]:
    """The folded words of a query; "what's" and "women's" without their ending, as stop words and pages have them."""
    return words_in(text.replace("’", "'").replace("'s ", " ").removesuffix("'s"))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What all forms of a folded word have in common, in American and British spelling."""
    for other, american in SPELLINGS:
        word = other.sub(american, word)
    found: str = snowballstemmer.stemmer("english").stemWord(word)  # a new one each time: it is not thread-safe
    return found


def stems(words: tuple[str, ...]) -> tuple[str, ...]:
    """The stem of each word."""
    return tuple(map(stem, words))
