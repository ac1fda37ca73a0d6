"""How long things take, read from what staff write: “15 minutes”, “0–15 min”."""

import re

MINUTES = re.compile(r"(\d{1,3})(?:\s*(?:–|-|to)\s*(\d{1,3}))?\s*min(?:utes?)?\.?", re.IGNORECASE)


def minutes_in(timing: str) -> int:
    """The minutes that a timing tells; 0 if it tells something else."""
    found = MINUTES.fullmatch(timing.strip())
    if not found:
        return 0
    first, last = int(found[1]), found[2]
    return max(0, int(last) - first) if last else first


def parts_of_the_whole(timings: list[str]) -> list[tuple[int, int, int]]:
    """(start, minutes, total) of each timing, one after the other; nothing if one doesn't tell its minutes."""
    lengths = [minutes_in(timing) for timing in timings]
    if not all(lengths) or len(lengths) < 2:
        return []
    return [(sum(lengths[:place]), length, sum(lengths)) for place, length in enumerate(lengths)]
