"""Linking the first use of each term in HTML to its explanation."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST_TERMS = 8  # per page, to keep it light
TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.S)
OPENS = re.compile(r"<([a-z][a-z0-9]*)\b", re.I)
# Elements in which nothing is linked: links, headings, controls, drawings, urgent text.
APART = {"a", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "button", "label", "form", "select", "nav"}
APART |= {"dfn", "code", "svg", "script", "style", "th", "cite"}
APART_CLASS = re.compile(r"""class=["'][^"']*\bred-flags\b""")


@dataclass(frozen=True)
class Term:
    """A term, its forms as HTML, and its meaning; `url`: a page with more about it."""

    pk: int
    name: str
    forms: tuple[str, ...]
    explanation: str
    url: str = ""

    @property
    def anchor(self) -> str:
        return f"word-{self.pk}"


def explain(html: str, terms: Iterable[Term]) -> tuple[str, list[Term]]:
    """Return the HTML with the first use of each term linked, and the terms found, in order."""
    by_form = {form.lower(): term for term in terms for form in term.forms}
    found: list[Term] = []
    apart, depth = "", 0  # the excluded element, and its nesting depth
    parts = TAG.split(html)
    for index, part in enumerate(parts):
        if index % 2:
            apart, depth = after_tag(part, apart, depth)
        elif not depth and by_form and part.strip():
            parts[index] = linked(part, by_form, found)
    return "".join(parts), found


def after_tag(tag: str, apart: str, depth: int) -> tuple[str, int]:
    """Return the excluded element after a tag, and the nesting depth in it."""
    opened = OPENS.match(tag)
    if depth:
        if opened and opened[1].lower() == apart and not tag.endswith("/>"):
            return apart, depth + 1
        return apart, depth - (tag.lower().startswith(f"</{apart}"))
    if opened and not tag.endswith("/>") and (opened[1].lower() in APART or APART_CLASS.search(tag)):
        return opened[1].lower(), 1
    return "", 0


def linked(text: str, by_form: dict[str, Term], found: list[Term]) -> str:
    """Link terms in a piece of text, and remove them from `by_form`."""
    start, result = 0, []
    while by_form and len(found) < MOST_TERMS:
        forms = sorted(by_form, key=len, reverse=True)
        hit = pattern(forms).search(text, start)
        if hit is None:
            break
        term = by_form[forms[(hit.lastindex or 0) - 1]]
        found.append(term)
        for form in term.forms:
            by_form.pop(form.lower(), None)
        result += [text[start : hit.start()], f'<a class="term" href="#{term.anchor}">{hit[0]}</a>']
        start = hit.end()
    return "".join([*result, text[start:]])


def pattern(forms: list[str]) -> re.Pattern[str]:
    """Return a pattern with a group for each form, as whole words, including -s and across line breaks."""
    choices = ")|(".join(r"\s+".join(map(re.escape, form.split())) for form in forms)
    return re.compile(rf"(?<![\w-])(?:({choices}))(?:s|es)?(?![\w-])", re.I)
