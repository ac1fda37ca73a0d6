"""The names that scripts, service units and links outside rely on. More may be added; these stay."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.test import Client

from config.environment import env

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("target", ["run", "test", "bench", "lint", "backup", "restore"])
def test_make_has_the_target_and_says_what_it_does(target: str) -> None:
    assert re.search(rf"^{target}:.*## \w", (ROOT / "Makefile").read_text(), re.M)


def test_the_commands_are_there() -> None:
    assert {"load_starter", "deliver", "purge"} <= set(get_commands())


def test_the_variables_are_read() -> None:
    about_the_site = {"SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATA_DIR", "OWNER_PASSWORD", "FIELD_KEYS"}
    about_others = {"DATABASE_URL", "CACHE_URL", "EMAIL_URL", "STORAGE_URL", "TRUSTED_PROXIES", "ALERT_WEBHOOK_URL"}
    assert about_the_site | about_others | {"SEO_INDEX"} <= set(env.scheme)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/search/?q=hip", "/sitemap.xml", "/robots.txt", "/healthz", "/readyz", "/pain-map/", "/contact/"]
)
def test_the_address_answers(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_the_admin_is_behind_its_login(client: Client) -> None:
    answer = client.get("/admin/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")
