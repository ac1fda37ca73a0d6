"""Two separate processes on one database agree on how often a password was tried."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.site_process import SiteProcess
from tests.inquiries.storm.conftest import database  # noqa: F401 (a fixture)

# The test database is created only to be copied.
pytestmark = [pytest.mark.django_db, pytest.mark.e2e]
TRIES = """
import django
django.setup()
from concurrent.futures import ThreadPoolExecutor
from config.accounts.throttle import Attempt
print("ready", flush=True)
input()
with ThreadPoolExecutor(4) as pool:
    tried = list(pool.map(lambda _: Attempt("password", "ada", "203.0.113.7").held_until, range(12)))
print(tried.count(None))
"""


def test_two_workers_let_five_guesses_through_between_them(database: str, tmp_path: Path) -> None:  # noqa: F811
    site = SiteProcess(tmp_path, DATABASE_URL=database)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    try:
        workers = [site.start(sys.executable, "-c", TRIES, **pipes) for _ in range(2)]
        for worker in workers:
            assert str(worker.stdout.readline()) == "ready\n", (tmp_path / "log.txt").read_text()
        for worker in workers:
            worker.stdin.write("\n")
            worker.stdin.flush()
        let_through = [int(worker.communicate(timeout=60)[0]) for worker in workers]
    finally:
        site.end_all()
    assert sum(let_through) == 5
