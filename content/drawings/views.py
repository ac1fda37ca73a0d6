"""`/drawings/b3361e/muscles/calf.0f3a….svg`: a drawing in the clinic's color, cached forever."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from content.anatomy.doing import load_doing, render_doing
from content.anatomy.drawing import render_shapes, shapes_path
from content.anatomy.pictures import LARGE, doing_picture, picture_path
from content.caching.routing import readable
from content.models import ConditionPage, MusclePage, RegionPage
from content.models.drawn import DrawnPage
from content.site_context.context import current_site_context
from content.site_context.stylesheet import csp_hash, drawing_style

IMMUTABLE = "public, max-age=31536000, immutable"
MODELS: dict[str, type[DrawnPage]] = {
    kind: model for model in (ConditionPage, MusclePage, RegionPage) for kind in model.drawings
}


@require_safe
def serve_drawing(request: HttpRequest, color: str, kind: str, slug: str, version: str) -> HttpResponse:
    """Serve the drawing of a public page, or one without a page. An outdated URL redirects to the current one."""
    signal_color = current_site_context().clinic.signal_color
    if kind == "doing" and slug in load_doing():
        picture, style = doing_picture(slug), drawing_style(signal_color, "doing")
        svg = render_doing(slug)
    else:
        page = shown_page(kind, slug)
        picture, style = page.picture(kind), drawing_style(signal_color, *(["large"] if kind in LARGE else []))
        drawing = page.drawing(kind)
        if not drawing.words:
            raise Http404
        svg = drawing.render()
    path = picture_path(picture, signal_color)
    if path != request.path:
        return HttpResponseRedirect(path)
    request.stylesheet_hashes = [csp_hash(style)]  # type: ignore[attr-defined]
    styled = svg.replace(">", f"><style>{style}</style>", 1)
    return HttpResponse(styled, content_type="image/svg+xml; charset=utf-8", headers={"Cache-Control": IMMUTABLE})


@require_safe
def regions(request: HttpRequest, version: str) -> HttpResponse:
    """Serve the shapes of all regions, which the finder's figures refer to. An outdated URL redirects."""
    if request.path != shapes_path():
        return HttpResponseRedirect(shapes_path())
    return HttpResponse(
        render_shapes(), content_type="image/svg+xml; charset=utf-8", headers={"Cache-Control": IMMUTABLE}
    )


def shown_page(kind: str, slug: str) -> DrawnPage:
    """Return the public page that the drawing shows; the first one, if a copy in another section has its slug too."""
    if kind not in MODELS:
        raise Http404
    found: DrawnPage | None = readable(MODELS[kind].objects).filter(slug=slug).order_by("path").first()
    if found is None:
        raise Http404
    return found
