"""CI fails when something is broken, but not when the machine is merely slow."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(folder: Path, *, packages: int = 0, proof: int = 0) -> tuple[int, str, list[str]]:
    """The exit status, output and make targets when every command succeeds except the proof and its packages."""
    (folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", folder / ".ci")
    make = f'echo "$*" >>calls; case "$*" in *prove.stamp) exit {packages};; prove-hosts*) exit {proof};; esac'
    for name in ("make", "chromium-headless-shell", "python3", "nginx", "redis-server", "ls", "apt-get"):
        (folder / name).write_text(f"#!/bin/sh\n{make if name == 'make' else ''}\n")
        (folder / name).chmod(0o755)
    environment = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"}
    done = subprocess.run(
        [folder / ".ci" / "run"], env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    return done.returncode, done.stdout, (folder / "calls").read_text().splitlines()


def test_ci_goes_on_to_the_bucket_after_a_passing_proof(tmp_path: Path) -> None:
    status, said, made = run(tmp_path)
    assert (status, said) == (0, "")
    assert made[:4] == ["test", "e2e", "lint", "check-starter"]
    assert made[4:6] == [".venv/prove.stamp", "prove-hosts ARGS=--short"]
    assert any("in_a_bucket" in target for target in made[6:])


@pytest.mark.parametrize("proof", [1, 2, 137])
def test_ci_fails_when_the_proof_fails(tmp_path: Path, proof: int) -> None:
    status, _, made = run(tmp_path, proof=proof)
    assert status == proof
    assert made[-1].startswith("prove-hosts")


def test_ci_reports_a_machine_that_is_too_slow_and_passes(tmp_path: Path) -> None:
    status, said, made = run(tmp_path, proof=124)
    assert status == 0
    assert "NOT PROVED" in said
    assert any("in_a_bucket" in target for target in made)


def test_ci_skips_the_proof_without_its_packages(tmp_path: Path) -> None:
    status, said, made = run(tmp_path, packages=2)
    assert status == 0
    assert "not proved here" in said
    assert made[-1] == ".venv/prove.stamp"
