"""With a socket held by the service manager, visitors who come during a restart wait and are answered."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from benchmarks.site_process import child_pids
from config.environment import BASE_DIR

pytestmark = pytest.mark.e2e
# The descriptor is passed as systemd passes it: number 3, with the process's own id in the environment.
LAUNCH = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.executable, [sys.executable, "-m", "config.serve.web", *sys.argv[2:]])
"""
OPTIONS = ["--workers", "2", "--blocking-threads", "1", "--backpressure", "8", "--workers-kill-timeout", "1"]
OPTIONS += ["--log-level", "critical"]


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


@contextmanager
def served(listener: socket.socket, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    port = str(listener.getsockname()[1])
    line = [sys.executable, "-c", LAUNCH, str(listener.fileno()), *OPTIONS, "--port", port, "config.wsgi:application"]
    environment = (
        kept | {"DATA_DIR": str(data), "PYTHONPATH": "site"} | {"DJANGO_SETTINGS_MODULE": "config.settings.development"}
    )
    process = subprocess.Popen(
        line, cwd=BASE_DIR, env=environment, pass_fds=[listener.fileno()], stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=40)


def ask(listener: socket.socket) -> socket.socket:
    asking = socket.create_connection(listener.getsockname(), timeout=60)
    asking.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    return asking


def test_whoever_comes_between_two_servers_is_answered_by_the_next(listener: socket.socket, tmp_path: Path) -> None:
    early = ask(listener)
    with served(listener, tmp_path) as first:
        assert early.recv(4000).startswith(b"HTTP/1.1 200")
        while first.poll() is None:  # "crash loop": it gives up when a second worker dies soon after the first
            for worker in child_pids(first.pid):
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
    assert first.returncode is not None
    between = [ask(listener) for _ in range(5)]
    with served(listener, tmp_path):
        for asking in between:
            assert asking.recv(4000).startswith(b"HTTP/1.1 200")
