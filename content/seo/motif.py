"""The point and its rings, drawn with Pillow: for social cards and icons."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

SMOOTH = 4  # the supersampling factor, since Pillow's circles aren't antialiased


@dataclass(frozen=True)
class Circle:
    """A disc, or a ring if `stroke` is given, in pixels of the final image."""

    x: float
    y: float
    radius: float
    stroke: float = 0
    strength: float = 1  # opacity, from 0 to 1


def draw_circles(picture: Image.Image, circles: list[Circle], color: str) -> None:
    for circle in circles:
        reach = circle.radius + circle.stroke + 1
        left, top = int(circle.x - reach), int(circle.y - reach)
        side = int(2 * reach) + 2
        mask = Image.new("L", (side * SMOOTH, side * SMOOTH))
        pen = ImageDraw.Draw(mask)
        x, y = (circle.x - left) * SMOOTH, (circle.y - top) * SMOOTH
        outer = (circle.radius + circle.stroke / 2) * SMOOTH
        pen.ellipse((x - outer, y - outer, x + outer, y + outer), fill=round(255 * circle.strength))
        if circle.stroke:
            inner = (circle.radius - circle.stroke / 2) * SMOOTH
            pen.ellipse((x - inner, y - inner, x + inner, y + inner), fill=0)
        picture.paste(color, (left, top), mask.resize((side, side), Image.Resampling.BOX))
