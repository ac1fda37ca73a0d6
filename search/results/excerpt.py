"""Excerpts: the sentence of a page's text that matches best, with highlighted matches."""

import re
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.query.parse import Phrase, Query, QueryTerm
from search.query.words import composed, fold

LENGTH = 240  # characters; a longer sentence is truncated
BEFORE = 60  # characters before the first match in a truncated sentence
READ = 60_000  # characters of a page that are searched
LETTER = r"[^\W_]"
BETWEEN = r"[\W_]+"
OPTIONAL = "optional"  # prefix of the group names for optional terms
WORTH = 11  # of a term; all optional terms together are worth less
# After a period and not before a lowercase letter; not after "Dr." or an initial.
SENTENCE_END = re.compile(r"(?<!\b[A-Z]\.)(?<!\b(?:Dr|Mr|Ms|St)\.)(?<!\bMrs\.)(?<=[.!?…])([”\"’)]*) +(?=[^a-z])")
COMPLETE = (".", "!", "?", "…", "”", ")")


def hits_of(query: Query) -> re.Pattern[str]:
    """Return a pattern for the query's phrases in folded text, with one group per term."""
    groups = [(f"term{place}", term) for place, term in enumerate(query.terms)]
    groups += [(f"{OPTIONAL}{place}", term) for place, term in enumerate(query.optional)]
    spelled = "|".join(f"(?P<{name}>{_alternatives(term)})" for name, term in groups)
    return re.compile(f"(?<!{LETTER})(?:{spelled or '(?!)'})(?!{LETTER})")


def _alternatives(term: QueryTerm) -> str:
    longest_first = sorted(term.phrases, key=lambda phrase: -len(" ".join(phrase.words)))
    return "|".join(dict.fromkeys(_spelled(phrase) for phrase in longest_first))


def _spelled(phrase: Phrase) -> str:
    words = BETWEEN.join(re.escape(word) for word in phrase.words)
    return f"{words}{LETTER}*" if phrase.prefix else words


def marked(text: str, hits: re.Pattern[str]) -> SafeString:
    """Escape the text, with each match in `<mark>`."""
    text = composed(text)
    parts: list[str] = []
    place = 0
    for found in hits.finditer(fold(text)):
        parts += [escape(text[place : found.start()]), f"<mark>{escape(text[found.start() : found.end()])}</mark>"]
        place = found.end()
    return mark_safe("".join([*parts, escape(text[place:])]))  # noqa: S308 (every part is escaped)


def excerpt(text: str, hits: re.Pattern[str]) -> SafeString:
    """Return the best matching passage, the earliest one in a tie; the text's beginning without a match.

    Each line of an indexed text is a paragraph, an item, or a field. A passage never spans lines.
    """
    found = list(whole_sentences(composed(text[:READ])))
    best = max(found, key=lambda passage: _worth(passage, hits), default="")
    return mark_safe("… " if found and best is not found[0] else "") + marked(_cut(best, hits), hits)  # noqa: S308


def whole_sentences(text: str) -> Iterator[str]:
    """Yield passages: for each sentence, it and as many following ones of its line as fit."""
    for line in text.splitlines():
        sentences = SENTENCE_END.sub(r"\1\n", " ".join(line.split())).splitlines()
        for first in range(len(sentences)):
            last = first + 1
            while last < len(sentences) and len(" ".join(sentences[first : last + 1])) <= LENGTH:
                last += 1
            yield " ".join(sentences[first:last])


def _worth(passage: str, hits: re.Pattern[str]) -> tuple[int, bool]:
    """Score a passage for the query. One about the place is worth more than one about pain somewhere."""
    asked = {found.lastgroup or "" for found in hits.finditer(fold(passage))}
    return sum(1 if name.startswith(OPTIONAL) else WORTH for name in asked), passage.endswith(COMPLETE)


def _cut(sentence: str, hits: re.Pattern[str]) -> str:
    """Truncate a sentence that is too long to whole words around the first match."""
    if len(sentence) <= LENGTH:
        return sentence
    hit = hits.search(fold(sentence))
    start = sentence.find(" ", hit.start() - BEFORE) + 1 if hit and hit.end() > LENGTH - BEFORE else 0
    end = start + LENGTH
    words = sentence[start:] if end >= len(sentence) else sentence[start : sentence.rfind(" ", start, end) + 1 or end]
    return f"{'… ' * bool(start)}{words.strip()}{' …' * (end < len(sentence))}"
