"""What people type, without what nobody can see: one kind of line break, and no invisible marks around it."""

import re
import unicodedata

# Soft hyphen, zero-width characters, marks of direction, and letters that show as nothing.
MARKS = "".join(
    map(chr, [0xAD, 0x34F, 0x61C, 0x115F, 0x1160, *range(0x180B, 0x180F), *range(0x200B, 0x2010)])
) + "".join(map(chr, [*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x2800, 0x3164, 0xFEFF, 0xFFA0]))
WHITE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
LINE_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
NO_MARKS = dict.fromkeys(map(ord, MARKS))
STRAY = ",;:!?*_~/\\|#=+<>-–—、。，；：؛،"
# A dot that belongs to the name: Jr., M.D., or an initial.
ENDS_WITH_DOT = re.compile(r"(?:^|[\s.])(?:\w|jr|sr|dr|phd|md|esq|dds)\.$", re.IGNORECASE)
IDEOGRAPHIC_STOP = "\u3002"  # which East Asian keyboards write for the dot of an address


def tidy(text: str) -> str:
    """The text with \\n for every kind of line break, and without white space and invisible marks around it.

    Marks inside stay: joiners are part of names in several scripts, and of emoji.
    """
    return LINE_BREAK.sub("\n", text).strip(WHITE + MARKS)


def tidy_email(text: str) -> str:
    """An email address without invisible marks anywhere, its @, dots, letters and digits of the usual width."""
    narrow = unicodedata.normalize("NFKC", text.translate(NO_MARKS)).replace(IDEOGRAPHIC_STOP, ".")
    return "@".join(part.strip() for part in narrow.split("@"))


def tidy_name(name: str) -> str:
    """A name as somebody is greeted by it: in full, without stray spaces and punctuation around it."""
    words = " ".join(name.split()).strip(WHITE + MARKS + STRAY)
    return words if ENDS_WITH_DOT.search(words) else words.rstrip(". ")
