"""A visitor's words as what to look for: groups of phrases that mean the same."""

from dataclasses import dataclass, replace

from search.synonyms import longest, meant_by
from search.words import PREFIX_FROM, STOP_WORDS, variants, words_in

MOST_GROUPS = 10


@dataclass(frozen=True)
class Phrase:
    """Words that stand side by side; `prefix`: the last one may be longer."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class Group:
    """What was typed, and every phrase that counts as it."""

    typed: tuple[str, ...]
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True)
class Match:
    """What a page must hold: a phrase of every group, or of any."""

    groups: tuple[Group, ...]
    every: bool = True

    @property
    def of_any(self) -> "Match":
        return replace(self, every=False)

    @property
    def phrases(self) -> list[Phrase]:
        return [phrase for group in self.groups for phrase in group.phrases]

    @property
    def words(self) -> list[str]:
        """The words as typed, folded, in order; without those too common to tell anything."""
        return [word for group in self.groups for word in group.typed]

    @property
    def text(self) -> str:
        """The words in one line."""
        return " ".join(self.words)


def read(text: str) -> Match:
    """The text of a query as a match; without groups when it holds no word."""
    words = _split(text)
    groups: list[Group] = []
    idle: list[Group] = []  # of stop words
    place = 0
    while place < len(words):
        group = _known_phrase(words, place) or _word(words[place], is_last=place == len(words) - 1)
        (idle if group.typed[0] in STOP_WORDS and len(group.typed) == 1 else groups).append(group)
        place += len(group.typed)
    return Match(tuple(dict.fromkeys(groups or idle))[:MOST_GROUPS])


def _split(text: str) -> list[str]:
    """Folded words; "what's" and "session's" without their ending, as stop words and pages have them."""
    return words_in(text.replace("’", "'").replace("'s ", " ").removesuffix("'s"))


def _known_phrase(words: list[str], place: int) -> Group | None:
    """The longest phrase of two words or more with synonyms that starts here."""
    for length in range(min(longest(), len(words) - place), 1, -1):
        typed = tuple(words[place : place + length])
        if meant := meant_by(typed):
            return Group(typed, _with_forms([typed, *meant]))
    return None


def _word(word: str, is_last: bool) -> Group:
    """One word; the last one typed may be unfinished."""
    phrases = _with_forms([(word,), *meant_by((word,))])
    if is_last and len(word) >= PREFIX_FROM:
        phrases = (Phrase((word,), prefix=True), *phrases[1:])
    return Group((word,), phrases)


def _with_forms(phrases: list[tuple[str, ...]]) -> tuple[Phrase, ...]:
    """Each phrase with every form of its last word, once."""
    forms = [Phrase((*words[:-1], last)) for words in phrases for last in variants(words[-1])]
    return tuple(dict.fromkeys(forms))
