"""The image shown when a page is shared: its drawing, or the point and its rings, above its title."""

import hashlib
from dataclasses import astuple, dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from django.core.cache import caches
from PIL import Image, ImageDraw, ImageFont, ImageOps
from wagtail.models import Page

from content.seo.card_drawing import INK, INK_SOFT, SURFACE, as_picture, drawing_of
from content.seo.raster import rasterized
from content.site_context.clinic import the_clinic
from content.site_context.context import current_site_context
from content.site_context.logo import is_emblem, png_of
from content.text.color import LIGHT, PAPER

WIDTH, HEIGHT = 1200, 630
DESIGN = "3"  # part of the URL: increment it when the layout changes
MIDDLE = WIDTH / 2
# Chats crop to a square in the middle, others a little above and below: everything important is within that.
BAND = 370  # height of the drawing, from the top; the title is below
TITLE_WIDTH, TITLE_TOP, TITLE_HEIGHT = 590, 386, 158
CLINIC_Y = 580
SIZES = range(64, 35, -2)
LINES = 4
LEADING = 1.14
LOGO_HEIGHT = 48
FONTS = Path(__file__).resolve().parent / "fonts"
RINGS = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {BAND}">'
    f'<g transform="translate({MIDDLE} {BAND / 2})">'
    '<circle class="point" r="18" style="stroke:none"/><circle class="target" r="52" style="stroke-width:6"/>'
    '<circle class="target" r="94" style="stroke-width:5;stroke-opacity:.62"/>'
    '<circle class="target" r="146" style="stroke-width:4;stroke-opacity:.36"/></g></svg>'
)
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle cx="1" cy="1" r="1"/></svg>'


@dataclass(frozen=True)
class CardText:
    title: str
    clinic: str
    color: str
    drawing: str = RINGS  # as SVG
    logo: str = ""  # identifies the logo

    @property
    def version(self) -> str:
        """A digest of everything on the card."""
        shown = "\n".join([DESIGN, *LIGHT.values(), *astuple(self)])
        return hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()[:12]


def card_text(page: Page) -> CardText:
    """Return what a page's card shows; the home page's shows its headline."""
    title = getattr(page, "hero_heading", "") or page.title
    drawing, logo, clinic = drawing_of(page, WIDTH / BAND) or RINGS, current_site_context().logo, the_clinic()
    return CardText(title, clinic.name, clinic.signal_color, drawing, logo.file.name if logo else "")


def card_path(pk: int, text: CardText) -> str:
    """Return the card's URL, which changes with its content."""
    return f"/social-card/{pk}/{text.version}.png"


def card_png(text: CardText) -> bytes:
    """Return the card's image, which is drawn once."""
    logo = current_site_context().logo
    return bytes(caches["cards"].get_or_set(text.version, lambda: draw_card(text, png_of(logo))) or b"")


# Drawing -------------------------------------------------------------------------------------------


def draw_card(text: CardText, logo: bytes = b"") -> bytes:
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    picture.paste(SURFACE, (0, 0, WIDTH, BAND))
    drawing = as_picture(text.drawing, text.color, WIDTH, BAND)
    picture.paste(drawing, (round(MIDDLE - drawing.width / 2), 0))
    pen = ImageDraw.Draw(picture)
    size, lines = set_title(text.title)
    top = TITLE_TOP + (TITLE_HEIGHT - len(lines) * size * LEADING) / 2
    for number, line in enumerate(lines):
        y = top + (number + 0.5) * size * LEADING
        pen.text((MIDDLE, y), line, font=font("Semibold", size), fill=INK, anchor="mm")
    draw_clinic(picture, text, logo)
    # A card has few colors, so a palette reduces the file to a third.
    output = BytesIO()
    picture.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(output, "PNG", optimize=True)
    return output.getvalue()


def draw_clinic(picture: Image.Image, text: CardText, logo: bytes) -> None:
    """Draw the clinic's logo, or a point, and its name centered on the last line; a wide logo contains the name."""
    if logo:
        mark = ImageOps.contain(Image.open(BytesIO(logo)).convert("RGBA"), (TITLE_WIDTH, LOGO_HEIGHT))
    else:
        mark = rasterized(DOT, f"circle{{fill:{text.color}}}", 16, 16)
    face = font("Regular", 30)
    name = set_lines(text.clinic, face, TITLE_WIDTH - 90)[0] if is_emblem(mark) else ""
    gap = 14 if name else 0
    left = MIDDLE - (mark.width + gap + face.getlength(name)) / 2
    picture.paste(mark, (round(left), round(CLINIC_Y - mark.height / 2)), mark)
    pen = ImageDraw.Draw(picture)
    pen.text((left + mark.width + gap, CLINIC_Y), name, font=face, fill=INK_SOFT, anchor="lm")


@cache
def font(weight: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the card's font; Pillow's default if FreeType lacks WOFF2."""
    try:
        return ImageFont.truetype(str(FONTS / f"SourceSerif4-{weight}.woff2"), size)
    except OSError:
        return ImageFont.load_default(size)


def set_title(title: str) -> tuple[int, list[str]]:
    """Return the largest size at which the title fits, and its balanced lines."""
    for size in SIZES:
        face = font("Semibold", size)
        lines = set_lines(title, face, TITLE_WIDTH)
        is_whole = all(face.getlength(word) <= TITLE_WIDTH for word in title.split())
        if is_whole and len(lines) <= LINES and len(lines) * size * LEADING <= TITLE_HEIGHT:
            return size, balanced(title, face, len(lines))
    shown = lines[:LINES]
    while face.getlength(f"{shown[-1]}…") > TITLE_WIDTH:
        shown[-1] = shown[-1][:-1].rstrip()
    return size, [*shown[:-1], f"{shown[-1]}…"]


def set_lines(text: str, face: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: float) -> list[str]:
    """Wrap words into lines of at most `width`; a word that is longer than a line is broken."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and face.getlength(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return lines


def balanced(text: str, face: ImageFont.FreeTypeFont | ImageFont.ImageFont, count: int) -> list[str]:
    """Wrap into the same number of lines, as narrow as possible without breaking a word."""
    longest = max((face.getlength(word) for word in text.split()), default=0)
    for width in range(max(round(longest) + 1, TITLE_WIDTH // 3), TITLE_WIDTH, 20):
        lines = set_lines(text, face, width)
        if len(lines) == count:
            return lines
    return set_lines(text, face, TITLE_WIDTH)
