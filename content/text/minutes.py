"""Parsing durations from staff's text: “15 minutes”, “0–15 min”."""

import re

MINUTES = re.compile(r"(\d{1,3})(?:\s*(?:–|-|to)\s*(\d{1,3}))?\s*min(?:utes?)?\.?", re.IGNORECASE)


def minutes_in(timing: str) -> int:
    """Return a timing's minutes; 0 if it has none."""
    found = MINUTES.fullmatch(timing.strip())
    if not found:
        return 0
    first, last = int(found[1]), found[2]
    return max(0, int(last) - first) if last else first


def parts_of_the_whole(timings: list[str]) -> list[tuple[int, int, int]]:
    """Return (start, minutes, total) of consecutive timings; empty if one has no minutes."""
    lengths = [minutes_in(timing) for timing in timings]
    if not all(lengths) or len(lengths) < 2:
        return []
    return [(sum(lengths[:place]), length, sum(lengths)) for place, length in enumerate(lengths)]
