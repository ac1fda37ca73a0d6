"""What browser tests need of the machine. Run as a script, says which command installs what is missing, if anything."""

import ctypes
import shutil
import sys

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# The same browser without windows: half the work for what has no need of them.
HEADLESS = shutil.which("chromium-headless-shell") or CHROMIUM


def has_libatomic() -> bool:
    """Playwright's driver for Linux is linked to it, and brings none."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return not sys.platform.startswith("linux")
    return True


def missing_packages() -> list[str]:
    return ["chromium"] * (CHROMIUM is None) + ["libatomic1"] * (not has_libatomic())


def refusal() -> str:
    """What to tell whoever runs the tests; empty when nothing is missing."""
    missing = " ".join(missing_packages())
    return missing and (
        f"The browser tests are skipped: this machine lacks {missing.replace(' ', ' and ')}. "
        f"On Debian, this installs what is missing, as root: apt-get install {missing}"
    )


if __name__ == "__main__":
    sys.exit(refusal() or None)
