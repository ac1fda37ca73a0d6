"""Telling quoted text in an email from what its writer added, by its shape, which is the same in every language."""

import re

QUOTED_LINE = re.compile(r"\s{0,3}[>＞]")
ADDRESS = re.compile(r"<\s?[^<>\s]+@[^<>\s]+>")
DATE = re.compile(r"(?<!\d)20\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
TIME = re.compile(r"\d{1,2}[:.h]\d{2}")
COLON = re.compile(r"[:：]\s*$")
MOST_LINES, MOST_LETTERS = 4, 320  # of “On Nov 2, 2026, at 10:00, Clinic <…> wrote:”
HEADER = re.compile(r"[*_]*[^\W\d][^\W\d]*( [^\W\d]+)?[*_]*\s?[:：]")  # “From: …”, as Outlook puts above quoted text
RULE = re.compile(r"\s*[_=*-]{10,}\s*$")
ORIGINAL = re.compile(r"\s*-{4,}\s*[^\s-].*[^\s-]\s*-{4,}\s*$")  # -----Original Message-----


def split_quotes(text: str) -> list[tuple[bool, str]]:
    """Split the text into (is_quoted, piece) pairs, in order and without leaving anything out.

    Text between or below quoted lines isn't quoted; everything below Outlook's headers is.
    """
    lines = text.splitlines()
    quoted = [bool(QUOTED_LINE.match(line)) for line in lines]
    for place, line in enumerate(lines):
        if ORIGINAL.match(line) or is_header_block(lines[place : place + 2]):
            first = place - 1 if place and RULE.match(lines[place - 1]) else place
            quoted[first:] = [True] * (len(lines) - first)
        elif COLON.search(line):
            first, end = attributed(lines, quoted, place)
            quoted[first:end] = [True] * (end - first)
    return pieces(lines, quoted) if not all(quoted) else [(False, text)]


def is_header_block(lines: list[str]) -> bool:
    """Return whether these two lines say from whom the text below is, and when it was sent."""
    if len(lines) < 2 or not all(HEADER.match(line.strip()) for line in lines):
        return False
    return bool(ADDRESS.search(lines[0]) or (DATE.search(lines[1]) and TIME.search(lines[1])))


def attributed(lines: list[str], quoted: list[bool], last: int) -> tuple[int, int]:
    """Return where the quote begins and ends whose attribution ends with that line; nowhere if it isn't one."""
    following = next((place for place in range(last + 1, len(lines)) if lines[place].strip()), len(lines))
    joined = ""
    for first in range(last, max(-1, last - MOST_LINES), -1):
        joined = f"{lines[first].strip()} {joined}"
        if not lines[first].strip() or quoted[first] or len(joined) > MOST_LETTERS:
            break
        is_whole = bool(DATE.search(joined) and (ADDRESS.search(joined) or TIME.search(joined)))
        if is_whole and following < len(lines) and quoted[following]:
            return first, following
        if is_whole and ADDRESS.search(joined):  # otherwise, it might be the writer's own sentence
            return first, len(lines)
    return last, last


def pieces(lines: list[str], quoted: list[bool]) -> list[tuple[bool, str]]:
    """Group adjacent lines of the same kind; an empty line belongs to the piece above it."""
    found: list[tuple[bool, list[str]]] = []
    for line, is_quoted in zip(lines, quoted, strict=True):
        if found and (found[-1][0] == is_quoted or not line.strip()):
            found[-1][1].append(line)
        else:
            found.append((is_quoted, [line]))
    return [(is_quoted, "\n".join(some).strip("\n")) for is_quoted, some in found]
