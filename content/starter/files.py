"""Reading and ordering the starter's text files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content.text.plain_yaml import load_yaml

FOLDER = Path(__file__).resolve().parent
HOME = ""


@dataclass(frozen=True)
class StarterFile:
    """One file: its path in the tree (`conditions/hip-pain`; empty for the home page) and its content."""

    name: str
    path: str
    data: dict[str, Any]

    @property
    def parent(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def slug(self) -> str:
        return self.path.rpartition("/")[2] or "home"


def data_file(name: str) -> Any:
    """Read a snippet or settings file of the starter folder, such as `sources`."""
    return load_yaml((FOLDER / f"{name}.yaml").read_bytes())


def page_file(file: Path, path: str, kind: str = "") -> StarterFile:
    data = load_yaml(file.read_bytes())
    if kind:
        data = {**data, "type": kind}
    return StarterFile(str(file.relative_to(FOLDER)), path, data)


def page_files() -> list[StarterFile]:
    """Return all pages, parents before children, siblings in order."""
    files = []
    for file in (FOLDER / "pages").rglob("*.yaml"):
        path = file.relative_to(FOLDER / "pages").with_suffix("").as_posix()
        files.append(page_file(file, path.removesuffix("index").rstrip("/")))
    files += [page_file(f, f"pain-map/{f.stem}", "RegionPage") for f in (FOLDER / "regions").glob("*.yaml")]
    files += [page_file(f, f"muscles/{f.stem}", "MusclePage") for f in (FOLDER / "muscles").glob("*.yaml")]
    return sorted(files, key=lambda f: (f.path.count("/") + bool(f.path), f.parent, f.data.get("order", 1000), f.path))
