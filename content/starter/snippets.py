"""The starter's site, snippets and clinic settings."""

from datetime import time
from typing import Any

from django.db.models import Model, SlugField, URLField
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, Site

from content.models import ClinicSettings, OpeningHours, SocialLink, Topic
from content.starter.files import data_file
from content.starter.text import typeset
from content.text.hours import WEEKDAYS


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


def plain_value(field: Any, value: Any) -> Any:
    """Return a model field's value, with typographic punctuation if it is read as text."""
    is_text = isinstance(value, str) and not isinstance(field, URLField | SlugField) and not field.choices
    return typeset(value) if is_text else value


def load_snippets(model: type[Model], name: str) -> None:
    """Load the rows of a file, each keyed by its slug."""
    for value, row in data_file(name).items():
        values = {field: plain_value(model._meta.get_field(field), entry) for field, entry in row.items()}
        key = {"slug" if model is Topic else "key": value}
        model._default_manager.get_or_create(**key, defaults=values)


def load_picks(pages: dict[str, Page]) -> None:
    """Promote pages for some searches."""
    for words, path in data_file("picks").items():
        SearchPromotion.objects.create(query=Query.get(words), page=pages[path])


def load_clinic(site: Site) -> None:
    data, clinic = data_file("clinic"), ClinicSettings.for_site(site)
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
