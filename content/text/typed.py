"""Normalizing typed text: one kind of line break, and no invisible characters around it."""

import re
import unicodedata

# Soft hyphen, zero-width characters, directional marks, and invisible letters.
MARKS = "".join(
    map(chr, [0xAD, 0x34F, 0x61C, 0x115F, 0x1160, *range(0x180B, 0x180F), *range(0x200B, 0x2010)])
) + "".join(map(chr, [*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x2800, 0x3164, 0xFEFF, 0xFFA0]))
WHITE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
LINE_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
NO_MARKS = dict.fromkeys(map(ord, MARKS))
STRAY = ",;:!?*_~/\\|#=+<>-–—、。，；：؛،"
# A period that belongs to the name: Jr., M.D., or an initial.
ENDS_WITH_DOT = re.compile(r"(?:^|[\s.])(?:\w|jr|sr|dr|phd|md|esq|dds)\.$", re.IGNORECASE)
# An address as mail apps copy it: Jane <jane@example.com>, mailto:jane@example.com, or with the sentence's period.
COPIED = re.compile(r"(?:.*<)?\s*(?:mailto:)?([^<>]*?)[>.,;\s]*", re.IGNORECASE | re.DOTALL)
IDEOGRAPHIC_STOP = "\u3002"  # typed on East Asian keyboards for the dot in an address


def tidy(text: str) -> str:
    """Return the text with \\n for every kind of line break, and without surrounding whitespace and invisible marks.

    Marks inside are kept: joiners are part of names in several scripts, and of emoji.
    """
    return LINE_BREAK.sub("\n", text).strip(WHITE + MARKS)


def tidy_email(text: str) -> str:
    """Return an email address without invisible marks and what was copied around it, in characters of normal width."""
    narrow = unicodedata.normalize("NFKC", text.translate(NO_MARKS)).replace(IDEOGRAPHIC_STOP, ".")
    alone = found[1] if (found := COPIED.fullmatch(narrow)) else narrow
    return "@".join(part.strip() for part in alone.split("@"))


def tidy_name(name: str) -> str:
    """Return a name for greetings: in full, without stray spaces and surrounding punctuation."""
    words = " ".join(name.split()).strip(WHITE + MARKS + STRAY)
    return words if ENDS_WITH_DOT.search(words) else words.rstrip(". ")
