"""`python -m config.serve.supervisor`: runs the web server and the mail worker. Production uses systemd.

`manage.py serve` becomes this process, which doesn't load the site and so takes a tenth of the memory.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[3]
HOST = "127.0.0.1"
POLL_SECONDS = 0.5
STOP_TIMEOUT_SECONDS = 20.0


def web_command(port: int, workers: int) -> list[str]:
    options = f"--host {HOST} --port {port} --workers {workers} --log-level warning config.wsgi:application"
    return [sys.executable, "-m", "config.serve.web", *options.split()]


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start it in its own session: Ctrl-C only reaches us, and all its processes can be killed as a group."""
    return subprocess.Popen(command, cwd=BASE_DIR, start_new_session=True)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and whatever it left behind, such as a server's workers that still hold the port."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def supervise(*commands: Sequence[str]) -> None:
    """Run the commands until Ctrl-C or a signal; restart one that exits. A second Ctrl-C doesn't wait for them."""
    received: list[int] = []  # not exceptions: one while a command starts would leave that running
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: received.append(number))
    running = [start(command) for command in commands]
    while not received:
        time.sleep(POLL_SECONDS)
        for place, process in enumerate(running):
            if process.poll() is not None:
                kill_group(process)
                running[place] = start(commands[place])
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_TIMEOUT_SECONDS
    while len(received) < 2 and time.monotonic() < deadline and any(process.poll() is None for process in running):
        time.sleep(POLL_SECONDS / 10)
    for process in running:
        kill_group(process)


if __name__ == "__main__":
    port, workers, *reload = sys.argv[1:]
    runserver = [sys.executable, "manage.py", "runserver", f"{HOST}:{port}"]
    web = runserver if reload else web_command(int(port), int(workers))
    supervise(web, [sys.executable, "manage.py", "deliver"])
