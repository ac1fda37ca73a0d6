"""`manage.py check` fails on a region without a path in the figure, and on a path without a region."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from content.anatomy.figure import load_figure
from content.anatomy.validate import STARTER, path_problems

HINT = "Regions are files in content/starter/regions; paths are drawn in content/anatomy/figure.toml."


@register()
def regions_are_drawn(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The starter's regions and the figure's paths, one for one."""
    slugs = {file.stem for file in (STARTER / "regions").glob("*.yaml")}
    return [Error(problem, hint=HINT, id="anatomy.E001") for problem in path_problems(slugs, load_figure())]
