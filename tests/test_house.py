"""The house keeps its rules: layout, direction of imports, migrations, what pages cost."""

import ast
import io
import re
import site
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]
ROOMS = {"site/config", "content", "inquiries", "search"}
# Who may import whom; `config` may import everyone, and its environment table is everyone's.
ALLOWED = {"content": set(), "inquiries": {"content"}, "search": {"content"}}
LONGEST_MODULE = 260  # lines; more wants a seam


def modules(room: str) -> Iterator[Path]:
    for file in (ROOT / room).rglob("*.py"):
        if "migrations" not in file.parts:
            yield file


def imported(file: Path) -> set[str]:
    """The top packages that a module imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_site_is_a_folder_and_python_keeps_its_own_module() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()
    assert hasattr(site, "getsitepackages")
    assert not re.search(r"^/?site/?$", (ROOT / ".gitignore").read_text(), re.MULTILINE)


@pytest.mark.parametrize("room", ALLOWED)
def test_imports_go_one_way(room: str) -> None:
    others = set(ALLOWED) - {room} - ALLOWED[room]
    wrong = {str(file.relative_to(ROOT)): imported(file) & others for file in modules(room)}
    assert not {name: found for name, found in wrong.items() if found}


def test_no_module_is_too_long_to_read_at_once() -> None:
    lengths = {
        str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for room in ROOMS for file in modules(room)
    }
    assert not {name: length for name, length in lengths.items() if length > LONGEST_MODULE}


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0, stdout=io.StringIO())


def test_no_file_names_a_machine_or_a_registry() -> None:
    wrong = []
    for file in [*ROOT.glob("*.txt"), *ROOT.glob("*.toml"), *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        if re.search(r"/home/\w+/|/roo[t]/|--index-ur[l]|files\.python[h]osted|py[p]i\.org/simple", file.read_text()):
            wrong.append(file.name)
    assert not wrong


def test_the_readme_lists_every_environment_variable() -> None:
    from config.environment import env

    table = (ROOT / "README.md").read_text().partition("<!-- environment -->")[2].partition("<!-- /environment -->")[0]
    listed = set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE))
    assert listed == set(env.scheme) | {"DJANGO_SETTINGS_MODULE"}


def test_the_readme_links_to_what_exists() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text())
    assert [link for link in links if not link.startswith("http") and not (ROOT / link).exists()] == []
