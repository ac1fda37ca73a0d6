"""Every environment variable the project reads, with its type and default, in one table."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import environ

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env(
    DEBUG=(bool, False),
    DATA_DIR=(str, str(BASE_DIR / "var")),
    PUBLIC_DIR=(str, ""),
    SECRET_KEY=(str, ""),
    ALLOWED_HOSTS=(list, []),
    SITE_URL=(str, ""),
    PORT=(int, 8000),
    DATABASE_URL=(str, ""),
    CACHE_URL=(str, "locmem://"),
    EMAIL_URL=(str, ""),
    DEFAULT_FROM_EMAIL=(str, ""),
    STORAGE_URL=(str, ""),
    OWNER_EMAIL=(str, ""),
    OWNER_PASSWORD=(str, ""),
    SECOND_FACTOR_REQUIRED=(bool, False),
    SECOND_FACTOR_GRACE_DAYS=(int, 7),
    SESSION_IDLE_MINUTES=(int, 30),
    SESSION_HOURS=(int, 12),
    TRUSTED_PROXIES=(list, []),
    INQUIRIES_PER_SENDER_HOUR=(int, 6),
    INQUIRIES_PER_TEN_MINUTES=(int, 120),
    SEO_INDEX=(bool, False),
    ALERT_WEBHOOK_URL=(str, ""),
    BACKUP_ALERT_HOURS=(int, 0),
    READINESS_TOKEN=(list, []),
    METRICS_TOKEN=(list, []),
    SENTRY_DSN=(str, ""),
    FIELD_KEYS=(list, []),
    TIME_ZONE=(str, "America/New_York"),
)

# Whatever a process of this project writes is for its own user only: nearly all of it is about people.
PRIVATE_UMASK = 0o077
os.umask(PRIVATE_UMASK)

DATA_DIR = Path(env("DATA_DIR")).resolve()
PUBLIC_DIR = Path(env("PUBLIC_DIR")).resolve() if env("PUBLIC_DIR") else DATA_DIR  # what a proxy reads by itself
# A generated SECRET_KEY begins with this, so that production can refuse it.
DEVELOPMENT_SECRET = "development-only-"  # noqa: S105 (no secret)


def generated_secret(name: str, make: Callable[[], str]) -> str:
    """A secret made on first use and kept in DATA_DIR, readable by its owner only (development)."""
    path = DATA_DIR / name
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        # Two processes may start at once: the first whole file wins, and neither ever reads half of one.
        with NamedTemporaryFile("w", dir=DATA_DIR, prefix=f".{name}-") as draft:
            draft.write(make())
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text().strip()
