"""The names that scripts, service units and outside links rely on. More may be added, but these stay."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.test import Client

from config.environment import env

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("target", ["run", "test", "e2e", "bench", "lint", "backup", "restore"])
def test_make_has_the_target_and_says_what_it_does(target: str) -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert re.search(rf"^{target} +\w", listed, re.M)


def test_lint_looks_at_code_formatting_templates_and_types() -> None:
    recipe = (ROOT / "Makefile").read_text().partition("\nlint:")[2].partition("\n\n")[0]
    for tool in (
        "ruff check .",
        "ruff format --check .",
        "djlint --lint --quiet templates",
        "mypy site/config content",
    ):
        assert f"/{tool}" in recipe, tool


def test_the_templates_pass_and_a_broken_one_does_not(tmp_path: Path) -> None:
    djlint = [sys.executable, "-m", "djlint", "--lint", "--quiet", "--configuration", str(ROOT / "pyproject.toml")]
    assert subprocess.run([*djlint, str(ROOT / "templates")], cwd=ROOT, check=False).returncode == 0
    (tmp_path / "broken.html").write_text("{% if day %}<p>{{ day }}<img src='a.png'>\n")
    assert subprocess.run([*djlint, str(tmp_path)], cwd=ROOT, check=False, capture_output=True).returncode == 1


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
