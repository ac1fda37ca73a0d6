"""Where a page says it: the best passage of its text, with the hits marked."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.query.parse import Group, Match, Phrase
from search.query.words import composed, fold

LENGTH = 240  # characters
BEFORE = 60  # characters before the first hit
READ = 60_000  # characters of a page that are looked through
LETTER = r"[^\W_]"
BETWEEN = r"[\W_]+"
COMPLAINT = "complaint"  # begins the names of the pattern's groups that stand for complaints
MATTERS = 11  # complaints together are worth less than anything else that was asked
AFTER_SENTENCE = re.compile(r"(?<=[.!?:;…])(?: ?,)+(?= |$)")
EMPTY_PARTS = re.compile(r" ?,(?: ?,)+")


def hits_of(match: Match) -> re.Pattern[str]:
    """A pattern that finds the match's phrases in folded text; a group of the pattern for each of the match."""
    groups = [(f"asked{place}", group) for place, group in enumerate(match.groups)]
    groups += [(f"{COMPLAINT}{place}", group) for place, group in enumerate(match.complaints)]
    spelled = "|".join(f"(?P<{name}>{_alternatives(group)})" for name, group in groups)
    return re.compile(f"(?<!{LETTER})(?:{spelled or '(?!)'})(?!{LETTER})")


def _alternatives(group: Group) -> str:
    longest_first = sorted(group.phrases, key=lambda phrase: -len(" ".join(phrase.words)))
    return "|".join(dict.fromkeys(_spelled(phrase) for phrase in longest_first))


def _spelled(phrase: Phrase) -> str:
    words = BETWEEN.join(re.escape(word) for word in phrase.words)
    return f"{words}{LETTER}*" if phrase.prefix else words


def marked(text: str, hits: re.Pattern[str]) -> SafeString:
    """The text, escaped, with each hit in `<mark>`."""
    text = composed(text)
    parts: list[str] = []
    place = 0
    for found in hits.finditer(fold(text)):
        parts += [escape(text[place : found.start()]), f"<mark>{escape(text[found.start() : found.end()])}</mark>"]
        place = found.end()
    return mark_safe("".join([*parts, escape(text[place:])]))  # noqa: S308 (every part is escaped)


def excerpt(text: str, hits: re.Pattern[str]) -> SafeString:
    """The passage with the most of what was asked, the earliest of several; the text's beginning without any."""
    text = composed(readable(text))
    start, end = _passage(text, hits)
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    return mark_safe(before) + marked(text[start:end], hits) + mark_safe(after)  # noqa: S308


def readable(text: str) -> str:
    """Indexed text as it can be read: Wagtail joins the parts of a block with commas, empty ones too."""
    text = AFTER_SENTENCE.sub("", " ".join(text[:READ].split()))
    return EMPTY_PARTS.sub(" ·", text).strip(" ,·")


def _passage(text: str, hits: re.Pattern[str]) -> tuple[int, int]:
    """Start and end of the passage to show, at the edges of words."""
    found = [(hit.start(), hit.end(), hit.lastgroup or "") for hit in hits.finditer(fold(text))]
    best, most, needed = 0, 0, 0
    first = 0
    for last, (_, end, _word) in enumerate(found):
        while end - found[first][0] > LENGTH - BEFORE and first < last:
            first += 1
        asked = {name for _, _, name in found[first : last + 1]}
        # A passage about the place is worth more than one about pain somewhere.
        worth = sum(1 if name.startswith(COMPLAINT) else MATTERS for name in asked)
        if worth > most:
            best, most, needed = found[first][0], worth, end
    start = 0 if best <= LENGTH - BEFORE else _sentence_or_word(text, best)
    end = start + LENGTH
    if end >= len(text):
        return start, len(text)
    # Whole sentences if they say it: what follows a page's summary is another field.
    sentence = text.rfind(". ", max(needed, start + LENGTH // 3), end) + 1
    return start, sentence or max(text.rfind(" ", start, end + 1), start + LENGTH // 2)


def _sentence_or_word(text: str, hit: int) -> int:
    """Where to begin so that the hit is seen: at its sentence if that is near, else at a word."""
    sentence = text.rfind(". ", hit - 2 * BEFORE, hit)
    if sentence >= 0:
        return sentence + 2
    return text.find(" ", hit - BEFORE, hit) + 1 or hit
