"""The site's colors are written in static/css/tokens.css, those of drawings in parts/drawing.css, and nowhere else."""

import re

from content.text.color import CSS, DARK, LIGHT, SIGNAL, TOKEN, lightened
from tests.test_house import ROOT

# Served on its own when nothing else works, so it repeats three of them.
ON_ITS_OWN = CSS / "500.css"
SOURCES = {CSS / "tokens.css", CSS / "parts" / "drawing.css", ON_ITS_OWN}


def test_no_other_file_repeats_a_color() -> None:
    colors = re.compile("|".join({color for color in [*LIGHT.values(), *DARK.values()] if len(color) > 4}), re.I)
    files = {*CSS.rglob("*.css"), *(ROOT / "templates").rglob("*.*")}
    files |= {file for room in ("content", "inquiries", "search", "site") for file in (ROOT / room).rglob("*.py")}
    repeated = {
        str(file.relative_to(ROOT)): found for file in files - SOURCES if (found := colors.findall(file.read_text()))
    }
    assert repeated == {}, "Use var(--name) in CSS, {% color %} in templates, and content/text/color.py in Python."


def test_the_page_for_errors_has_the_sites_colors() -> None:
    light, dark = LIGHT | {"signal": SIGNAL}, DARK | {"signal": lightened(SIGNAL)}
    written = TOKEN.findall(ON_ITS_OWN.read_text())
    assert [name for name, *_ in written] == ["paper", "ink", "signal"]
    assert written == [(name, light[name], dark[name]) for name, *_ in written], "500.css differs from tokens.css."


def test_the_admin_has_the_default_signal_color() -> None:
    assert f"--w-color-secondary: {SIGNAL};" in (CSS / "admin.css").read_text()
