"""Where a page says it: the sentence of its text that answers best, with the hits marked."""

import re
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.query.parse import Phrase, Query, QueryTerm
from search.query.words import composed, fold

LENGTH = 240  # characters; a longer sentence is cut
BEFORE = 60  # characters before the first hit of a sentence that is cut
READ = 60_000  # characters of a page that are looked through
LETTER = r"[^\W_]"
BETWEEN = r"[\W_]+"
OPTIONAL = "optional"  # begins the names of the pattern's groups that stand for optional terms
WORTH = 11  # of a term; optional terms together are worth less
# After a full stop and before no small letter; not after "Dr." or an initial.
SENTENCE_END = re.compile(r"(?<!\b[A-Z]\.)(?<!\b(?:Dr|Mr|Ms|St)\.)(?<!\bMrs\.)(?<=[.!?…])([”\"’)]*) +(?=[^a-z])")
COMPLETE = (".", "!", "?", "…", "”", ")")


def hits_of(query: Query) -> re.Pattern[str]:
    """A pattern that finds the query's phrases in folded text; a group of the pattern for each term."""
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
    """The text, escaped, with each hit in `<mark>`."""
    text = composed(text)
    parts: list[str] = []
    place = 0
    for found in hits.finditer(fold(text)):
        parts += [escape(text[place : found.start()]), f"<mark>{escape(text[found.start() : found.end()])}</mark>"]
        place = found.end()
    return mark_safe("".join([*parts, escape(text[place:])]))  # noqa: S308 (every part is escaped)


def excerpt(text: str, hits: re.Pattern[str]) -> SafeString:
    """The passage with the most of what was asked, the earliest of several; the text's beginning without any.

    Of an indexed text each line is a paragraph, an item or a field. A passage never goes from one into the next.
    """
    found = list(whole_sentences(composed(text[:READ])))
    best = max(found, key=lambda passage: _worth(passage, hits), default="")
    return mark_safe("… " if found and best is not found[0] else "") + marked(_cut(best, hits), hits)  # noqa: S308


def whole_sentences(text: str) -> Iterator[str]:
    """From each sentence on, as many whole ones of its line as there is room for."""
    for line in text.splitlines():
        sentences = SENTENCE_END.sub(r"\1\n", " ".join(line.split())).splitlines()
        for first in range(len(sentences)):
            last = first + 1
            while last < len(sentences) and len(" ".join(sentences[first : last + 1])) <= LENGTH:
                last += 1
            yield " ".join(sentences[first:last])


def _worth(passage: str, hits: re.Pattern[str]) -> tuple[int, bool]:
    """What a passage tells of the query. One about the place is worth more than one about pain somewhere."""
    asked = {found.lastgroup or "" for found in hits.finditer(fold(passage))}
    return sum(1 if name.startswith(OPTIONAL) else WORTH for name in asked), passage.endswith(COMPLETE)


def _cut(sentence: str, hits: re.Pattern[str]) -> str:
    """A sentence that is too long as whole words around the first hit."""
    if len(sentence) <= LENGTH:
        return sentence
    hit = hits.search(fold(sentence))
    start = sentence.find(" ", hit.start() - BEFORE) + 1 if hit and hit.end() > LENGTH - BEFORE else 0
    end = start + LENGTH
    words = sentence[start:] if end >= len(sentence) else sentence[start : sentence.rfind(" ", start, end) + 1 or end]
    return f"{'… ' * bool(start)}{words.strip()}{' …' * (end < len(sentence))}"
