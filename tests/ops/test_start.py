"""The one-command start as a newcomer experiences it: a real process in an empty folder."""

import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from benchmarks.site_process import child_pids, free_port
from config.environment import BASE_DIR

pytestmark = pytest.mark.e2e

LONGEST_SET_UP = 180  # seconds, enough for a busy machine with one slow core


def environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}


@contextmanager
def serving(folder: Path, port: int) -> Iterator[Path]:
    """Run `manage.py serve` until the block ends; yields the file with its output."""
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


def command_line(pid: int) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return []


def program(name: str, port: int, besides: int = 0) -> int | None:
    """The process id of one of the programs started by `manage.py serve`."""
    line = {"config.serve.supervisor", str(port)}
    servers = [pid for pid in child_pids(os.getpid()) if line <= set(command_line(pid))]
    programs = [pid for server in servers for pid in child_pids(server) if name in command_line(pid)]
    return next((pid for pid in programs if pid != besides), None)


def stalled_post(port: int) -> socket.socket:
    """A POST request that stops halfway."""
    sender = socket.create_connection(("127.0.0.1", port), timeout=20)
    head = "POST /inquiries/send/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    sender.sendall(f"{head}Content-Length: 100\r\n\r\nname=A".encode())
    return sender


def assert_served_while_posts_stall(port: int, said: Path) -> None:
    """With eight posts stalled, pages are still served, half the posts are told to retry, and then all is as before."""
    stalled = [stalled_post(port) for _ in range(8)]
    assert fetch(port, "/healthz", said) == "ok\n"
    assert "<h1" in fetch(port, "/", said)
    told, _, _ = select.select(stalled, [], [], 20)
    assert b" 503 " in told[0].recv(4000)
    for sender in stalled:
        sender.close()
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/inquiries/send/", b"name=A", timeout=20)
    assert answer.value.code == 422


def test_a_fresh_folder_becomes_a_site_and_a_second_start_keeps_it(tmp_path: Path, first_start: Path) -> None:
    folder, port = tmp_path / "data", free_port()
    shutil.copytree(first_start, folder)
    set_up = (folder / "said.txt").read_text()
    assert re.search(r"owner-\w{6} made\. Its password, shown this once: \S{20}", set_up)
    with serving(folder, port) as said:
        assert "<h1" in fetch(port, "/", said)
        assert "<h1" in fetch(port, "/conditions/hip-pain/", said)
        assert "csrf" in fetch(port, "/admin/login/", said)
        assert "wagtail" in fetch(port, "/static/wagtailadmin/css/core.css", said)
        assert_served_while_posts_stall(port, said)
        assert "pinpoint_cached_answers_total" in fetch(port, "/metrics", said)
        first = said.read_text()
        assert "password" not in first
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
    assert not re.search("Traceback|Warning", set_up + first), set_up + first

    with socket.socket() as probe:  # nothing left behind still holds the port
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
    for secret in ("secret-key", "field-keys"):
        assert (folder / secret).stat().st_mode & 0o077 == 0

    before = (folder / "secret-key").read_text()
    with serving(folder, port) as said:
        assert "<h1" in fetch(port, "/", said)
        assert "password" not in said.read_text()
        for name in ("deliver", "config.serve.web"):  # whichever of the two is killed gets restarted
            killed = program(name, port)
            assert killed
            os.kill(killed, signal.SIGKILL)
            while program(name, port, besides=killed) is None:
                time.sleep(0.05)
        assert "<h1" in fetch(port, "/contact/", said)
    assert (folder / "secret-key").read_text() == before
