"""The whole figure, as pages show it."""

from collections.abc import Mapping

from django.utils.safestring import SafeString

from content.anatomy.drawing import render_figure


def map_figure(
    titles: Mapping[str, str], addresses: Mapping[str, str], *, is_finder: bool = False, uid: str = "map"
) -> SafeString:
    """The whole figure, each region a link to its page; those without a page stay without a link."""
    return render_figure(link=lambda slug: addresses.get(slug, ""), labels=titles, is_finder=is_finder, uid=uid)
