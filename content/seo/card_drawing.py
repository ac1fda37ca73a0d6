"""The page's drawing for its social card, rasterized."""

import re

from PIL import Image
from wagtail.models import Page

from content.anatomy.condition_scenes import condition_scene
from content.anatomy.doing import load_doing, render_doing
from content.anatomy.geometry import Box
from content.anatomy.plate import Scene, render_scene
from content.anatomy.region_scenes import region_scene
from content.anatomy.scenes import CARD, muscle_scene
from content.models import ConditionPage, MusclePage, RegionPage
from content.seo.raster import rasterized
from content.text.color import LIGHT, mixed

INK, SURFACE, FLESH, BONE, BONE_LINE, INK_SOFT, GROUND = (
    LIGHT[name] for name in ("ink", "surface", "flesh", "bone", "bone-line", "ink-soft", "line")
)
VIEW_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')


def drawing_of(page: Page, aspect: float) -> str:
    """Return the page's drawing as SVG, with the given aspect ratio if it shows the body; empty without one."""
    if page.pk is None:
        return ""
    if isinstance(page, MusclePage):
        return card_scene(muscle_scene(page.subject()[0], CARD), aspect)
    if isinstance(page, RegionPage):
        return card_scene(region_scene(page.slug, (), CARD), aspect)
    if isinstance(page, ConditionPage):
        _title, regions, subjects = page.subject()
        return card_scene(condition_scene([*regions], subjects, CARD), aspect) if regions else ""
    blocks = getattr(page, "body", None) or ()
    chosen = [getattr(page, "opening_drawing", "")]
    chosen += [name for block in blocks if block.block_type == "drawing" for name in block.value["drawings"]]
    return next((str(render_doing(name)) for name in chosen if name in load_doing()), "")


def card_scene(scene: Scene, aspect: float) -> str:
    """Return the whole scene without labels, widened to the aspect ratio."""
    crop = scene.crop
    tall = crop.bottom - crop.top
    middle = (crop.left + crop.right) / 2
    wide = Box(middle - tall * aspect / 2, crop.top, middle + tall * aspect / 2, crop.bottom)
    return str(render_scene(scene._replace(crop=wide, labels=(), target=None, breadth=tall * CARD), "", "plate"))


def as_picture(svg: str, color: str, width: int, height: int) -> Image.Image:
    """Render the drawing in light mode, as large as fits."""
    units = VIEW_BOX.search(svg)
    across, down = (float(units[1]), float(units[2])) if units else (width, height)
    scale = min(width / across, height / down)
    return rasterized(svg, style(color, scale), round(across * scale), round(down * scale), SURFACE)


def style(color: str, scale: float) -> str:
    """Return the rules of css/parts/drawing.css in light mode, for a renderer without CSS variables; lines in units."""

    def line(pixels: float) -> str:
        return f"stroke-width:{pixels / scale:.3f}"

    def tint(share: float) -> str:
        return mixed(color, FLESH, share)

    dark = mixed(color, INK, 0.7)
    return (
        f"path,circle{{stroke-linejoin:round;stroke-linecap:round}}.skin{{fill:{FLESH};stroke:{FLESH};{line(1)}}}"
        f".contour,.crease{{fill:none;stroke:{INK};{line(4)}}}.thin,.crease{{{line(3)}}}"
        f".bone{{fill:{BONE};stroke:{BONE_LINE};{line(2)}}}.rib{{fill:none;stroke:{BONE};{line(6)}}}"
        f".muscle{{fill:{tint(0.34)};stroke:{dark};{line(3)}}}.sometimes{{fill:{tint(0.17)}}}"
        f".twin{{fill:{tint(0.08)};stroke-opacity:.35}}"
        f".fibers,.strands{{fill:none;stroke:{dark};{line(1.8)};stroke-opacity:.6}}"
        f".tendon{{fill:{FLESH};fill-opacity:.55;stroke:{BONE_LINE};{line(2)}}}"
        f".cover{{fill:none;stroke:{INK_SOFT};{line(2.2)};stroke-dasharray:{10 / scale:.2f} {8 / scale:.2f}}}"
        f".window{{fill:#fff}}.window .sometimes{{fill:#999}}.felt{{fill:{tint(0.09)}}}"
        f".ring{{stop-color:{color};stop-opacity:.7}}.gap{{stop-color:{color};stop-opacity:0}}"
        f".point{{fill:{color};stroke:{FLESH};{line(4)}}}.target,.curve,.waves{{fill:none;stroke:{color};{line(4)}}}"
        f".hand,.thing{{fill:{FLESH};stroke:{INK};{line(4)}}}.ground{{fill:{GROUND}}}"
        f".sight{{fill:none;stroke:{INK_SOFT};{line(2.2)};stroke-dasharray:{10 / scale:.2f} {8 / scale:.2f}}}"
        ".label,.leader,text{display:none}"
    )
