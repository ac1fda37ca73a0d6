"""The clinic's icons: its own image, or the mark (templates/components/logo.html) in its signal color."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageOps

from content.seo.motif import Circle, draw_circles
from content.text.color import PAPER, lightened

LOGO_SIDE = 32
LOGO = [Circle(12, 20, 2.8), Circle(12, 20, 6, 1.5), Circle(12, 20, 10.5, 1.5), Circle(26, 6, 1.6)]
# In a browser tab, the outer ring would be a gray blur, so this has fewer, bolder strokes.
TINY_LOGO = [Circle(12.5, 19.5, 4), Circle(12.5, 19.5, 10, 3), Circle(27, 5, 3)]
TINY_UP_TO = 24
TAB_SIZES = [16, 32, 48]
ROOM_ON_GROUND = 0.2  # share of an icon's side left blank around the logo, since devices crop the corners


def svg_style(color: str) -> str:
    """Return the image's stylesheet: the color for light tabs, and a lighter one for dark tabs."""
    dark = lightened(color)
    return (
        f"g{{fill:none;stroke:{color};stroke-width:2}}circle{{fill:{color}}}g circle{{fill:none}}"
        f"@media(prefers-color-scheme:dark){{g{{stroke:{dark}}}circle{{fill:{dark}}}g circle{{fill:none}}}}"
    )


def favicon_svg(color: str) -> str:
    rings = "".join(f'<circle cx="{c.x}" cy="{c.y}" r="{c.radius}"/>' for c in LOGO if c.stroke)
    points = "".join(f'<circle cx="{c.x}" cy="{c.y}" r="{c.radius}"/>' for c in LOGO if not c.stroke)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LOGO_SIDE} {LOGO_SIDE}">'
        f"<style>{svg_style(color)}</style><g>{rings}</g>{points}</svg>"
    )


@lru_cache(maxsize=32)
def icon_png(size: int, color: str, emblem: bytes = b"") -> bytes:
    """Return a square PNG of the mark or the clinic's emblem on the paper color; an opaque square emblem fills it."""
    if emblem:
        picture = fit_emblem(size, emblem, 0 if fills_square(emblem) else ROOM_ON_GROUND)
    else:
        picture = draw_logo(size, color, PAPER, ROOM_ON_GROUND)
    return as_bytes(picture, "PNG", optimize=True)


@lru_cache(maxsize=8)
def favicon_ico(color: str, emblem: bytes = b"") -> bytes:
    """Return the mark or the emblem for browser tabs in three sizes; the mark is drawn for each size."""
    drawn = [fit_emblem(size, emblem) if emblem else draw_logo(size, color) for size in TAB_SIZES]
    return as_bytes(drawn[-1], "ICO", sizes=[(size, size) for size in TAB_SIZES], append_images=drawn[:-1])


def fills_square(emblem: bytes) -> bool:
    picture = Image.open(BytesIO(emblem))
    return picture.width == picture.height and not picture.has_transparency_data


def fit_emblem(size: int, emblem: bytes, room: float = 0) -> Image.Image:
    """Return the clinic's emblem centered on a square of the paper color."""
    picture = Image.new("RGBA", (size, size), PAPER)
    inner = round(size * (1 - room))
    mark = ImageOps.contain(Image.open(BytesIO(emblem)).convert("RGBA"), (inner, inner))
    picture.alpha_composite(mark, ((size - mark.width) // 2, (size - mark.height) // 2))
    return picture


def draw_logo(size: int, color: str, ground: str = "", room: float = 0) -> Image.Image:
    """Draw the logo in a square, transparent without a `ground`."""
    # A transparent signal color, so that antialiased edges have no dark fringe.
    picture = Image.new("RGBA", (size, size), ground or f"{color}00")
    scale = size * (1 - room) / LOGO_SIDE
    start = size * room / 2
    logo = TINY_LOGO if size <= TINY_UP_TO else LOGO
    circles = [Circle(start + c.x * scale, start + c.y * scale, c.radius * scale, c.stroke * scale) for c in logo]
    draw_circles(picture, circles, color)
    return picture


def as_bytes(picture: Image.Image, kind: str, **options: object) -> bytes:
    output = BytesIO()
    picture.save(output, kind, **options)
    return output.getvalue()
