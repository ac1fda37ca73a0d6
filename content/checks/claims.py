"""Finding wording that promises more than the evidence supports; the rules are in claims.yaml."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from content.panels.findings import Finding, Level
from content.text.plain_yaml import load_yaml

RULES = Path(__file__).resolve().parent / "claims.yaml"
CONTEXT = 45  # characters shown on either side of a match
SENTENCE_END = re.compile(r"(?<=[.!?;…])[\s”\"')]+|\n+")
STRAIGHT = str.maketrans({"’": "'", "‘": "'", "‑": "-", "\u00a0": " "})
# “not only a cure” is still a claim.
NEGATION = re.compile(
    r"\b(?:not(?! (?:only|just|merely|simply))|no(?! (?:other|one else|matter))|never|nobody|none|nothing(?! else)|"
    r"neither|nor|without|cannot|avoid|beware|unproven|instead of|rather than|anyone who|whoever)\b|"
    r"n't(?! (?:only|just))\b",
    re.I,
)
NEGATION_REACH = 70  # characters before a match
NEGATED_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,4}?(?:is|are|was|were|can|could|do|does|will|has|have)(?:n't| not| never)\b", re.I
)


@dataclass(frozen=True)
class ClaimRule:
    key: str
    market: str
    level: Level
    find: re.Pattern[str]
    unless: re.Pattern[str] | None
    negated: str
    why: str
    instead: str


@cache
def rules() -> tuple[ClaimRule, ...]:
    """Load all rules, in the order of their file."""
    return tuple(as_rule(entry) for entry in load_yaml(RULES.read_text()))


def as_rule(entry: dict[str, Any]) -> ClaimRule:
    return ClaimRule(
        key=entry["key"],
        market=entry["market"],
        level=Level(entry["level"]),
        find=any_of(entry["find"]),
        unless=any_of(entry["unless"]) if entry.get("unless") else None,
        negated=entry.get("negated", "allowed"),
        why=entry["why"],
        instead=entry["instead"],
    )


def any_of(expressions: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{expression})" for expression in expressions), re.I | re.M)


def claims_in(text: str, market: str, where: str = "", path: str = "") -> Iterator[Finding]:
    """Yield what the rules of a market (US or UK) find in a passage."""
    straight = text.translate(STRAIGHT)
    for rule in rules():
        if rule.market not in ("both", market):
            continue
        for hit in rule.find.finditer(straight):
            start, end = sentence_around(straight, hit)
            if is_excused(rule, straight[start : hit.start()], straight[hit.end() : end], straight[start:end]):
                continue
            yield Finding(
                level=rule.level,
                code=f"claim-{rule.key}",
                message=f"“{text[hit.start() : hit.end()].strip()}” claims too much",
                why=rule.why,
                instead=rule.instead,
                where=where,
                path=path,
                excerpt=quote_around(text, hit.start(), hit.end()),
                before=text[max(0, hit.start() - CONTEXT) : hit.start()],
                hit=" ".join(text[hit.start() : hit.end()].split()),
            )


def sentence_around(text: str, hit: re.Match[str]) -> tuple[int, int]:
    """Return the start and end of the sentence with the match."""
    start, end = 0, len(text)
    for stop in SENTENCE_END.finditer(text):
        if stop.end() <= hit.start():
            start = stop.end()
        elif stop.start() >= hit.end():
            end = stop.start()
            break
    return start, end


def is_excused(rule: ClaimRule, before: str, after: str, sentence: str) -> bool:
    """Return whether the sentence negates the claim, or has the caveat that the rule asks for."""
    if rule.unless and rule.unless.search(sentence):
        return True
    if rule.negated == "counts":
        return False
    if NEGATION.search(before[-NEGATION_REACH:]):
        return True
    return rule.negated == "around" and bool(NEGATED_AFTER.match(after))


def quote_around(text: str, start: int, end: int) -> str:
    """Return the match with some words around it, on one line."""
    left, right = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    shown = " ".join(text[left:right].split())
    return f"{'…' if left else ''}{shown}{'…' if right < len(text) else ''}"
