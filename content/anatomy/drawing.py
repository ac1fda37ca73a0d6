"""The figure as SVG: linked regions, places highlighted with rings, and points where pain may start."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Literal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from content.anatomy.figure import VIEWS, Figure, Place, Point, Shape, View, load_figure
from content.anatomy.marks import RINGS, STATES, alternative, marks, name_of, rings_of, side_names

Size = Literal["full", "small"]

VIEW_NAMES: dict[View, str] = {"front": "Front", "back": "Back"}
# Drawn once per page, so that thirty small figures stay lightweight.
OUTLINE = "body-outline"
CHIN = "body-chin"
NOFOLLOW = ' rel="nofollow"'


def render_figure(
    lit: Mapping[str, str] | None = None,
    *,
    points: Sequence[Point] = (),
    link: Callable[[str], str] | None = None,
    labels: Mapping[str, str] | None = None,
    size: Size = "full",
    views: Sequence[View] | None = VIEWS,
    is_choice: bool = False,
    is_finder: bool = False,
    uid: str,
) -> SafeString:
    """Render the figure from the front and the back, with ids that begin with `uid`.

    `lit`: the highlighted regions, such as {"outer-hip": "often", "calf:left": "sometimes"}; a key without a side
    highlights both. `link` maps a region's slug to its URL; with `is_choice`, it gets `slug:left` or `slug:right` for
    regions with sides, and the links are nofollow, since there are millions of choices. Figures with links are on many
    pages, so their regions come from a file that browsers cache. `labels`: the regions' names, in the order of the
    links. `views=None`: only views in which something is lit. `is_finder`: links have the place's key and reach past
    slim regions, sides are labeled, and a phone shows one view at a time.
    """
    lit, labels = lit or {}, labels or {}
    figure = load_figure()
    drawn = [
        render_view(figure, view, lit, points, link, labels, is_choice, is_finder, f"{uid}-{view}")
        for view in views or lit_views(figure, lit)
    ]
    choice = view_choice(figure, lit, points, uid) if is_finder else ""
    return mark_safe(f'<div class="body-figure body-figure--{size}">{choice}{"".join(drawn)}</div>')  # noqa: S308


def render_outline() -> SafeString:
    """Render the outline and rings that figures without links refer to; put it before the first of them."""
    return mark_safe(f'<svg class="vh" width="0" height="0" aria-hidden="true">{shared()}</svg>')  # noqa: S308 (our own)


def shared() -> str:
    """Return the definitions of outline, chin, and rings."""
    figure = load_figure()
    half = f'<path id="{OUTLINE}-half" d="{figure.outline}"/>'
    mirror = f'<use href="#{OUTLINE}-half" transform="{mirror_of(figure)}"/>'
    rings = "".join(rings_of(state) for state in RINGS)
    return f'<g id="{OUTLINE}">{half}{mirror}</g><path id="{CHIN}" d="{figure.chin}"/>{rings}'


def view_choice(figure: Figure, lit: Mapping[str, str], points: Sequence[Point], uid: str) -> str:
    """Render the choice of front or back for small screens; the one that shows more is selected."""

    def seen(view: View) -> tuple[int, int]:
        slugs = {key.partition(":")[0] for key in lit}
        return len(slugs & figure.shapes[view].keys()), sum(point.view == view for point in points)

    first = max(VIEWS, key=seen)
    choices = "".join(
        f'<input type="radio" name="{escape(uid)}-view" id="{escape(uid)}-see-{view}"{" checked" * (view == first)}>'
        f'<label for="{escape(uid)}-see-{view}">{VIEW_NAMES[view]}</label>'
        for view in VIEWS
    )
    return f'<fieldset class="views"><legend class="vh">View</legend>{choices}</fieldset>'


def lit_views(figure: Figure, lit: Mapping[str, str]) -> list[View]:
    """Return the views in which something is lit; the back view if nothing is."""
    slugs = {key.partition(":")[0] for key in lit}
    return [view for view in VIEWS if slugs & figure.shapes[view].keys()] or ["back"]


def render_view(
    figure: Figure,
    view: View,
    lit: Mapping[str, str],
    points: Sequence[Point],
    link: Callable[[str], str] | None,
    labels: Mapping[str, str],
    is_choice: bool,
    is_finder: bool,
    uid: str,
) -> str:
    """Render one view as an SVG element with its caption."""
    states = {place: state_of(place, lit) for place in figure_places(in_label_order(figure.shapes[view], labels))}
    here = [point for point in points if point.view == view]
    file = shapes_path() if link else ""
    parts = [f'<use class="body" href="{file}#{OUTLINE}"/>']
    if link:
        parts += halos(figure, states, link, is_choice) if is_finder else []
        parts += region_links(figure, states, link, labels, is_choice, is_finder)
        role = f'role="group" aria-labelledby="{escape(uid)}"'
    else:
        parts += [region_path(figure, place, state) for place, state in states.items() if state]
        role = f'role="img" aria-label="{escape(alternative(view, states, labels, here))}"'
    parts.append(f'<use class="contour" href="{file}#{OUTLINE}"/>')
    if view == "front":
        parts.append(f'<use class="contour" href="{file}#{CHIN}"/>')
    parts.append(marks(figure, states, here, file))
    if is_finder:
        parts.append(side_names(figure, view))
    return (
        f'<figure class="view-{view}"><svg viewBox="0 0 {figure.width} {figure.height}" {role}>{"".join(parts)}</svg>'
        f'<figcaption id="{escape(uid)}">{VIEW_NAMES[view]}</figcaption></figure>'
    )


def in_label_order(shapes: Mapping[str, Shape], labels: Mapping[str, str]) -> list[Shape]:
    """Return the shapes in the order of the labels, as in the list beside the figure; else from head to foot."""
    named = [shapes[slug] for slug in labels if slug in shapes]
    return named + [shape for slug, shape in shapes.items() if slug not in labels]


def figure_places(shapes: Iterable[Shape]) -> Iterator[Place]:
    """Yield every region of a view, right and left."""
    for shape in shapes:
        if shape.sided:
            yield Place(shape, "right")
            yield Place(shape, "left")
        else:
            yield Place(shape, None)


def state_of(place: Place, lit: Mapping[str, str]) -> str:
    """Return the place's state, from its own key or its region's; empty if it isn't lit."""
    return lit.get(place.key, lit.get(place.shape.slug, ""))


