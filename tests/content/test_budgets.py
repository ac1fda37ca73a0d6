"""What pages may cost: queries for one page of each type, bytes and requests for every page of the starter."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from content.models import HomePage

WARM_QUERIES = 5
HOME_QUERIES = 6


def one_page_of_each_type() -> list[Page]:
    """The first live page of every type, and the one with the longest body."""
    chosen: dict[type[Page], list[Page]] = {}
    for page in Page.objects.live().filter(depth__gte=2).order_by("path").specific():
        known = chosen.setdefault(type(page), [page])
        known[1:] = [max(page, known[-1], key=lambda one: len(str(getattr(one, "body", ""))))]
    return [page for pages in chosen.values() for page in dict.fromkeys(pages)]


@pytest.mark.django_db
def test_a_warm_page_asks_the_database_little(client: Client) -> None:
    over = {}
    for page in one_page_of_each_type():
        client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(page.url)
        budget = HOME_QUERIES if isinstance(page, HomePage) else WARM_QUERIES
        if len(queries) > budget:
            over[page.url] = [query["sql"][:120] for query in queries]
    assert not over
