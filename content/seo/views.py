"""What search engines, link previews, and devices request besides pages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from content.caching.version import per_version
from content.seo.address import base_url
from content.seo.icons import favicon_ico, favicon_svg, icon_png, svg_style
from content.seo.llms import build_llms
from content.seo.sitemap import build_sitemap
from content.seo.social_card import CardText, card_path, card_png, card_text
from content.site_context.context import current_site_context
from content.site_context.logo import png_of
from content.site_context.stylesheet import csp_hash
from content.text.directory import directory

IMMUTABLE = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"
CLOSED = ["/admin/", "/search/"]
ICON_SIZES = [192, 512]


@require_safe
def social_card(request: HttpRequest, pk: int, version: str) -> HttpResponse:
    """Serve the card of a public page. An outdated URL redirects to the current one."""
    text = shown_text(pk)
    if text is None:
        raise Http404
    if text.version != version:
        return HttpResponseRedirect(card_path(pk, text))
    return HttpResponse(
        card_png(text),
        content_type="image/png",
        headers={"Cache-Control": IMMUTABLE},
    )


def shown_text(pk: int) -> CardText | None:
    """Return what the page's card shows; None for a draft or a private page."""

    def find() -> CardText | None:
        entry = directory().get(pk)
        page = entry.fetch() if entry else None
        return card_text(page) if page else None

    return per_version(f"social-card-{pk}", find)


# Search engines ------------------------------------------------------------------------------------


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Disallow everything unless SEO_INDEX is on. Choices on the pain map stay allowed, since they have noindex."""
    lines = ["User-agent: *", "Disallow: /"]
    if settings.SEO_INDEX:
        lines = ["User-agent: *", *(f"Disallow: {address}" for address in CLOSED), "Allow: /", ""]
        lines.append(f"Sitemap: {base_url(request)}/sitemap.xml")
    return HttpResponse(
        "\n".join([*lines, ""]), content_type="text/plain; charset=utf-8", headers={"Cache-Control": AN_HOUR}
    )


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    base = base_url(request)
    found = per_version(f"sitemap-{base}", lambda: build_sitemap(base))
    return HttpResponse(found, content_type="application/xml; charset=utf-8")


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    base = base_url(request)
    text = per_version(f"llms-{base}", lambda: build_llms(base))
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": AN_HOUR})


# Icons ---------------------------------------------------------------------------------------------


@require_safe
def favicon(request: HttpRequest, kind: str) -> HttpResponse:
    site_context = current_site_context()
    color = site_context.clinic.signal_color
    if kind == "ico":
        return HttpResponse(
            favicon_ico(color, png_of(site_context.icon)),
            content_type="image/x-icon",
            headers={"Cache-Control": AN_HOUR},
        )
    if site_context.icon:  # not an SVG, which the admin and old bookmarks request
        return HttpResponseRedirect(f"/icon-{ICON_SIZES[0]}.png", headers={"Cache-Control": AN_HOUR})
    request.stylesheet_hashes = [csp_hash(svg_style(color))]  # type: ignore[attr-defined]
    return HttpResponse(
        favicon_svg(color), content_type="image/svg+xml; charset=utf-8", headers={"Cache-Control": AN_HOUR}
    )


@require_safe
def icon(request: HttpRequest, size: int) -> HttpResponse:
    site_context = current_site_context()
    png = icon_png(size, site_context.clinic.signal_color, png_of(site_context.icon))
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": AN_HOUR})
