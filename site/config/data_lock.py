"""Whether the site is running on this data folder: every server and worker holds a shared lock on it."""

import fcntl
from contextlib import suppress
from pathlib import Path
from typing import IO

LOCK = "in-use"
PUBLIC = {"static", "unavailable.html"}  # what a proxy may read if there is no PUBLIC_DIR
_held: list[IO[str]] = []


def close_to_others(folder: Path) -> None:
    """Remove other users' access to what an earlier release made readable."""
    for entry in folder.iterdir():
        with suppress(OSError):
            if entry.name not in PUBLIC and entry.stat().st_mode & 0o077:
                entry.chmod(entry.stat().st_mode & 0o700)


def hold_lock(folder: Path) -> None:
    """Make the data private and hold the lock until this process ends. Does nothing if it can't be locked."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        close_to_others(folder)
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
