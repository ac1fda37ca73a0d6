"""The clinic's icons: its own image, or the mark (templates/components/logo.html) in its signal color."""

from functools import lru_cache
from io import BytesIO

from django.template.loader import render_to_string
from PIL import Image, ImageOps

from content.seo.raster import rasterized
from content.text.color import PAPER, lightened

# In a browser tab, the outer ring would be a gray blur, so this has fewer, bolder strokes.
TINY_MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle class="point" cx="12.5" cy="19.5" r="4"/>'
    '<g class="rings"><circle cx="12.5" cy="19.5" r="10"/></g><circle class="point" cx="27" cy="5" r="3"/></svg>'
)
TINY_UP_TO = 24
TAB_SIZES = [16, 32, 48]
ROOM_ON_GROUND = 0.2  # share of an icon's side left blank around the logo, since devices crop the corners


def mark_svg() -> str:
    return render_to_string("components/logo.html").replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def mark_style(color: str, stroke: float) -> str:
    return f".rings{{fill:none;stroke:{color};stroke-width:{stroke:g}}}.point{{fill:{color}}}"


def svg_style(color: str) -> str:
    """Return the image's stylesheet: the color for light tabs, and a lighter one for dark tabs."""
    return f"{mark_style(color, 2)}@media(prefers-color-scheme:dark){{{mark_style(lightened(color), 2)}}}"


def favicon_svg(color: str) -> str:
    return mark_svg().replace(">", f"><style>{svg_style(color)}</style>", 1)


@lru_cache(maxsize=32)
def icon_png(size: int, color: str, emblem: bytes = b"") -> bytes:
    """Return a square PNG of the mark or the clinic's emblem on the paper color; an opaque square emblem fills it."""
    inner = round(size * (1 - (0 if emblem and fills_square(emblem) else ROOM_ON_GROUND)))
    return as_bytes(on_paper(size, inner, emblem_of(emblem) if emblem else mark(inner, color)), "PNG", optimize=True)


@lru_cache(maxsize=8)
def favicon_ico(color: str, emblem: bytes = b"") -> bytes:
    """Return the mark or the emblem for browser tabs in three sizes; the mark is drawn for each size."""
    drawn = [on_paper(size, size, emblem_of(emblem)) if emblem else mark(size, color) for size in TAB_SIZES]
    return as_bytes(drawn[-1], "ICO", sizes=[(size, size) for size in TAB_SIZES], append_images=drawn[:-1])


def mark(size: int, color: str) -> Image.Image:
    """Return the mark on a transparent ground."""
    is_tiny = size <= TINY_UP_TO
    return rasterized(TINY_MARK if is_tiny else mark_svg(), mark_style(color, 3 if is_tiny else 1.5), size, size)


def emblem_of(emblem: bytes) -> Image.Image:
    return Image.open(BytesIO(emblem)).convert("RGBA")


def fills_square(emblem: bytes) -> bool:
    picture = Image.open(BytesIO(emblem))
    return picture.width == picture.height and not picture.has_transparency_data


def on_paper(size: int, inner: int, picture: Image.Image) -> Image.Image:
    """Return the picture, as large as fits into the inner square, centered on a square of the paper color."""
    paper, shown = Image.new("RGBA", (size, size), PAPER), ImageOps.contain(picture, (inner, inner))
    paper.alpha_composite(shown, ((size - shown.width) // 2, (size - shown.height) // 2))
    return paper


def as_bytes(picture: Image.Image, kind: str, **options: object) -> bytes:
    output = BytesIO()
    picture.save(output, kind, **options)
    return output.getvalue()
