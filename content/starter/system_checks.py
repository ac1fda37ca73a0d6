"""System checks: regions and muscles without a drawing, and drawings without a region."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from content.anatomy.figure import VIEWS, Figure, load_figure
from content.anatomy.geometry import Box
from content.anatomy.shapes import DrawnMuscle, load_bones, load_muscles
from content.starter.files import FOLDER

HINT = "Regions are files in content/starter/regions; paths are drawn in content/anatomy/figure.toml."
HINT_MUSCLES = "Muscles are files in content/starter/muscles; they are drawn in content/anatomy/muscles.toml."


@register()
def regions_are_drawn(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Check that the starter's regions and the figure's paths match."""
    slugs = {file.stem for file in (FOLDER / "regions").glob("*.yaml")}
    return [Error(problem, hint=HINT, id="anatomy.E001") for problem in path_problems(slugs, load_figure())]


@register()
def muscles_are_drawn(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Check that the starter's muscles are drawn, and each drawing with its trigger point on it."""
    slugs = {file.stem for file in (FOLDER / "muscles").glob("*.yaml")}
    return [Error(problem, hint=HINT_MUSCLES, id="anatomy.E002") for problem in drawing_problems(slugs, load_muscles())]


def path_problems(slugs: set[str], figure: Figure) -> Iterator[str]:
    yield from (f"region {slug} has no path in the figure" for slug in sorted(slugs - figure.slugs()))
    yield from (f"the figure draws {slug}, which is no region" for slug in sorted(figure.slugs() - slugs))


def drawing_problems(slugs: set[str], drawn: Mapping[str, DrawnMuscle]) -> Iterator[str]:
    """Yield muscles without a drawing, and errors in drawings, which may be of muscles that a clinic adds."""
    yield from (f"muscle {slug} is not drawn" for slug in sorted(slugs - drawn.keys()))
    for slug, muscle in drawn.items():
        if not (muscle.origin and muscle.insertion):
            yield f"muscle {slug} is drawn without its origin or insertion"
        if not any(view in VIEWS for view in muscle.views):
            yield f"muscle {slug} is drawn in no view of the whole body"
        for view, shape in muscle.views.items():
            if not shape.covers(*shape.point):
                yield f"muscle {slug} has its point off the muscle, seen from the {view}"
            if not any(Box.around(part.edge).area for part in shape.parts):
                yield f"muscle {slug} has no surface, seen from the {view}"
            known = {other for other in drawn if view in drawn[other].views} | load_bones()[view].keys()
            yield from (f"{name}, which lies over {slug}, is not drawn" for name in shape.under if name not in known)
