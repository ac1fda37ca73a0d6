"""Running the web server and the mail worker side by side for `manage.py serve`. Production has systemd."""

import os
import signal
import socket
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

# A request waits for the database, hardly ever for the processor: a few threads are enough, and more would only
# take turns. What comes on top waits in the worker, and then in the socket's queue. Two of them may be waiting for
# a body (config/http/bodies.py).
THREADS, BACKPRESSURE = 4, 128


def web_command(port: int, workers: int) -> list[str]:
    options = {
        "--interface": "wsgi",
        "--host": HOST,
        "--port": str(port),
        "--http": "1",
        "--workers": str(workers),
        "--blocking-threads": str(THREADS),
        "--backpressure": str(BACKPRESSURE),
        "--workers-kill-timeout": "10",
        "--log-level": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    return [
        sys.executable,
        "-m",
        "config.serve.web",
        *words,
        "--no-ws",
        "--respawn-failed-workers",
        "config.wsgi:application",
    ]


def reloading_command(port: int) -> list[str]:
    return [sys.executable, "manage.py", "runserver", f"{HOST}:{port}"]


def mail_command() -> list[str]:
    return [sys.executable, "manage.py", "deliver"]


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start in a session of its own: Ctrl-C reaches only us, and all its processes can be killed as a group."""
    environment = {**os.environ, "PYTHONPATH": str(BASE_DIR / "site")}
    return subprocess.Popen(command, cwd=BASE_DIR, env=environment, start_new_session=True)


def become_supervisor(port: int, workers: int, reload: bool) -> None:
    """Go on as a process that has not loaded the site: watching the others takes a tenth of the memory then."""
    words = [
        sys.executable,
        "-m",
        "config.serve.supervisor",
        str(port),
        str(workers),
        *(["--reload"] if reload else []),
    ]
    os.execve(sys.executable, words, {**os.environ, "PYTHONPATH": str(BASE_DIR / "site")})  # noqa: S606 (ourselves)


def supervise(*commands: Sequence[str]) -> None:
    """Run the commands until Ctrl-C or a signal; restart one that ends."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    running = [(command, start(command)) for command in commands]
    try:
        while True:
            time.sleep(POLL_SECONDS)
            for index, (command, process) in enumerate(running):
                if process.poll() is not None:
                    kill_all_of(process)
                    running[index] = command, start(command)
    except KeyboardInterrupt:
        pass
    for _, process in running:
        process.terminate()
    for _, process in running:
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_TIMEOUT_SECONDS)
        kill_all_of(process)


def kill_all_of(process: subprocess.Popen[bytes]) -> None:
    """Kill the process's group, such as a server's workers that still hold the port."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def is_port_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


if __name__ == "__main__":
    port, workers, *reload = sys.argv[1:]
    supervise(reloading_command(int(port)) if reload else web_command(int(port), int(workers)), mail_command())
