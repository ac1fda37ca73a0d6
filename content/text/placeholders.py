"""Finding placeholders: sample words, blanks to fill in, and made-up addresses and phone numbers."""

import re
from collections.abc import Iterator

from content.text.plain import text_around

AROUND = 60  # characters of context around a match
WORDS = re.compile(
    r"""
    \bthis\ is\ (?:just\ |only\ )?a\ sample\b(?!\ of)
    | \b(?:these|those|they|prices|names)\b[^.]{0,40}?\bare\ (?:just\ |only\ |all\ )?samples?\b(?!\ (?:of|size))
    | \ba\ sample\ (?:that|too)\b
    | \bsample\ (?:prices?|clinic|site|entr(?:y|ies)|rules?|lists?|text|page|person|people|therapist|reviewer
        |practitioner|names?|address|street)\b
    | \bSampletown\b | \bAnytown\b
    | \blorem\ ipsum\b | \bdolor\ sit\ amet\b
    | \b(?:your|our)\ (?:clinic|name|address|phone|email|text|logo)(?:['’]s)?(?:\ (?:name|number|address))?
        \ (?:goes\ )?here\b
    | \binsert\ [\w ]{2,40}\ here\b
    | \([^()]*\bthe\ clinic\ (?:\w+ly\ )?(?:adds?|names?|fills?|writes?|corrects?|replaces?|lists?|enters?|puts?|states?
        |describes?|chooses?)\b[^()]*\)
    | \((?:please\ )?(?:fill|insert|replace|add|enter)(?:\ this|\ it)?(?:\ in)?(?:\ here)?\)
    | \((?:please\ )?(?:fill\ in|insert|replace|add|enter|write)\ (?:your|our|the)\ [^()]{2,60}\)
    | \[(?!\d|sic\b|\.\.\.|…)[^\[\]]{2,90}\]
    """,
    re.I | re.X,
)
CAPITALS = re.compile(r"\b(?:TODO|TBD|TBA|FIXME|X{3,})\b")
# Domains reserved for examples (RFC 2606), in email addresses or URLs.
ADDRESS = re.compile(
    r"(?:[\w.+-]+@)?(?:[\w-]+\.)*example\.(?:com|org|net)\b|[\w.+-]+@[\w.-]+\.(?:example|test|invalid)\b"
    r"|(?:https?://|\bwww\.)[\w.-]+\.(?:example|test|invalid)\b",
    re.I,
)
NUMBER = re.compile(r"(?<![\w])\+?\(?\d[\d\s().\-–]{6,18}\d(?!\w)")
# Fictional numbers: 555-01xx and the area code 555 in North America, and Ofcom's drama numbers in the United Kingdom.
AMERICAN = re.compile(r"1?(?:\d{3}55501\d\d|555\d{7})|55501\d\d")
BRITISH = re.compile(
    r"(?:0|44)0?(?:7700900\d{3}|207946 ?0\d{3}|1632960\d{3}|1(?:13|14|15|16|17|18|21|31|41|51|61)4960\d{3}"
    r"|1914980\d{3}|28964960\d{2}|2920180\d{3}|3069990\d{3}|8081570\d{3})"
)


def is_example_phone(text: str) -> bool:
    digits = re.sub(r"\D", "", re.split(r"ext|x|#", text, flags=re.I)[0])
    return bool(AMERICAN.fullmatch(digits) or BRITISH.fullmatch(digits))


def is_example_email(text: str) -> bool:
    """Return whether it is an undeliverable example address."""
    return bool(ADDRESS.search(text)) or text.rpartition("@")[2] in ("localhost", "")


def placeholders_in(text: str) -> list[str]:
    """Return the placeholders in a text, as written there."""
    return [" ".join(text[start:end].split()) for start, end in spans(text)]


def excerpts(text: str) -> list[str]:
    """Return the placeholders, each with a few words around it."""
    return [text_around(text, start, end, AROUND) for start, end in spans(text)]


def spans(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(all_spans(text)):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def all_spans(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (WORDS, CAPITALS, ADDRESS):
        yield from (hit.span() for hit in pattern.finditer(text))
    yield from (hit.span() for hit in NUMBER.finditer(text) if is_example_phone(hit.group()))
