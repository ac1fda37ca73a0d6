"""What browser tests need on this machine. Run as a script, it prints the command that installs what is missing."""

import ctypes
import shutil
import sys

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# The same browser without windows takes half the work, for tests that don't need them.
HEADLESS = shutil.which("chromium-headless-shell") or CHROMIUM


def has_libatomic() -> bool:
    """Whether libatomic is there: Playwright's driver for Linux is linked to it but doesn't bundle it."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return not sys.platform.startswith("linux")
    return True


def missing_packages() -> list[str]:
    return ["chromium"] * (CHROMIUM is None) + ["libatomic1"] * (not has_libatomic())


def refusal() -> str:
    """What to tell whoever runs the tests; empty if nothing is missing."""
    missing = " ".join(missing_packages())
    return missing and (
        f"The browser tests are skipped: this machine lacks {missing.replace(' ', ' and ')}. "
        f"On Debian, this installs what is missing, as root: apt-get install {missing}"
    )


if __name__ == "__main__":
    sys.exit(refusal() or None)
