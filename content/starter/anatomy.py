"""Links into the pain map, which only muscles, regions, and conditions have."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from content.anatomy.figure import VIEWS
from content.anatomy.shapes import load_muscles
from content.models import (
    ConditionMuscle,
    ConditionPage,
    ConditionRegion,
    HomePage,
    MusclePage,
    ReferralPattern,
    RegionPage,
    RegionRedFlag,
    Source,
)
from content.starter.text import typeset


def place_point(page: MusclePage) -> None:
    """Set the trigger point to that of the muscle's drawing, in a view of the whole body."""
    muscle = load_muscles().get(page.slug)
    for view, shape in muscle.views.items() if muscle else ():
        if view in VIEWS:
            page.point_view = view
            page.point_x, page.point_y = round(shape.point.x, 1), round(shape.point.y, 1)
            return


def fill(page: Page, data: dict[str, Any], page_id: Callable[[str], int]) -> None:
    """Fill in referrals, points, red flags, and a condition's muscles and regions."""

    def region_id(slug: str) -> int:
        return page_id(f"pain-map/{slug}")

    def muscle_id(slug: str) -> int:
        return page_id(f"muscles/{slug}")

    if isinstance(page, MusclePage):
        place_point(page)
        first = Source.objects.filter(key=(data.get("sources") or [""])[0]).first()
        page.referrals = [
            ReferralPattern(
                region_id=region_id(row["region"]),
                strength=row.get("strength", "primary"),
                note=typeset(row.get("note") or ""),
                source=Source.objects.filter(key=row["source"]).first() if row.get("source") else first,
            )
            for row in data.get("referrals", [])
        ]
    elif isinstance(page, RegionPage):
        page.red_flags = [
            RegionRedFlag(
                level=row.get("level", "urgent"),
                heading=typeset(row.get("heading") or ""),
                signs="\n".join(typeset(sign) for sign in row["signs"]),
            )
            for row in data.get("red_flags", [])
        ]
    elif isinstance(page, HomePage) and data.get("example_muscle"):
        page.example_muscle_id = muscle_id(data["example_muscle"])
    elif isinstance(page, ConditionPage):
        page.condition_muscles = [ConditionMuscle(muscle_id=muscle_id(m)) for m in data.get("muscles", [])]
        page.condition_regions = [ConditionRegion(region_id=region_id(r)) for r in data.get("regions", [])]