def region_links(
    figure: Figure,
    states: Mapping[Place, str],
    link: Callable[[str], str],
    labels: Mapping[str, str],
    is_choice: bool,
    is_finder: bool,
) -> Iterator[str]:
    """Yield a link for every region, or for each side of it."""
    groups: dict[str, list[Place]] = {}
    for place in states:
        groups.setdefault(place.key if is_choice else place.shape.slug, []).append(place)
    for key, members in groups.items():
        title = name_of(members[0].shape.slug, labels)
        if is_choice and members[0].side:
            title += f", {members[0].side} side"
        said = [STATES[s] for s in dict.fromkeys(states[m] for m in members) if s in STATES]
        title = ": ".join([title, *said[:1]])
        paths = "".join(region_path(figure, member, states[member], is_kept=True) for member in members)
        address = link(key)
        current = ' aria-current="true"' if "chosen" in {states[member] for member in members} else ""
        named = f' data-place="{escape(key)}"' if is_finder else ""
        start = f'<a href="{escape(address)}"{NOFOLLOW * is_choice}{named}{current}>'
        yield f"{start}<title>{escape(title)}</title>{paths}</a>" if address else paths


def halos(figure: Figure, states: Mapping[Place, str], link: Callable[[str], str], is_choice: bool) -> Iterator[str]:
    """Yield touch targets: invisible, larger links for slim regions, drawn beneath all regions.

    The outermost are on top: a touch beside the head means the temple, not the eye.
    """
    for place in sorted(states, key=lambda place: abs(place.shape.center.x - figure.width / 2)):
        address = link(place.key if is_choice else place.shape.slug)
        if place.shape.is_slim and address:
            path = drawn_as("halo", figure, place, is_kept=True)
            yield f'<a href="{escape(address)}"{NOFOLLOW * is_choice} tabindex="-1" aria-hidden="true">{path}</a>'


def region_path(figure: Figure, place: Place, state: str, *, is_kept: bool = False) -> str:
    return drawn_as(f"region {state}".strip(), figure, place, is_kept=is_kept)


def drawn_as(name: str, figure: Figure, place: Place, *, is_kept: bool) -> str:
    """Return the place's shape, inline or as a reference to the file that browsers cache."""
    start = f'class="{name}"{mirrored(figure, place)}'
    if is_kept:
        return f'<use {start} href="{shapes_path()}#{shape_id(figure, place.shape)}"/>'
    return f'<path {start} d="{place.shape.d}"/>'


def shape_id(figure: Figure, shape: Shape) -> str:
    view = next(view for view, shapes in figure.shapes.items() if shapes.get(shape.slug) is shape)
    return f"{view}-{shape.slug}"


@cache
def render_shapes() -> str:
    """Render all shapes that figures refer to, as a standalone file."""
    figure = load_figure()
    shapes = (shape for view in VIEWS for shape in figure.shapes[view].values())
    paths = "".join(f'<path id="{shape_id(figure, shape)}" d="{shape.d}"/>' for shape in shapes)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{shared()}{paths}</svg>'


@cache
def shapes_path() -> str:
    """Return that file's URL, which changes with the drawing."""
    return f"/drawings/regions.{hashlib.sha256(render_shapes().encode()).hexdigest()[:10]}.svg"


def mirrored(figure: Figure, place: Place) -> str:
    return f' transform="{mirror_of(figure)}"' if place.side == "left" else ""


def mirror_of(figure: Figure) -> str:
    return f"matrix(-1 0 0 1 {figure.width} 0)"
