"""Refuses a Python that the locks were not compiled for, in a sentence. Needs no package and runs on any Python 3."""

import importlib.util
import re
import sys
from pathlib import Path

RANGE = re.compile(r'^requires-python = ">=([\d.]+),<([\d.]+)"$', re.MULTILINE)


def refusal() -> str:
    """What is wrong with this Python and what to do about it; empty when all is well."""
    ((oldest, too_new),) = RANGE.findall(Path(__file__).with_name("pyproject.toml").read_text(encoding="utf-8"))
    if not version_numbers(oldest) <= sys.version_info[:3] < version_numbers(too_new):
        return (
            f"Pinpoint needs Python {oldest} or newer, but older than {too_new}; {sys.executable} is Python "
            f"{sys.version.split()[0]}. Install one that fits and name it: make PYTHON=/path/to/python3 ..."
        )
    if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        return (
            f"{sys.executable} can't make virtual environments. On Debian and Ubuntu, install what is missing as root: "
            "apt-get install python3-venv"
        )
    return ""


def version_numbers(version: str) -> tuple:
    return tuple(map(int, version.split(".")))


if __name__ == "__main__":
    sys.exit(refusal() or 0)
