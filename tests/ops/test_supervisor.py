"""The process that watches web server and mail worker, when somebody is in a hurry to end it."""

import signal
import subprocess
import sys
from pathlib import Path

from benchmarks.site_process import child_pids
from config.environment import BASE_DIR

STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: print("asked to end", flush=True))
print("running", flush=True)
while True:
    time.sleep(60)
"""
SUPERVISE = """
import signal, sys
from config.serve.supervisor import supervise
signal.signal(signal.SIGINT, signal.default_int_handler)  # which tests that run in the background inherit as ignored
supervise([sys.executable, "-c", sys.argv[1]])
"""


def test_a_second_ctrl_c_ends_what_does_not_end_by_itself() -> None:
    line = [sys.executable, "-c", SUPERVISE, STUBBORN]
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
