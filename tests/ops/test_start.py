"""The one-command start, as a newcomer meets it: a real process on a fresh folder."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.apps import apps

from config.environment import BASE_DIR
from config.serve.quick_start import STAMP, is_set_up, migration_files, note_set_up

OWN_APPS = {"content", "inquiries", "search", "config.accounts"}
LONGEST_SET_UP = 180  # seconds; a busy machine with one slow core


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}


@contextmanager
def serving(folder: Path, port: int) -> Iterator[Path]:
    """`manage.py serve` until the block ends; gives the file with what it says."""
    said = folder.parent / f"said-{port}-{time.monotonic_ns()}.txt"
    line = [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1"]
    with said.open("wb") as output:
        process = subprocess.Popen(line, cwd=BASE_DIR, env=environment(folder), stdout=output, stderr=output)
    try:
        yield said
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=40)


def fetch(port: int, path: str, said: Path) -> str:
    until = time.monotonic() + LONGEST_SET_UP
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
                return answer.read().decode()
        except (ConnectionError, urllib.error.URLError):
            time.sleep(0.05)
    raise AssertionError(said.read_text())


def test_a_fresh_folder_becomes_a_site_and_a_second_start_keeps_it(tmp_path: Path) -> None:
    folder, port = tmp_path / "data", free_port()
    with serving(folder, port) as said:
        assert "<h1" in fetch(port, "/", said)
        assert "<h1" in fetch(port, "/conditions/hip-pain/", said)
        assert "csrf" in fetch(port, "/admin/login/", said)
        assert "wagtail" in fetch(port, "/static/wagtailadmin/css/core.css", said)
        first = said.read_text()
        assert re.search(r"owner made\. Its password, shown this once: \S{20}", first)
        assert f"http://127.0.0.1:{port}/admin/" in first

        taken = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=BASE_DIR,
            env=environment(folder),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert taken.returncode != 0
        assert f"Port {port} is taken" in taken.stderr
        assert f"make run PORT={port + 1}" in taken.stderr
    assert not re.search("Traceback|Warning", first), first

    with socket.socket() as probe:  # nothing is left behind that holds the port
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
    for secret in ("secret-key", "field-keys"):
        assert (folder / secret).stat().st_mode & 0o077 == 0

    before = (folder / "secret-key").read_text()
    with serving(folder, port) as said:
        assert "<h1" in fetch(port, "/", said)
        assert "password" not in said.read_text()
    assert (folder / "secret-key").read_text() == before


def test_a_new_migration_of_any_app_of_the_project_is_set_up() -> None:
    apps_of_the_project = {Path(app.path) for app in apps.get_app_configs() if app.module.__name__ in OWN_APPS}
    assert len(apps_of_the_project) == len(OWN_APPS)
    assert {file.parent.parent for file in migration_files()} == apps_of_the_project


def test_a_changed_database_or_library_is_set_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    monkeypatch.delenv("DATABASE_URL", raising=False)
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        database.execute("CREATE TABLE django_migrations (id INTEGER, app TEXT, name TEXT)")
        database.execute("CREATE TABLE auth_user (id INTEGER)")
        database.execute("INSERT INTO django_migrations VALUES (1, 'content', '0001_initial')")
    assert not is_set_up(tmp_path)
    note_set_up(tmp_path)
    assert is_set_up(tmp_path)
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:  # as an older copy that was put back would look
        database.execute("DELETE FROM django_migrations")
    assert not is_set_up(tmp_path)
    note_set_up(tmp_path)
    monkeypatch.setattr("config.serve.quick_start.libraries", lambda: [tmp_path])
    assert not is_set_up(tmp_path)
    monkeypatch.undo()
    (tmp_path / STAMP).unlink()
    assert not is_set_up(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/db")
    note_set_up(tmp_path)
    assert not is_set_up(tmp_path)
