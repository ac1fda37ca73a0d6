"""`manage.py check`: regions without a path in the figure, and paths without a region."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from content.anatomy.figure import Figure, load_figure
from content.models import RegionPage
from content.starter.files import FOLDER

HINT = "Regions are files in content/starter/regions; paths are drawn in content/anatomy/figure.toml."
HINT_LIVE = "Publish the region again, or take its path out of content/anatomy/figure.toml."


@register()
def regions_are_drawn(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The starter's regions and the figure's paths, one for one."""
    slugs = {file.stem for file in (FOLDER / "regions").glob("*.yaml")}
    return [Error(problem, hint=HINT, id="anatomy.E001") for problem in path_problems(slugs, load_figure())]


@register(Tags.database)
def live_regions_are_drawn(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The site's live regions and the figure's paths; a warning, since staff may take a region down."""
    if not databases:
        return []
    try:
        slugs = set(RegionPage.objects.live().values_list("slug", flat=True))
    except DatabaseError:  # not migrated yet
        return []
    found = path_problems(slugs, load_figure()) if slugs else ()
    return [Warning(problem, hint=HINT_LIVE, id="anatomy.W001") for problem in found]


def path_problems(slugs: set[str], figure: Figure) -> Iterator[str]:
    yield from (f"region {slug} has no path in the figure" for slug in sorted(slugs - figure.slugs()))
    yield from (f"the figure draws {slug}, which is no region" for slug in sorted(figure.slugs() - slugs))
