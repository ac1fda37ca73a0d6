"""The picture shown when a page is shared: its title beside the point and its rings."""

import hashlib
import os
import tempfile
from dataclasses import astuple, dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont
from wagtail.models import Page

from content.models import ClinicSettings
from content.seo.motif import Circle, draw_circles
from content.text.color import PAPER

WIDTH, HEIGHT = 1200, 630
DESIGN = "2"  # a new drawing gets a new address
INK, INK_SOFT = "#221d18", "#5b5147"
MARGIN = 84
TITLE_WIDTH, TITLE_HEIGHT, TITLE_TOP = 740, 340, 150
SIZES = range(92, 43, -4)
LINES = 4
LEADING = 1.14
FONTS = Path(__file__).resolve().parent / "fonts"
CARDS = settings.DATA_DIR / "social-cards"
RINGS = [
    Circle(1010, 428, 18),
    Circle(1010, 428, 64, 7),
    Circle(1010, 428, 122, 5, 0.62),
    Circle(1010, 428, 190, 4, 0.36),
    Circle(1010, 428, 268, 3, 0.2),
    Circle(1108, 98, 11),
]


@dataclass(frozen=True)
class CardText:
    title: str
    kind: str
    clinic: str
    colour: str

    @property
    def version(self) -> str:
        """A digest of everything the card shows."""
        shown = "\n".join([DESIGN, *astuple(self)])
        return hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()[:12]


def card_text(page: Page, clinic: ClinicSettings) -> CardText:
    """What a page's card shows; the home page's shows its first words."""
    title = getattr(page, "hero_heading", "") or page.title
    return CardText(title, getattr(page, "kind_label", ""), clinic.name, clinic.signal_colour)


def card_path(pk: int, text: CardText) -> str:
    """The card's address, which changes with what it shows."""
    return f"/social-card/{pk}/{text.version}.png"


def card_png(pk: int, text: CardText) -> bytes:
    """The card's picture, cached in one file for each page."""
    file = CARDS / f"{pk}-{text.version}.png"
    try:
        return file.read_bytes()
    except FileNotFoundError:
        png = draw_card(text)
    CARDS.mkdir(parents=True, exist_ok=True)
    for old in CARDS.glob(f"{pk}-*.png"):
        old.unlink(missing_ok=True)
    # Written to a temporary file first, so that no request reads half a picture.
    handle, aside = tempfile.mkstemp(dir=CARDS)
    with os.fdopen(handle, "wb") as target:
        target.write(png)
    Path(aside).replace(file)
    return png


# Drawing -------------------------------------------------------------------------------------------


def draw_card(text: CardText) -> bytes:
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw_circles(picture, RINGS, text.colour)
    pen = ImageDraw.Draw(picture)
    pen.text((MARGIN, 84), text.kind, font=font("Regular", 32), fill=INK_SOFT)
    size, lines = set_title(text.title)
    for number, line in enumerate(lines):
        pen.text((MARGIN - 4, TITLE_TOP + number * size * LEADING), line, font=font("Semibold", size), fill=INK)
    draw_circles(picture, [Circle(MARGIN + 8, 540, 8)], text.colour)
    clinic = set_lines(text.clinic, font("Semibold", 36), TITLE_WIDTH)[0]
    pen.text((MARGIN + 32, 540), clinic, font=font("Semibold", 36), fill=INK, anchor="lm")
    # Few colours on a card: a palette makes the file a third as large.
    output = BytesIO()
    picture.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(output, "PNG", optimize=True)
    return output.getvalue()


@cache
def font(weight: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The card's typeface; Pillow's default where FreeType lacks WOFF2."""
    try:
        return ImageFont.truetype(str(FONTS / f"SourceSerif4-{weight}.woff2"), size)
    except OSError:
        return ImageFont.load_default(size)


def set_title(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title fits, and its lines, about equally long."""
    for size in SIZES:
        face = font("Semibold", size)
        lines = set_lines(title, face, TITLE_WIDTH)
        if len(lines) <= LINES and len(lines) * size * LEADING <= TITLE_HEIGHT:
            return size, balanced(title, face, len(lines))
    shown = lines[:LINES]
    while face.getlength(f"{shown[-1]}…") > TITLE_WIDTH:
        shown[-1] = shown[-1][:-1].rstrip()
    return size, [*shown[:-1], f"{shown[-1]}…"]


def set_lines(text: str, face: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: float) -> list[str]:
    """Words in lines of at most `width`; a word that is longer than a line is cut."""
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
    """The same number of lines, as narrow as they can be without cutting a word."""
    longest = max((face.getlength(word) for word in text.split()), default=0)
    for width in range(max(round(longest) + 1, TITLE_WIDTH // 3), TITLE_WIDTH, 20):
        lines = set_lines(text, face, width)
        if len(lines) == count:
            return lines
    return set_lines(text, face, TITLE_WIDTH)
