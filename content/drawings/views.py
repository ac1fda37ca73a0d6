"""`/drawings/b3361e/muscles/calf.0f3a….svg`: a muscle or a region in the clinic's color, kept for ever."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from content.anatomy.pictures import picture_path
from content.models import MusclePage, RegionPage
from content.seo.address import current_site
from content.seo.icons import style_hash
from content.site_context.context import site_context_for
from content.site_context.stylesheet import drawing_style
from content.text.cards import picture_of

FOR_EVER = "public, max-age=31536000, immutable"
MODELS: dict[str, type[MusclePage] | type[RegionPage]] = {
    "muscles": MusclePage,
    "plates": MusclePage,
    "regions": RegionPage,
}


@require_safe
def drawing(request: HttpRequest, color: str, kind: str, slug: str, version: str) -> HttpResponse:
    """The drawing of a page that everybody may read. An old address leads to the present one."""
    site_context, site = site_context_for(request), current_site(request)
    if site_context is None or site is None or kind not in MODELS:
        raise Http404
    page = MODELS[kind].objects.descendant_of(site.root_page).live().public().filter(slug=slug).first()
    picture = picture_of(page) if page else None
    if page is None or picture is None:
        raise Http404
    signal_color = site_context.clinic.signal_colour
    picture = replace(picture, kind=kind)
    path = picture_path(picture, signal_color)
    if path != request.path:
        return HttpResponseRedirect(path)
    style = drawing_style(signal_color)
    request.stylesheet_hashes = [style_hash(style)]  # type: ignore[attr-defined]
    svg = str(page.drawing(kind)).replace(">", f"><style>{style}</style>", 1)
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Cache-Control": FOR_EVER})
