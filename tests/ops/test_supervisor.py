"""The supervisor restarts a dead server on the port it held, and leaves nothing behind however it is stopped."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.site_process import child_pids, free_port, is_open, until
from config.environment import BASE_DIR

SECONDS = 30  # enough for a busy machine with one slow core

# A server whose worker holds its port; the first one dies and leaves its worker behind.
SERVER = """
import os, socket, sys, time
from pathlib import Path
starts, port = Path(sys.argv[1]), int(sys.argv[2])
listener = socket.create_server(("127.0.0.1", port))
if not os.fork():
    time.sleep(600)
    os._exit(0)
is_first = not starts.exists()
with starts.open("a") as file:
    file.write("started\\n")
if not is_first:
    time.sleep(600)
"""
STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: print("asked to end", flush=True))
print("running", flush=True)
while True:
    time.sleep(60)
"""
SUPERVISE = """
import sys
from config.serve.supervisor import supervise
supervise(sys.argv[1:])
"""


@contextmanager
def supervised(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The supervisor running this server."""
    server = [sys.executable, "-c", SERVER, str(folder / "starts"), str(port)]
    environment = {**os.environ, "PYTHONPATH": "site"}
    with (folder / "said.txt").open("wb") as said:
        line = [sys.executable, "-c", SUPERVISE, *server]
        process = subprocess.Popen(line, cwd=BASE_DIR, env=environment, stdout=said, stderr=said)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(SECONDS)


def has_started_again(folder: Path) -> bool:
    return (folder / "starts").exists() and (folder / "starts").read_text() == "started\nstarted\n"


@pytest.mark.e2e
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=["ended", "hung-up", "ctrl-c"])
def test_a_server_comes_back_on_its_port_and_frees_it_at_the_end(tmp_path: Path, number: signal.Signals) -> None:
    port = free_port()
    with supervised(tmp_path, port) as process:
        assert until(lambda: has_started_again(tmp_path), SECONDS), (tmp_path / "said.txt").read_text()
        assert is_open(port)
        process.send_signal(number)
        process.wait(SECONDS)
        assert until(lambda: not is_open(port), SECONDS)


def test_a_second_ctrl_c_ends_what_does_not_end_by_itself() -> None:
    line = [sys.executable, "-c", SUPERVISE, sys.executable, "-c", STUBBORN]
    piped = subprocess.PIPE
    with subprocess.Popen(line, cwd=BASE_DIR / "site", stdout=piped, stderr=piped, text=True) as supervisor:
        assert supervisor.stdout
        assert supervisor.stdout.readline() == "running\n"
        (child,) = child_pids(supervisor.pid)
        supervisor.send_signal(signal.SIGINT)
        assert supervisor.stdout.readline() == "asked to end\n"
        supervisor.send_signal(signal.SIGINT)
        _, errors = supervisor.communicate(timeout=60)
    assert (supervisor.returncode, errors) == (0, "")
    assert not Path(f"/proc/{child}").exists()
