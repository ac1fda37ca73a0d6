"""The editor's form, for tests that save and publish as staff do."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from content.caching.version import invalidate


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def take_down_all_but(*pages: Page) -> None:
    """Unpublish all other pages: checking the whole starter takes seconds, and a report test needs only a few."""
    Page.objects.filter(depth__gt=2).exclude(pk__in=[page.pk for page in pages]).update(live=False)
    invalidate()


def checked(client: Client, page: Page, data: dict[str, Any]) -> BeautifulSoup:
    """What the editor's script shows for what is typed, and, right after it has opened, for what is saved."""
    return BeautifulSoup(client.post(reverse("live_checks", args=[page.pk]), data).content, "html.parser")


def form(page: Page, **changes: Any) -> dict[str, Any]:
    """What the editor's form submits."""
    inline = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
    data = {
        "title": page.title,
        "slug": page.slug,
        "summary": "",
        "seo_title": "",
        "search_description": "",
        "body": streamfield([]),
        "comments": inline,
        "condition_muscles": inline,
        "condition_regions": inline,
        "page_sources": inline,
        "related_links": inline,
    }
    return nested_form_data(data | changes)
