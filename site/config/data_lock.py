"""Whether the site is running on this data folder: every server and worker holds a shared lock on it."""

import fcntl
from pathlib import Path
from typing import IO

LOCK = "in-use"
_held: list[IO[str]] = []


def hold_lock(folder: Path) -> None:
    """Hold the lock until this process ends. Does nothing if it can't be locked."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK).open("a")
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        _held.append(file)
    except OSError:
        pass


def is_running(folder: Path) -> bool:
    """Return whether another process holds the lock."""
    try:
        with (folder / LOCK).open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
