"""Text width in search results, which truncate by pixels: W is four times as wide as i."""

import unicodedata

# Advance widths of Arial, in thousandths of the font size.
WIDTHS = {
    width: frozenset(characters)
    for width, characters in {
        191: "'",
        222: "ijl‘’",
        260: "|",
        278: " !,./:;I[\\]ft·\u00a0",
        333: "()-`r“”",
        334: "{}",
        355: '"',
        389: "*",
        469: "^",
        500: "Jckszxyv",
        584: "+<=>~",
        611: "FTZ",
        667: "&ABEKPSVXY",
        722: "CDHNRUw",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
        1000: "—…",
        1015: "@",
    }.items()
}
ADVANCE = {character: width for width, characters in WIDTHS.items() for character in characters}
USUAL = 556  # digits and most lowercase letters
WIDE = 1000  # Chinese, Japanese, Korean, emoji
ELLIPSIS = " …"


def advance(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return WIDE
    return ADVANCE.get(character) or ADVANCE.get(unicodedata.normalize("NFKD", character)[:1], USUAL)


def pixels(text: str, size: int) -> int:
    """Return the width in pixels of a line of Arial of that size."""
    return round(sum(advance(character) for character in text) * size / 1000)


def cut_to(text: str, size: int, room: int) -> str:
    """Return the text, or as many of its whole words as fit, and …"""
    if pixels(text, size) <= room:
        return text
    words = text.split(" ")
    while len(words) > 1 and pixels(" ".join(words) + ELLIPSIS, size) > room:
        words.pop()
    return " ".join(words).rstrip(" ,;:–-·") + ELLIPSIS
