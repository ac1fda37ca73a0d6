"""From a checkout to an environment: which Pythons are refused and how, what the locks contain, what tests need."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCKS = {
    "requirements.txt": PROJECT["dependencies"],
    "requirements-s3.txt": [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["s3"]],
    "requirements-dev.txt": [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]],
}
# The versions in Debian 12 and 13.
PYTHONS = ["3.11.2", "3.13.5"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a fresh clone as setup reads."""
    for name in ("Makefile", "pyproject.toml", "check_python.py", *LOCKS):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def make(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment | variables, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("target", ["run", "test"])
@pytest.mark.parametrize(
    ("python", "advice"),
    [
        ("sys.version_info, sys.version = (3, 11, 1, 'final', 0), '3.11.1 (main)'", "needs Python 3.11.2 or newer"),
        ("sys.version_info, sys.version = (3, 14, 0, 'final', 0), '3.14.0 (main)'", "older than 3.14"),
        ("sys.modules['ensurepip'] = None", "apt-get install python3-venv"),
    ],
    ids=["too old", "too new", "without venv"],
)
def test_a_python_that_will_not_do_is_refused_in_a_sentence(
    checkout: Path, target: str, python: str, advice: str
) -> None:
    (checkout / "sitecustomize.py").write_text(f"import sys\n{python}\n")
    answer = make(checkout, target, f"PYTHON={sys.executable}", PYTHONPATH=str(checkout))
    assert answer.returncode != 0
    assert advice in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (checkout / ".venv").exists()


def test_a_machine_without_python_is_told_what_to_install(checkout: Path) -> None:
    answer = make(checkout, "run", "PYTHON=python-that-is-not-here")
    assert answer.returncode != 0
    assert "apt-get install python3 python3-venv" in answer.stderr


def test_the_environment_is_made_anew_for_another_python_only(checkout: Path) -> None:
    """As after a Debian upgrade, when the new Python finds nothing in the old one's environment."""
    python = checkout / "python"
    python.write_text("""#!/bin/sh
case "$*" in
  -c*) echo "$VERSION" ;;
  "-m venv --clear .venv") echo "$VERSION" >> made; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
  *pip*) echo "$VERSION" >> installed ;;
esac
""")
    python.chmod(0o755)
    for version in ("3.11", "3.11", "3.13", "3.13"):
        assert make(checkout, ".venv/run.stamp", f"PYTHON={python}", VERSION=version).returncode == 0
    assert (checkout / "made").read_text().split() == ["3.11", "3.13"]
    assert (checkout / "installed").read_text().split() == ["3.11", "3.13"]


def pins(lock: str, python: str) -> dict[str, Requirement]:
    """What pip would install from the lock on this Python."""
    lines = re.findall(r"^([a-z0-9].*?) \\$", (ROOT / lock).read_text(), re.MULTILINE)
    held = {one.name: one for one in map(Requirement, lines) if applies(one, python)}
    for one in held.values():
        one.marker = None
    return held


def applies(requirement: Requirement, python: str) -> bool:
    environment = {"python_full_version": python, "python_version": python.rpartition(".")[0], "extra": ""}
    return requirement.marker is None or requirement.marker.evaluate(environment)


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_what_the_project_asks_for_on_each_python(lock: str, python: str) -> None:
    assert SpecifierSet(PROJECT["requires-python"]).contains(python)
    held = pins(lock, python)
    for wanted in map(Requirement, LOCKS[lock]):
        (pin,) = held[canonicalize_name(wanted.name)].specifier
        assert pin.operator == "=="
        assert wanted.specifier.contains(pin.version), wanted


@pytest.mark.parametrize("python", PYTHONS)
def test_what_the_lock_holds_installs_on_each_python_and_lacks_nothing(python: str) -> None:
    """Checked against the metadata of the packages installed here."""
    held, wrong = pins("requirements-dev.txt", python), []
    installed = [
        dist
        for dist in distributions()
        if str(held.get(canonicalize_name(dist.name), "")).endswith(f"=={dist.version}")
    ]
    for dist in installed:
        if not SpecifierSet(dist.metadata.get("Requires-Python", "")).contains(python):
            wrong.append(f"{dist.name} {dist.version} needs Python {dist.metadata['Requires-Python']}")
        for needed in map(Requirement, dist.requires or []):
            if applies(needed, python) and canonicalize_name(needed.name) not in held:
                wrong.append(f"{dist.name} needs {needed}")
    assert len(installed) > len(held) / 2
    assert wrong == []


@pytest.mark.parametrize("python", PYTHONS)
def test_both_locks_agree(python: str) -> None:
    assert {str(pin) for pin in pins("requirements.txt", python).values()} <= {
        str(pin) for pin in pins("requirements-dev.txt", python).values()
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_names_versions_and_hashes_only(lock: str) -> None:
    allowed = re.compile(r"[a-z0-9-]+==[\w.]+( ; [\w.' <>=!()]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|    # .*")
    text = (ROOT / lock).read_text()
    assert [line for line in text.splitlines() if not allowed.fullmatch(line)] == []
    assert not re.search(r"://|file:|index-url|find-links", text)


def test_nothing_is_installed_on_the_machine_for_the_browser_tests(tmp_path: Path) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text(f"#!/bin/sh\n: > {tmp_path}/asked\n")
    apt.chmod(0o755)
    command = [sys.executable, "tests/browser/prerequisites.py"]
    answer = subprocess.run(command, cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert re.search(r"browser tests are skipped: .*as root: apt-get install .*chromium", answer.stderr)
    assert not (tmp_path / "asked").exists()
