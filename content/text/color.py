"""The site's colors, as its stylesheets have them, and their contrast, as defined by WCAG 2.2."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError

CSS = settings.STATICFILES_DIRS[0] / "css"
TOKEN = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\)")
TOKENS: list[tuple[str, str, str]] = [
    token for name in ("tokens", "parts/drawing") for token in TOKEN.findall((CSS / f"{name}.css").read_text())
]
LIGHT, DARK = {name: light for name, light, _ in TOKENS}, {name: dark for name, _, dark in TOKENS}
PAPER, NIGHT = LIGHT["paper"], DARK["paper"]
SIGNAL = "#b3361e"  # the default, which clinics can change
READABLE = 4.5
HEX = re.compile(r"#[0-9a-fA-F]{6}")


def luminance(color: str) -> float:
    """Return the relative luminance of `#rrggbb`, from 0 (black) to 1 (white) (WCAG 2.2, relative luminance)."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colors, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(color: str, other: str, share: float) -> str:
    """Mix a share of `color` into `other`."""
    pairs = zip(bytes.fromhex(color[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round(one * share + two * (1 - share)) for one, two in pairs).hex()


def lightened(color: str) -> str:
    """Mix the color with just enough white to be readable in dark mode."""
    tries = (mixed("#ffffff", color, step / 100) for step in range(101))
    return next((candidate for candidate in tries if contrast(candidate, NIGHT) >= READABLE), "#ffffff")


def validate_signal_color(value: str) -> None:
    """Raise ValidationError unless it is a color that is readable on the paper color; the message has its contrast."""
    if not HEX.fullmatch(value):
        raise ValidationError("Write the color as # and six digits, for example #b3361e.")
    ratio = contrast(value, PAPER)
    if ratio < READABLE:
        raise ValidationError(
            f"This color has a contrast of {ratio:.1f} to 1 on the page’s background; text needs at least 4.5 to 1. "
            "Choose a darker one."
        )
