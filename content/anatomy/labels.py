"""Short labels beside a drawing, each with a leader line to what it names."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.html import escape

from content.anatomy.geometry import Box, Knot

MOST = 6
LINE = 12  # characters, if word breaks allow
# In percent of the crop's width, so that letters have the same size on every crop.
SIZE = 3.7  # the font size on phones, where it is largest
LETTER = {"subject": 0.68, "here": 0.62}  # average letter width relative to the size, for bold kinds
REGULAR = 0.6
MARGIN = 1.6
GAP = 2.7 * SIZE  # between the centers of two-line labels


class Label(NamedTuple):
    """A label and its target. `kind`: subject, here (a point), felt, or aside (what covers the subject)."""

    text: str
    target: Knot
    kind: str


class Placed(NamedTuple):
    lines: Sequence[str]
    label: Label
    x: float
    y: float
    is_left: bool


def render_labels(labels: Sequence[Label], crop: Box) -> str:
    """Render the labels in the crop's margins; text extends outward, so it can be smaller than assumed."""
    if not labels:
        return ""
    scale = (crop.right - crop.left) / 100
    height = (crop.bottom - crop.top) / scale
    moved = [
        label._replace(target=Knot((label.target.x - crop.left) / scale, (label.target.y - crop.top) / scale))
        for label in labels[:MOST]
    ]
    drawn = "".join(map(render, placed(moved, height)))
    return f'<g transform="translate({crop.left:g} {crop.top:g}) scale({scale:.4g})">{drawn}</g>'


def placed(labels: Sequence[Label], height: float) -> Iterable[Placed]:
    """Place labels left and right of the drawing, in the order of their targets, so that no lines cross."""
    across = sorted(labels, key=lambda label: label.target.x)
    most = len(across) // 2 + 1
    count = min(max(sum(label.target.x < 50 for label in across), len(across) - most), most)
    for is_left, members in ((True, across[:count]), (False, across[count:])):
        column = sorted(members, key=lambda label: label.target.y)
        heights = spread([label.target.y for label in column], GAP / 2, height - GAP / 2)
        for label, y in zip(column, heights, strict=True):
            lines = wrapped(label.text)
            width = max(map(len, lines)) * LETTER.get(label.kind, REGULAR) * SIZE
            yield Placed(lines, label, MARGIN + width if is_left else 100 - MARGIN - width, y, is_left)


def spread(wanted: Sequence[float], top: float, bottom: float) -> list[float]:
    """Return the positions closest to the wanted ones that are at least GAP apart."""
    heights: list[float] = []
    for y in wanted:
        heights.append(max(y, top, heights[-1] + GAP if heights else top))
    lowest = bottom
    for index in reversed(range(len(heights))):
        heights[index] = min(heights[index], lowest)
        lowest = heights[index] - GAP
    return heights


def wrapped(text: str) -> list[str]:
    """Wrap to one or two lines, breaking where the longer one is shortest."""
    words = text.split()
    if len(text) <= LINE or len(words) == 1:
        return [text]
    breaks = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return list(min(breaks, key=lambda pair: max(map(len, pair))))


def render(one: Placed) -> str:
    start = one.x + (1 if one.is_left else -1)
    target = one.label.target
    top = one.y + 0.35 * SIZE - (len(one.lines) - 1) * 0.575 * SIZE
    tail = "".join(f'<tspan x="{one.x:.1f}" dy="1.15em">{escape(line)}</tspan>' for line in one.lines[1:])
    anchor = ' text-anchor="end"' if one.is_left else ""
    is_beside = target.x > start if one.is_left else target.x < start  # else the text stands on its target
    line = f'<path class="leader" d="M{start:.1f} {one.y:.1f}L{target.x:.1f} {target.y:.1f}"/>' if is_beside else ""
    return (
        f'{line}<text class="label {one.label.kind}"{anchor} x="{one.x:.1f}" y="{top:.1f}">'
        f"{escape(one.lines[0])}{tail}</text>"
    )
