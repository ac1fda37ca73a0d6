"""Running the web server and the mail worker side by side, restarted when they end. Needs no Django."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[3]
HOST = "127.0.0.1"
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0  # seconds before a program that ended is started again
RAN_WELL = 60.0  # seconds after which a program's end counts as its first
STOP_WITHIN = 20.0
WEB_FIRST = 10.0  # seconds that the mail worker waits for the web server at most
PR_SET_PDEATHSIG = 1

# A request waits for the database, hardly ever for the processor: a few threads are enough, and more would only
# take turns. What comes on top waits in the worker, and then in the socket's queue.
THREADS, WAITING = 4, 128


def web_command(port: int, workers: int) -> list[str]:
    """The app server's command line."""
    options = {
        "--interface": "wsgi",
        "--host": HOST,
        "--port": str(port),
        "--http": "1",
        "--workers": str(workers),
        "--blocking-threads": str(THREADS),
        "--backpressure": str(WAITING),
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


@dataclass
class Program:
    """One of the programs, and when it may be started."""

    line: list[str]
    may_start: Callable[[], bool] = lambda: True
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = field(default=FIRST_WAIT)
    not_before: float = 0.0

    def look(self, environment: dict[str, str]) -> None:
        """Start it when it does not run; wait longer each time it ends soon."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self.wait = FIRST_WAIT if now - self.started > RAN_WELL else min(self.wait * 2, LONGEST_WAIT)
            self.not_before, self.process = now + self.wait, None
        if self.process is None and now >= self.not_before and self.may_start():
            self.started = now
            self.process = subprocess.Popen(
                self.line,
                cwd=BASE_DIR,
                env=environment,
                start_new_session=True,  # Ctrl-C reaches us alone, and we end the programs in order
                preexec_fn=end_with_parent,
            )


def end_with_parent() -> None:
    """Ask Linux to end this program should its parent be killed, so that no port stays taken."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def supervise(port: int, workers: int, reload: bool = False) -> None:
    """Run everything until a signal comes."""
    environment = {**os.environ, "PYTHONPATH": str(BASE_DIR / "site")}
    begun = time.monotonic()
    web = Program(reloading_command(port) if reload else web_command(port, workers))
    # Both would load at once and slow each other down; nobody waits for the mail worker's first second.
    mail = Program(mail_command(), lambda: answers(port) or time.monotonic() - begun > WEB_FIRST)
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    while not stopping:
        for program in (web, mail):
            program.look(environment)
        time.sleep(0.1)
    end([program.process for program in (web, mail) if program.process is not None])


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask all to end; whoever does not is killed with all it has started."""
    for process in processes:
        process.terminate()
    until = time.monotonic() + STOP_WITHIN
    for process in processes:
        try:
            process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def answers(port: int) -> bool:
    """Whether somebody listens."""
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((HOST, port)) == 0


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def taken_message(port: int) -> str:
    other = port + 1 if port < 65535 else 8123
    return f"Port {port} is taken. Choose another one: make run PORT={other}"


def greeting(port: int, data_dir: Path) -> str:
    return (
        f"Site    http://{HOST}:{port}/\nAdmin   http://{HOST}:{port}/admin/\n"
        f"Mails   {data_dir / 'mail'}\nCtrl-C ends it."
    )
