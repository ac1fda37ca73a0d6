"""A visitor's words as what to look for: groups of phrases that mean the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from search.query.synonyms import longest, meant_by
from search.query.words import COMPLAINTS, DIRECTIONS, PREFIX_FROM, STOP_WORDS, variants, words_in

MOST_GROUPS = 10


@dataclass(frozen=True)
class Phrase:
    """Words that stand side by side; `prefix`: the last one may be longer."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class Group:
    """What was typed: in its own forms, and in other words that mean it."""

    typed: tuple[str, ...]
    own: tuple[Phrase, ...]
    others: tuple[Phrase, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Every phrase that counts as what was typed."""
        return (*self.own, *self.others)

    @property
    def names(self) -> tuple[Phrase, ...]:
        """What a page about it is called: as typed, or the first of the other words, which is the best."""
        return (*self.own, *self.others[:1])


@dataclass(frozen=True)
class Match:
    """What a page must hold: a phrase of every group, or of any; or, in its title, one of the telling group."""

    groups: tuple[Group, ...]
    complaints: tuple[Group, ...] = ()  # words that a page need not have
    names: tuple[str, ...] = ()  # titles that say just what was asked
    telling: Group | None = None
    every: bool = True

    @property
    def of_any(self) -> "Match":
        return replace(self, every=False, telling=None)

    def told_by(self, titles: Mapping[str, int]) -> "Match":
        """Of several groups, the one that the fewest titles have is the telling one. `titles`: word → titles with it.

        "Outer hip": the hip tells. In other words than were typed a group tells only if none does in its own.
        """
        told = [group for group in self.groups if " ".join(group.typed) not in DIRECTIONS]
        own = {group: _titles_with(group.own, titles) for group in told}
        others = {group: _titles_with(group.others, titles) for group in told}
        for counts in (own, others) if len(self.groups) > 1 else ():
            if any(counts.values()):
                return replace(self, telling=min(filter(counts.get, counts), key=lambda group: counts[group]))
        return self

    @property
    def phrases(self) -> list[Phrase]:
        return [phrase for group in (*self.groups, *self.complaints) for phrase in group.phrases]

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
    telling: dict[Group, int] = {}  # group → its first place
    complaints: dict[Group, int] = {}
    idle: dict[Group, int] = {}  # of stop words and single letters
    place = 0
    while place < len(words):
        group = _known_phrase(words, place) or _word(words[place], is_last=place == len(words) - 1)
        word = group.typed[0] if len(group.typed) == 1 else ""
        (idle if word in STOP_WORDS or len(word) == 1 else complaints if word in COMPLAINTS else telling).setdefault(
            group, place
        )
        place += len(group.typed)
    kept = dict(list((telling or complaints or idle).items())[:MOST_GROUPS])
    return Match(
        groups=tuple(kept),
        complaints=tuple(complaints)[:MOST_GROUPS] if telling else (),
        names=_names(words, kept),
    )


def _names(words: list[str], kept: dict[Group, int]) -> tuple[str, ...]:
    """Titles that say what was asked: all the words, or the span of those that tell something, in any form."""
    if not kept:
        return ()
    last = max(kept, key=lambda group: kept[group])
    span = words[min(kept.values()) : kept[last] + len(last.typed)]
    forms = [phrase.words for phrase in last.names] if len(kept) == 1 else []
    return tuple(dict.fromkeys(" ".join(name) for name in (words, span, *forms)))


def _titles_with(phrases: Iterable[Phrase], titles: Mapping[str, int]) -> int:
    """How many titles have one of the phrases, nearly."""
    return max((min(titles.get(word, 0) for word in phrase.words) for phrase in phrases), default=0)


def _split(text: str) -> list[str]:
    """Folded words; "what's" and "session's" without their ending, as stop words and pages have them."""
    return words_in(text.replace("’", "'").replace("'s ", " ").removesuffix("'s"))


def _known_phrase(words: list[str], place: int) -> Group | None:
    """The longest phrase of two words or more with synonyms that starts here."""
    for length in range(min(longest(), len(words) - place), 1, -1):
        typed = tuple(words[place : place + length])
        if meant := meant_by(typed):
            return Group(typed, _with_forms([typed]), _with_forms(meant))
    return None


def _word(word: str, is_last: bool) -> Group:
    """One word; the last one typed may be unfinished."""
    own = _with_forms([(word,)])
    if is_last and len(word) >= PREFIX_FROM:
        own = (Phrase((word,), prefix=True), *own[1:])
    return Group((word,), own, _with_forms(meant_by((word,))))


def _with_forms(phrases: Iterable[tuple[str, ...]]) -> tuple[Phrase, ...]:
    """Each phrase with every form of its last word, once."""
    forms = [Phrase((*words[:-1], last)) for words in phrases for last in variants(words[-1])]
    return tuple(dict.fromkeys(forms))
