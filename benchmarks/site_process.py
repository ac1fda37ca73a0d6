"""The site as in production: migrated, with the starter content, served by granian, in its own folder."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes, token_urlsafe
from typing import Any

from config.serve.supervisor import web_command

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], object], seconds: float, pause: float = 0.05) -> bool:
    """Whether the condition became true in time."""
    ends = time.monotonic() + seconds
    while not true():
        if time.monotonic() > ends:
            return False
        time.sleep(pause)
    return True


def is_open(port: int) -> bool:
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False


def wait_for_port(process: subprocess.Popen[bytes], port: int, seconds: float) -> subprocess.Popen[bytes]:
    """Return the process once it listens on the port."""
    is_up = until(lambda: process.poll() is not None or is_open(port), seconds)
    if process.poll() is not None:
        raise RuntimeError(f"{process.args!r} did not start.")
    if not is_up:
        process.kill()
        raise TimeoutError(f"{process.args!r} did not listen in time.")
    return process


def child_pids(pid: int) -> list[int]:
    """Process IDs of the direct children."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return found


class SiteProcess:
    """Starts commands of the site with its own DATA_DIR, and ends each by its process ID."""

    def __init__(self, data_dir: Path, settings: str = "benchmarks.settings", **environment: str) -> None:
        self.data_dir = data_dir
        self.code = ROOT  # the release that the next command runs
        self.port = free_port()
        self.started: list[subprocess.Popen[bytes]] = []
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("ANYMAIL_", "EMAIL_"))}
        self.environment = clean | {
            "DATA_DIR": str(data_dir),
            "DJANGO_SETTINGS_MODULE": settings,
            "ALLOWED_HOSTS": "127.0.0.1",
            "SECRET_KEY": token_urlsafe(40),
            "FIELD_KEYS": urlsafe_b64encode(token_bytes(32)).decode(),
            **environment,
        }

    @property
    def process_options(self) -> dict[str, Any]:
        return {"cwd": self.code, "env": self.environment | {"PYTHONPATH": f"{self.code}:{self.code / 'site'}"}}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *command: str, timeout: float = 180) -> str:
        """Run a management command to its end and return its output."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            timeout=timeout,
            check=True,
            capture_output=True,
            text=True,
            **self.process_options,
        )
        return done.stdout

    def start(self, *command: str, **extra: Any) -> subprocess.Popen[bytes]:
        """Start a command that keeps running; its errors go to the folder's log."""
        log = (self.data_dir / "log.txt").open("ab")
        process = subprocess.Popen(command, stderr=log, **self.process_options, **extra)
        self.started.append(process)
        return process

    def prepare(self) -> None:
        """Turn an empty folder into a site with content."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.run("migrate", "--no-input", "-v0", timeout=900)
        self.run("load_starter", "-v0", timeout=300)

    def serve(self, workers: int = 2) -> subprocess.Popen[bytes]:
        """Run granian until `end`; returns once it answers."""
        process = self.start(*web_command(self.port, workers))
        for _ in range(START_SECONDS * 5):
            with suppress(urllib.error.URLError, OSError):
                urllib.request.urlopen(f"{self.address}/healthz", timeout=10).close()  # noqa: S310 (own address)
                return process
            time.sleep(0.2)
        raise TimeoutError("The site did not answer.")

    def deliver(self, *options: str) -> subprocess.Popen[bytes]:
        """Run a delivery worker until `end`."""
        return self.start(sys.executable, "manage.py", "deliver", *options)

    def end(self, process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> None:
        if process.poll() is not None:
            return
        children = child_pids(process.pid)
        process.send_signal(number)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=5)
            for child in children:  # a killed server could not end its own workers
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)

    def end_all(self) -> None:
        for process in reversed(self.started):
            self.end(process)
