"""Words as the search compares them: folded, stemmed, and classified."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

LONGEST_QUERY = 200  # characters, as in the search box
PREFIX_FROM = 5  # letters; shorter prefixes match too many words: "als", "spa", "tens"

WORD = re.compile(r"[^\W_]+")
APOSTROPHE = "['’‘ʼ`´′＇]"
OWNER = re.compile(rf"(?<=[^\W_]){APOSTROPHE}s\b", re.IGNORECASE)
NOT = re.compile(rf"(?<=[^\W_])n{APOSTROPHE}t\b", re.IGNORECASE)
# Used in questions, and on every page.
_STOP_WORDS = """
a about am an and any are as at be but by can could did do does for from had has have how i if in is it its me my no
not of on or should so than that the their them then there these they this to was we were what when where which who
why will with would you your
after all allowed always because bit come coming during find get gets getting give go going got having here im ive just
keep keeps let like lot many need ok okay only please really see some sometimes such take taking too us very want while
arent cant couldnt didn didnt doesn doesnt don dont hadnt hasnt havent hows isn isnt ll now re shouldnt ve versus vs
wasn wasnt werent whats wheres whos won wont wouldnt
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
# How it hurts, as opposed to where: nearly every page mentions it in some way, so these words are optional.
_COMPLAINTS = """
ache aches achey aching achy acute agony area awful bad badly bothering chronic constant discomfort feel feeling feels
gone heaviness heavy help helps horrible hurt hurting hurts issue issues killing left muscle muscles pain painful pains
problem problems relief relieve remedy right severe sharp sore soreness symptom symptoms syndrome tender terrible
throbbing tight tightness trouble
"""
COMPLAINTS = frozenset(_COMPLAINTS.split())
# What a clinic does, in visitors' words: next to a promoted word, they add nothing.
_CLINIC_WORDS = """
clinic cure do for good massage massages offer offers provide session sessions specialist therapies therapist therapy
treat treated treating treatment treatments treats
"""
CLINIC_WORDS = frozenset(_CLINIC_WORDS.split())
# Parts of something else, which don't identify a page on their own.
_DIRECTIONS = """
above back behind below beneath between bottom front inner inside lower mid middle outer outside over side top under
upper
"""
DIRECTIONS = frozenset(_DIRECTIONS.split())

# With an everyday sense, in exactly this form: nothing to ask a doctor about.
NO_CAUTION = re.compile(
    r"\b(?:(?:massage|long|slow|deep|firm|gliding) strokes|collapsed arches|"
    r"burning|radiat(?:e|es|ing)|expect|operating|of operation|sports medicine|sick of)\b"
)

# British → American spelling: gynaecology, tumour, centre, organise, paralyse, travelling, and irregular words.
SPELLINGS = [
    (re.compile(r"[ao]e(?=[a-z]{3})"), "e"),
    (re.compile(r"(?<=[a-z]{3})our"), "or"),
    (re.compile(r"(?<=[a-z]{2})([bt])re(?=s?$)"), r"\1er"),
    (re.compile(r"(?<=[a-z]{3})([iy])s(?=(?:e[drs]?|ing|ations?)$)"), r"\1z"),
    (re.compile(r"([aeiou][a-z]+[aeiou])ll(?=(?:ed|ing|ers?)$)"), r"\1l"),
    (re.compile(r"(?<=\bca|\bha)lves$"), "lf"),
    (re.compile(r"^disk(?=s?$)"), "disc"),
    (re.compile(r"^licenc(?=e[ds]?$)"), "licens"),
    (re.compile(r"gramme(?=s?$)"), "gram"),
    (re.compile(r"^medications?$"), "medicine"),
]


class _Fold(dict[int, str]):
    """Maps character to character, so that positions in the folded text are the same as in the text."""

    def __missing__(self, code: int) -> str:
        base, *rest = list(unicodedata.normalize("NFD", chr(code)))
        small = base.lower() if all(map(unicodedata.combining, rest)) else chr(code)
        self[code] = folded = small if len(small) == 1 else base
        return folded


_FOLD = _Fold()


def composed(text: str) -> str:
    """Normalize letters with accents to single characters, as `fold` expects."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text in lowercase without accents, with the same length."""
    return text.lower() if text.isascii() else text.translate(_FOLD)


def clean(text: str) -> str:
    """Return a visitor's input as one printable line of at most 200 characters."""
    visible = "".join(c if c.isprintable() else " " for c in text[: 2 * LONGEST_QUERY])
    return " ".join(composed(visible).split())[:LONGEST_QUERY].strip()


def words_in(text: str) -> list[str]:
    """Return a text's folded words, in order."""
    return [found[0] for found in WORD.finditer(fold(composed(text)))]


def typed_words(text: str) -> list[str]:
    """Return a query's folded words: "women's" as "women" and "can't" as "cant", whatever is typed as apostrophe."""
    return words_in(NOT.sub("nt", OWNER.sub("", text)))


def words_without(sense: re.Pattern[str], text: str) -> tuple[str, ...]:
    """Return a query's folded words without those that are meant in that sense."""
    return tuple(sense.sub(" ", " ".join(typed_words(text))).split())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a folded word's stem, which is the same in American and British spelling."""
    for other, american in SPELLINGS:
        word = other.sub(american, word)
    found: str = snowballstemmer.stemmer("english").stemWord(word)  # a new one each time, since it isn't thread-safe
    return found


def stems(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the stem of each word."""
    return tuple(map(stem, words))
