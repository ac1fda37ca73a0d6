"""The starter's site, snippets and clinic settings."""

from collections.abc import Callable
from datetime import time
from functools import partial
from typing import Any

from django.db.models import Model, SlugField, URLField
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, Site

from content.models import (
    ClinicSettings,
    HomePage,
    OpeningHours,
    SocialLink,
    StarterRecord,
    Topic,
)
from content.starter.files import data_file
from content.starter.text import typeset
from content.text.hours import WEEKDAYS


def existing_home() -> Page | None:
    return HomePage.objects.order_by("depth", "path").first()


def install_home(page: Page) -> None:
    """Replace Wagtail's welcome page with the home page, and point the site to it."""
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


def load_once(report: Callable[[str], None], path: str, load: Callable[[], object]) -> None:
    """Load what no earlier run has loaded; anything that staff changed or deleted since stays that way."""
    if not StarterRecord.objects.filter(path=path).exists():
        load()
        StarterRecord.objects.create(path=path)
        report(path)


def plain_value(field: Any, value: Any) -> Any:
    """Return a model field's value, with typographic punctuation if it is read as text."""
    is_text = isinstance(value, str) and not isinstance(field, URLField | SlugField) and not field.choices
    return typeset(value) if is_text else value


def load_snippets(report: Callable[[str], None], model: type[Model], name: str) -> None:
    """Load the rows of a file, each keyed by its slug."""
    rows = data_file(name)
    for value, row in rows.items():
        values = {field: plain_value(model._meta.get_field(field), entry) for field, entry in row.items()}
        key = {"slug" if model is Topic else "key": value}
        load_once(report, f"{name}.yaml#{value}", partial(create, model, key, values))


def create(model: type[Model], key: dict[str, str], values: dict[str, Any]) -> None:
    model._default_manager.get_or_create(**key, defaults=values)


def load_picks(report: Callable[[str], None], pages: dict[str, Page]) -> None:
    """Promote pages for some searches, unless staff already promoted something for them."""
    rows = data_file("picks")
    for words, path in rows.items():
        load_once(report, f"picks.yaml#{words}", partial(promote, words, pages.get(path)))


def promote(words: str, page: Page | None) -> None:
    query = Query.get(words)
    if page and not query.editors_picks.exists():
        SearchPromotion.objects.create(query=query, page=page)


def load_clinic(report: Callable[[str], None], site: Site) -> None:
    data = data_file("clinic")
    load_once(report, "clinic.yaml", partial(fill_clinic, data, site))


def fill_clinic(data: dict[str, Any], site: Site) -> None:
    clinic = ClinicSettings.for_site(site)
    hours, links = data.pop("hours", []), data.pop("social_links", [])
    for name, value in data.items():
        clinic._meta.get_field(name)  # raises for an unknown field name
        setattr(clinic, name, value)
    clinic.opening_hours = [
        OpeningHours(
            weekday=WEEKDAYS.index(row["day"].capitalize()),
            opens=time.fromisoformat(row["opens"]),
            closes=time.fromisoformat(row["closes"]),
        )
        for row in hours
    ]
    clinic.social_links = [SocialLink(**row) for row in links]
    clinic.full_clean()
    clinic.save()
    site.site_name = clinic.name
    site.save()
