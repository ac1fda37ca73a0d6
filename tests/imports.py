"""Who imports whom, read from the code, including imports inside functions, under TYPE_CHECKING and by string."""

import ast
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATHS = {"content": ROOT, "inquiries": ROOT, "search": ROOT, "config": ROOT / "site"}


def modules() -> dict[str, Path]:
    """Every module of the four rooms (docs/architecture.md) by its dotted name, without migrations."""
    found = {}
    for room, folder in PATHS.items():
        for file in sorted((folder / room).rglob("*.py")):
            if "migrations" not in file.parts:
                name = ".".join(file.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
                found[name] = file
    return found


def imported(file: Path, known: Iterable[str]) -> set[str]:
    """The known modules that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                names.add(full if full in known else node.module)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            names |= {one.value for one in node.args[:1] if isinstance(one, ast.Constant)}
    return names & set(known)


@cache
def arrows() -> dict[str, set[str]]:
    known = modules()
    return {name: imported(file, known) - {name} for name, file in known.items()}


def by_folder(arrows: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The same between the top-level folders of the rooms; a file directly in a room stands for itself."""

    def folder(name: str) -> str:
        parts = name.split(".")
        return ".".join(parts[:2]) if len(parts) > 2 or name in packages() else name

    return grouped(arrows, folder)


def by_innermost_folder(arrows: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The same between all folders; a file that has folders beside it stands for itself."""
    divided = {package.rpartition(".")[0] for package in packages()}

    def folder(name: str) -> str:
        parent = name.rpartition(".")[0]
        return name if name in packages() or parent in divided else parent

    return grouped(arrows, folder)


@cache
def packages() -> set[str]:
    return {name for name, file in modules().items() if file.name == "__init__.py"}


def grouped(arrows: Mapping[str, set[str]], group: Callable[[str], str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, targets in arrows.items():
        found.setdefault(group(name), set()).update({group(target) for target in targets} - {group(name)})
    return found


def circles(arrows: Mapping[str, set[str]]) -> list[list[str]]:
    """Groups that import each other in a cycle, each sorted by name."""
    reach: dict[str, set[str]] = {}
    for start in arrows:
        seen, waiting = set(), list(arrows[start])
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += arrows.get(name, ())
        reach[start] = seen
    groups = {
        tuple(sorted(other for other in reach[name] if name in reach.get(other, ())))
        for name in arrows
        if name in reach[name]
    }
    return [list(group) for group in sorted(groups)]
