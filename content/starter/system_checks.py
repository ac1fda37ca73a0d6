"""`manage.py check`: regions and muscles that are not drawn, and drawings without a region or a muscle."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from content.anatomy.figure import load_figure
from content.anatomy.shapes import load_muscles
from content.starter.validate import STARTER, drawing_problems, path_problems

HINT = "Regions are files in content/starter/regions; paths are drawn in content/anatomy/figure.toml."
HINT_MUSCLES = "Muscles are files in content/starter/muscles; they are drawn in content/anatomy/muscles.toml."
HINT_LIVE = "Publish the region again, or take its path out of content/anatomy/figure.toml."


@register()
def regions_are_drawn(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The starter's regions and the figure's paths, one for one."""
    slugs = {file.stem for file in (STARTER / "regions").glob("*.yaml")}
    return [Error(problem, hint=HINT, id="anatomy.E001") for problem in path_problems(slugs, load_figure())]


@register()
def muscles_are_drawn(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The starter's muscles and the drawings, one for one, each with its trigger point on it."""
    slugs = {file.stem for file in (STARTER / "muscles").glob("*.yaml")}
    return [Error(problem, hint=HINT_MUSCLES, id="anatomy.E002") for problem in drawing_problems(slugs, load_muscles())]


@register(Tags.database)
def live_regions_are_drawn(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The site's live regions and the figure's paths; a warning, since staff may take a region down."""
    from content.models.pain_map import RegionPage

    if not databases:
        return []
    try:
        slugs = set(RegionPage.objects.live().values_list("slug", flat=True))
    except DatabaseError:  # not migrated yet
        return []
    found = path_problems(slugs, load_figure()) if slugs else ()
    return [Warning(problem, hint=HINT_LIVE, id="anatomy.W001") for problem in found]
