"""The starter's site, snippets and clinic settings."""

from collections.abc import Callable
from datetime import time
from typing import Any

from django.db.models import Model
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, Site

from content.models import (
    ClinicSettings,
    HomePage,
    OpeningHours,
    SessionType,
    SocialLink,
    Source,
    StarterRecord,
    Topic,
)
from content.starter.files import data_file
from content.starter.text import plain
from content.text.hours import WEEKDAYS


def existing_home() -> Page | None:
    return HomePage.objects.order_by("depth", "path").first()


def install_home(page: Page) -> None:
    """Replace Wagtail's welcome page by the home page, and point the site at it."""
    root = Page.get_first_root_node()
    welcome = [child for child in root.get_children() if child.specific_class is Page or child.slug == "home"]
    for child in welcome:
        child.slug = f"welcome-{child.pk}"
        child.save()
    root.add_child(instance=page)
    site, _ = Site.objects.get_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": page})
    site.root_page = page
    site.save()
    for child in welcome:
        child.refresh_from_db()
        child.delete()


def load_list(
    report: Callable[[str], None],
    name: str,
    model: type[Model],
    key: str,
    convert: Callable[[str, Any], dict[str, Any]],
) -> None:
    """Create rows that no earlier run created; what staff changed or deleted stays as it is."""
    rows, digest = data_file(name)
    items = rows.items() if isinstance(rows, dict) else [(row.get(key) or row.get("key"), row) for row in rows]
    for value, row in items:
        path = f"{name}.yaml#{value}"
        if not StarterRecord.objects.filter(path=path).exists():
            model._default_manager.get_or_create(**{key: value}, defaults=convert(value, row))
            StarterRecord.objects.create(path=path, digest=digest)
            report(path)


def load_snippets(report: Callable[[str], None]) -> None:
    load_list(
        report,
        "sources",
        Source,
        "key",
        lambda _key, row: {
            "citation": plain(row["citation"]),
            "url": row.get("url") or "",
            "kind": row.get("kind") or "trial",
            "finding": plain(row.get("finding") or ""),
        },
    )
    load_list(
        report,
        "topics",
        Topic,
        "slug",
        lambda _slug, row: {"name": row if isinstance(row, str) else row["name"]},
    )
    load_list(
        report,
        "sessions",
        SessionType,
        "key",
        lambda _key, row: {
            "name": plain(row["name"]),
            "minutes": row["minutes"],
            "price": row.get("price"),
            "currency": row.get("currency", "USD"),
            "description": plain(row.get("description", "")),
            "suits": plain(row.get("suits", "")),
            "order": row.get("order", 0),
            "is_sample": row.get("is_sample", True),
        },
    )


def load_picks(report: Callable[[str], None], pages: dict[str, Page]) -> None:
    """Promote pages for some searches, unless staff promoted something there already."""
    rows, digest = data_file("picks")
    for words, path in rows.items():
        record = f"picks.yaml#{words}"
        if not StarterRecord.objects.filter(path=record).exists():
            query = Query.get(words)
            if path in pages and not query.editors_picks.exists():
                SearchPromotion.objects.create(query=query, page=pages[path])
            StarterRecord.objects.create(path=record, digest=digest)
            report(record)


def load_clinic(report: Callable[[str], None], site: Site) -> None:
    data, digest = data_file("clinic")
    if StarterRecord.objects.filter(path="clinic.yaml").exists():
        return
    clinic = ClinicSettings.for_site(site)
    lists = {"hours", "special_days", "social_links"}
    for name, value in data.items():
        if name not in lists:
            clinic._meta.get_field(name)
            setattr(clinic, name, value)
    clinic.opening_hours = [
        OpeningHours(
            weekday=WEEKDAYS.index(row["day"].capitalize()),
            opens=time.fromisoformat(row["opens"]),
            closes=time.fromisoformat(row["closes"]),
        )
        for row in data.get("hours", [])
    ]
    clinic.social_links = [SocialLink(**row) for row in data.get("social_links", [])]
    clinic.full_clean()
    clinic.save()
    site.site_name = clinic.name
    site.save()
    StarterRecord.objects.create(path="clinic.yaml", digest=digest)
    report("clinic.yaml")
