"""What only muscles, regions and conditions have: links into the pain map."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Page

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
from content.starter.blocks import References
from content.starter.text import plain


def fill(page: Page, data: dict[str, Any], refs: References, page_id: Callable[[str], int]) -> None:
    """Referrals, points, red flags, and a condition's muscles and regions."""

    def region_id(slug: str) -> int:
        return page_id(f"pain-map/{slug}")

    if isinstance(page, MusclePage):
        point = data.get("point") or {}
        page.point_view = point.get("view", "back")
        page.point_x, page.point_y = point.get("x"), point.get("y")
        first = Source.objects.filter(key=(data.get("sources") or [""])[0]).first()
        page.referrals = [
            ReferralPattern(
                region_id=region_id(row["region"]),
                strength=row.get("strength", "primary"),
                note=plain(row.get("note") or ""),
                source=Source.objects.filter(key=row["source"]).first() if row.get("source") else first,
            )
            for row in data.get("referrals", [])
        ]
    elif isinstance(page, RegionPage):
        page.red_flags = [
            RegionRedFlag(
                level=row.get("level", "urgent"),
                heading=plain(row.get("heading") or ""),
                signs="\n".join(plain(sign) for sign in row["signs"]),
            )
            for row in data.get("red_flags", [])
        ]
    elif isinstance(page, HomePage) and data.get("example_muscle"):
        page.example_muscle_id = refs.muscle(data["example_muscle"])
    elif isinstance(page, ConditionPage):
        page.condition_muscles = [ConditionMuscle(muscle_id=refs.muscle(m)) for m in data.get("muscles", [])]
        page.condition_regions = [ConditionRegion(region_id=region_id(r)) for r in data.get("regions", [])]
