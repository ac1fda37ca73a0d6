"""What is drawn over the body (rings, points, side names), and its text alternative."""

from collections.abc import Mapping, Sequence

from content.anatomy.figure import Figure, Place, Point, Side, View

SEEN_FROM: dict[View, str] = {"front": "seen from the front", "back": "seen from behind", "side": "seen from the side"}
STATES = {"often": "often felt here", "sometimes": "sometimes felt here", "chosen": "chosen"}
RINGS = {"often": (3.5, 7, 10.5), "sometimes": (3.5,), "chosen": (3.5, 7)}
SIDE_NAME_X, SIDE_NAME_Y = 30, 40  # units: beside the head, where there is room


def rings_of(state: str) -> str:
    return f'<g id="rings-{state}">' + "".join(f'<circle r="{radius:g}"/>' for radius in RINGS[state]) + "</g>"


def marks(figure: Figure, states: Mapping[Place, str], points: Sequence[Point], file: str) -> str:
    """Render rings where pain is felt, inline or from the file, and the points where it may start."""
    drawn = []
    for place, state in states.items():
        if state in RINGS:
            x = on_side(figure, place.shape.center.x, place.side)
            y = place.shape.center.y
            drawn.append(f'<use class="ring {state}" href="{file}#rings-{state}" x="{x:g}" y="{y:g}"/>')
    for point in dict.fromkeys(points):
        x = on_side(figure, point.x, point.side)
        drawn.append(f'<circle class="point" cx="{x:g}" cy="{point.y:g}" r="4"/>')
    return f'<g class="marks" aria-hidden="true">{"".join(drawn)}</g>' if drawn else ""


def side_names(figure: Figure, view: View) -> str:
    """Label the body's left and right sides, which are swapped in the back view."""
    names = ("Right", "Left") if view == "front" else ("Left", "Right")
    places = zip((SIDE_NAME_X, figure.width - SIDE_NAME_X), names, strict=True)
    texts = (f'<text x="{x}" y="{SIDE_NAME_Y}">{name}</text>' for x, name in places)
    return f'<g class="side-names" aria-hidden="true">{"".join(texts)}</g>'


def on_side(figure: Figure, x: float, side: Side | None) -> float:
    return figure.width - x if side == "left" else x


def name_of(slug: str, labels: Mapping[str, str]) -> str:
    return labels.get(slug) or slug.replace("-", " ").capitalize()


def alternative(view: View, states: Mapping[Place, str], labels: Mapping[str, str], points: Sequence[Point]) -> str:
    """Describe what the drawing shows."""
    sentences = [f"Body, {SEEN_FROM[view]}."]
    for state, words in STATES.items():
        names = dict.fromkeys(name_of(place.shape.slug, labels) for place, now in states.items() if now == state)
        if names:
            sentences.append(f"{words.capitalize()}: {', '.join(names)}.")
    if points:
        sentences.append("A point marks where it may start." if len(points) == 1 else "Points mark where it may start.")
    return " ".join(sentences)
