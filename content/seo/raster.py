"""SVG as pixels, for social cards and icons."""

from io import BytesIO

import resvg_py
from PIL import Image


def rasterized(svg: str, style: str, width: int, height: int, ground: str | None = None) -> Image.Image:
    """Render the SVG in these rules, on a transparent ground unless one is given."""
    png = resvg_py.svg_to_bytes(
        svg, background=ground, style_sheet=style, skip_system_fonts=True, width=width, height=height
    )
    return Image.open(BytesIO(png)).convert("RGBA")
