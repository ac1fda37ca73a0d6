"""Every environment variable that the project reads, with its type and default, in one table."""

import os
import re
from argparse import ArgumentTypeError
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]
YES, NO = {"1", "true", "yes", "on", "y"}, {"0", "false", "no", "off", "n"}
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # line breaks and the like, and broken UTF-8


def as_it_is(text: str) -> str:
    if UNSEEN.search(text):
        raise ValueError("contains a line break or another sign that can't be seen")
    return text


def line(text: str) -> str:
    return as_it_is(text.strip())


def time_zone(text: str) -> str:
    try:
        return ZoneInfo(line(text)).key
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ValueError("is not a time zone such as America/New_York") from None


def split_words(text: str) -> list[str]:
    return [word for part in line(text).split(",") if (word := part.strip())]


def switch(text: str) -> bool:
    """Parse on or off. Any other word is an error: taken as off, it could silently disable a protection."""
    if (word := text.strip().lower()) not in YES | NO:
        raise ValueError("is neither on nor off: write 1 or 0")
    return word in YES


def number(least: int, most: int) -> Callable[[str], int]:
    """Return a parser for a number within limits, beyond which the site would be unusable or unprotected."""

    def read(text: str) -> int:
        with suppress(ValueError):
            if least <= (found := int(text)) <= most:
                return found
        raise ValueError(f"is not a number from {least} to {most}")

    return read


def number_argument(least: int, most: int) -> Callable[[str], int]:
    """Return the same parser for an argument of a command."""

    def read(text: str) -> int:
        try:
            return number(least, most)(text)
        except ValueError as error:
            raise ArgumentTypeError(f"{text} {error}") from None

    return read


class Environment:
    """Variables by name. An empty one counts as unset, so that a blank value in a file has no effect."""

    def __init__(self, **scheme: tuple[Callable[[str], Any], Any]) -> None:
        self.scheme = scheme

    def __call__(self, name: str, default: Any = None) -> Any:
        read, usual = self.scheme[name]
        text = os.environ.get(name, "")
        if not text.strip():
            return usual if default is None else default
        try:
            return read(text)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} {error}.") from None  # never the value, which may be a secret

    def problem(self, name: str) -> str:
        """Return what is wrong with the variable's value, regardless of its purpose."""
        try:
            self(name)
        except ImproperlyConfigured as error:
            return str(error)
        return ""

    def if_readable(self, name: str) -> Any:
        return None if self.problem(name) else self(name)


env = Environment(
    DEBUG=(switch, False),
    DATA_DIR=(str.strip, str(BASE_DIR / "var")),
    PUBLIC_DIR=(str.strip, ""),
    SECRET_KEY=(line, ""),
    ALLOWED_HOSTS=(split_words, []),
    SITE_URL=(line, ""),
    PORT=(number(1, 65_535), 8000),
    DATABASE_URL=(line, ""),
    CACHE_URL=(line, "locmem://"),
    EMAIL_URL=(line, ""),
    DEFAULT_FROM_EMAIL=(line, ""),
    STORAGE_URL=(line, ""),
    OWNER_EMAIL=(line, ""),
    OWNER_PASSWORD=(as_it_is, ""),
    SECOND_FACTOR_REQUIRED=(switch, False),
    SECOND_FACTOR_GRACE_DAYS=(number(0, 60), 7),
    SESSION_IDLE_MINUTES=(number(1, 240), 30),
    SESSION_HOURS=(number(1, 24), 12),
    TRUSTED_PROXIES=(split_words, []),
    INQUIRIES_PER_SENDER_HOUR=(number(1, 1_000_000), 6),
    INQUIRIES_PER_TEN_MINUTES=(number(1, 1_000_000), 120),
    SEO_INDEX=(switch, False),
    ALERT_WEBHOOK_URL=(line, ""),
    BACKUP_ALERT_HOURS=(number(0, 10_000), 0),
    READINESS_TOKEN=(split_words, []),
    METRICS_TOKEN=(split_words, []),
    SENTRY_DSN=(line, ""),
    FIELD_KEYS=(split_words, []),
    TIME_ZONE=(time_zone, "America/New_York"),
)

# Files that this project's processes write are private to their user, since nearly all contain personal data.
PRIVATE_UMASK = 0o077
os.umask(PRIVATE_UMASK)

DATA_DIR = Path(env("DATA_DIR")).resolve()
PUBLIC_DIR = Path(env("PUBLIC_DIR")).resolve() if env("PUBLIC_DIR") else DATA_DIR  # what a proxy reads directly
# A generated SECRET_KEY begins with this, so that production can reject it.
DEVELOPMENT_SECRET = "development-only-"  # noqa: S105 (no secret)


def why_unwritable(folder: Path) -> str:
    """Return why files can't be written to the folder, which is created if missing; empty if they can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return f"{folder} can't be written to ({error.strerror})."


def generated_secret(name: str, make: Callable[[], str]) -> str:
    """Return a secret that is generated on first use and kept in DATA_DIR, readable only by its owner (development)."""
    path = DATA_DIR / name
    if not path.exists():
        if reason := why_unwritable(DATA_DIR):
            raise ImproperlyConfigured(f"DATA_DIR: {reason}")
        # Two processes may start at once: the first complete file wins, and neither ever reads a partial one.
        with NamedTemporaryFile("w", dir=DATA_DIR, prefix=f".{name}-") as draft:
            draft.write(make())
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text().strip()
