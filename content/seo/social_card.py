"""The picture shown when a page is shared: its title beside the point and its rings."""

import hashlib

from wagtail.models import Page

from content.models import ClinicSettings

WIDTH, HEIGHT = 1200, 630
DESIGN = "1"  # a new drawing gets a new address


def card_version(page: Page, clinic: ClinicSettings) -> str:
    """Changes with whatever the card shows."""
    shown = "\n".join([DESIGN, page.title, getattr(page, "kind_label", ""), clinic.name, clinic.signal_colour])
    return hashlib.sha256(shown.encode()).hexdigest()[:12]


def card_address(page: Page, clinic: ClinicSettings) -> str:
    """Where a page's card is found."""
    return f"/social-card/{page.pk}/{card_version(page, clinic)}.png"
