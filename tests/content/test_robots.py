"""What /robots.txt tells crawlers."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_everybody_is_kept_out_until_the_owner_lets_them_in(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content.decode().split("\n") == ["User-agent: *", "Disallow: /", ""]


def test_let_in_crawlers_find_the_sitemap_and_stay_out_of_admin_and_search(client: Client, settings: Any) -> None:
    settings.SEO_INDEX = True
    lines = client.get("/robots.txt").content.decode().split("\n")
    assert "Disallow: /" not in lines
    assert {"Disallow: /admin/", "Disallow: /search/", "Allow: /"} <= set(lines)
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_the_sitemaps_address_is_the_public_one_behind_a_proxy(client: Client, settings: Any) -> None:
    settings.SEO_INDEX = True
    settings.SITE_URL = "https://clinic.example"
    assert "Sitemap: https://clinic.example/sitemap.xml" in client.get("/robots.txt").content.decode()
