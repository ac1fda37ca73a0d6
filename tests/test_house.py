"""The code base keeps its own rules: layout, import direction, migrations, naming and length."""

import ast
import io
import re
import site
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations import AddField, AlterModelTable, DeleteModel, RemoveField, RenameField, RenameModel
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from config.environment import env
from tests.imports import arrows, by_folder, by_innermost_folder, circles, imported, modules, packages

ROOT = Path(__file__).resolve().parents[1]
# Which rooms a room may import; `config` may import all of them.
ALLOWED = {
    "content": {"content"},
    "inquiries": {"inquiries", "content"},
    "search": {"search", "content"},
    "config": {"config", "content", "inquiries", "search"},
}
# Migrations that remove or rename something the previous release had already stopped using.
TAKE_AWAY: set[str] = set()
# Names that Django and Wagtail look for, or that several parts define for whoever calls them.
SAME_FOR_ALL = {"Command", "register_log_actions"}
LONGEST_MODULE = 260  # lines; split anything longer
LONGEST_LINE = 120  # characters in a template line, the same as in a module


def test_site_is_a_folder_and_python_keeps_its_own_module() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()
    assert hasattr(site, "getsitepackages")
    assert not re.search(r"^/?site/?$", (ROOT / ".gitignore").read_text(), re.MULTILINE)


def test_imports_go_one_way() -> None:
    wrong = [
        f"{name} imports {target}"
        for name, targets in arrows().items()
        for target in targets
        if target.partition(".")[0] not in ALLOWED[name.partition(".")[0]]
    ]
    assert wrong == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circles(arrows()) == []


def test_no_two_folders_need_each_other() -> None:
    assert circles(by_folder(arrows())) == []
    assert circles(by_innermost_folder(arrows())) == []


def test_a_folder_needs_only_what_the_architecture_puts_before_it() -> None:
    table = (ROOT / "docs" / "architecture.md").read_text().partition("<!-- order -->")[2].partition("<!-- /order -->")
    step = {
        f"{room}.{folder}": number
        for room, line in re.findall(r"^\| (\w+) \| (.+→.+) \|$", table[0], re.MULTILINE)
        for number, folders in enumerate(line.split(" → "))
        for folder in folders.split(", ")
    }
    needs = {
        folder: targets for folder, targets in by_folder(arrows()).items() if folder in packages() and "." in folder
    }
    assert set(step) == set(needs)
    wrong = [
        f"{folder} imports {target}"
        for folder, targets in needs.items()
        for target in targets
        if target.partition(".")[0] == folder.partition(".")[0] and step.get(target, -1) >= step[folder]
    ]
    assert wrong == []


def test_a_circle_would_be_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


def test_an_import_by_name_would_be_seen(tmp_path: Path) -> None:
    lazy = tmp_path / "lazy.py"
    lazy.write_text("import importlib\n\ndef find():\n    return importlib.import_module('search.answers')\n")
    assert imported(lazy, modules()) == {"search.answers"}


def test_one_name_has_one_meaning() -> None:
    places: dict[str, list[str]] = {}
    for module, file in modules().items():
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(module)
    assert {name: found for name, found in places.items() if len(found) > 1 and not may_share(name, found)} == {}


def may_share(name: str, found: list[str]) -> bool:
    """Several definitions may share a name: one backend per database, a tag and its function, hooks that are called."""
    is_for_each_database = {module.rpartition(".")[2] for module in found} <= {"postgresql", "sqlite"}
    return is_for_each_database or any("templatetags" in module for module in found) or name in SAME_FOR_ALL


def test_no_module_is_too_long_to_read_at_once() -> None:
    lengths = {name: len(file.read_text().splitlines()) for name, file in modules().items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_two_things_are_cached_under_one_name() -> None:
    """The cache returns whatever is stored under a name, so a second use of a name would get the first one's value."""
    names = Counter(
        ast.unparse(node.args[0])
        for file in modules().values()
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.endswith("per_version")
    )
    assert len(names) > 30
    assert [name for name, places in names.items() if places > 1] == []


def test_templates_have_lines_that_can_be_read() -> None:
    long = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in (ROOT / "templates").rglob("*.html")
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]
    assert long == []


def test_each_component_and_block_has_its_own_stylesheet() -> None:
    """A stylesheet is found by the name of its template."""
    templates = {file.stem for file in (ROOT / "templates").rglob("*.html")}
    blocks = {file.stem for file in (ROOT / "templates" / "blocks").glob("*.html")}
    css = ROOT / "static" / "css"
    assert {file.stem for file in (css / "components").glob("*.css")} - templates == set()
    assert {file.stem for file in (css / "blocks").glob("*.css")} - blocks == set()


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0, stdout=io.StringIO())


def test_a_new_database_has_the_tables_of_one_that_grew() -> None:
    """The squashed migrations add up to the same tables as the migrations they replace."""
    new, grown = (
        {name: model for name, model in loader.project_state().models.items() if name[0] in ("content", "inquiries")}
        for loader in (MigrationLoader(None), MigrationLoader(None, replace_migrations=False))
    )
    assert new == grown


def test_the_release_before_serves_while_a_new_one_migrates() -> None:
    """The previous release doesn't need anything that was removed, and can leave columns it doesn't know empty."""
    steps = MigrationLoader(None).disk_migrations
    of_older_databases = {step for migration in steps.values() for step in [*migration.replaces]}
    wrong = [
        f"{app}.{name}: {operation.describe()}"
        for (app, name), migration in steps.items()
        if app in {"accounts", "content", "inquiries", "search"} and (app, name) not in of_older_databases
        for operation in migration.operations
        if f"{app}.{name}" not in TAKE_AWAY and not is_compatible(operation)
    ]
    assert wrong == []


def is_compatible(operation: Operation) -> bool:
    if isinstance(operation, AddField):
        field = operation.field
        return bool(field.null or field.has_db_default() or field.many_to_many)
    return not isinstance(operation, RemoveField | RenameField | DeleteModel | RenameModel | AlterModelTable)


def test_no_file_names_a_machine_or_a_registry() -> None:
    wrong = []
    for file in [*ROOT.glob("*.txt"), *ROOT.glob("*.toml"), *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        if re.search(r"/home/\w+/|/roo[t]/|--index-ur[l]|files\.python[h]osted|py[p]i\.org/simple", file.read_text()):
            wrong.append(file.name)
    assert not wrong


def test_the_readme_lists_every_environment_variable() -> None:
    table = (ROOT / "README.md").read_text().partition("<!-- environment -->")[2].partition("<!-- /environment -->")[0]
    listed = set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE))
    assert listed == set(env.scheme) | {"DJANGO_SETTINGS_MODULE"}


def test_the_readme_links_to_what_exists() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text())
    assert [link for link in links if not link.startswith("http") and not (ROOT / link).exists()] == []
