"""The drawings of doing.toml: what happens in a session, and what people can do themselves."""

import re
import tomllib
from functools import cache
from typing import Any, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from content.anatomy.figure import load_figure
from content.anatomy.plate import MIRROR
from content.anatomy.shapes import FOLDER, load_bones, load_muscles

PORTRAIT = "portrait"  # the placeholder for a person without a photo
PLACEHOLDER = re.compile(r"\{([a-z-]+)(?::([a-z]+)(?:/([a-z-]+))?)?\}")


class Doing(NamedTuple):
    """A drawing with its title and a description."""

    title: str
    words: str
    box: str
    draw: str

    @property
    def height(self) -> int:
        """The picture's height at a width of 400."""
        _, _, width, height = map(float, self.box.split())
        return round(400 * height / width)


@cache
def load_doing() -> dict[str, Doing]:
    """Return all of them by name."""
    source = tomllib.loads((FOLDER / "doing.toml").read_text())
    return {name: Doing(**entry) for name, entry in source.items()}


def render_doing(name: str) -> SafeString:
    """Render the drawing as a standalone file."""
    one = load_doing()[name]
    inner = PLACEHOLDER.sub(lambda found: filled(one, *found.groups()), one.draw).replace("\n", "")
    return mark_safe(  # noqa: S308 (our own)
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing plate" viewBox="{one.box}" '
        f'preserveAspectRatio="xMidYMid slice" role="img" aria-label="{escape(one.words)}">{inner}</svg>'
    )


def filled(one: Doing, kind: str, view: Any, name: str | None) -> str:
    """Return a placeholder's content."""
    figure = load_figure()
    if view is None:
        left, top, width, _ = map(float, one.box.split())
        return {
            "side": figure.side,
            "head": figure.side_lines["ear"] + figure.side_lines["jaw"],
            "trunk": figure.trunk,
            "body": figure.outline,
            "labels": f'<g transform="translate({left:g} {top:g}) scale({width / 100:g})">',
        }[kind]
    if kind == "bones":
        shapes = [bone for members in load_bones()[view].values() for bone in members if not bone.is_stroke]
        twins = [f'<path{MIRROR} d="{bone.d}"/>' for bone in shapes if not bone.is_middle]
        return f'<g class="bone">{"".join(f"""<path d="{bone.d}"/>""" for bone in shapes)}{"".join(twins)}</g>'
    if kind == "region":
        return figure.shapes[view][str(name)].d
    parts = load_muscles()[str(name)].views[view].parts
    return "".join(f'<path d="{part.d}"/><path class="fibers" d="{part.fibers}"/>' for part in parts)
