"""Databases, caches and storages from their URLs."""

from typing import Any
from urllib.parse import unquote

import environ

from config.environment import DATA_DIR

SQLITE_OPTIONS = {
    # Immediate: two writers wait for each other instead of failing half-way with "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;"
    ),
}

# A server that is away, or went away in the middle, is noticed in seconds and not when the system gives up on it.
POSTGRESQL_OPTIONS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 15_000,  # milliseconds
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


def database_settings(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a `sqlite:///…` or `postgres://…` URL; SQLite in DATA_DIR without one."""
    settings: dict[str, Any] = environ.Env.db_url_config(url or f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = dict(SQLITE_OPTIONS)
    else:
        settings["HOST"] = unquote(
            settings["HOST"] or ""
        )  # a socket's folder: postgres://user@%2Frun%2Fpostgresql/name
        settings["OPTIONS"] = POSTGRESQL_OPTIONS | settings.get("OPTIONS", {})
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    return settings


def cache_settings(url: str) -> dict[str, Any]:
    """`default` per process or Redis; `shared` reaches every process: Redis, else files in DATA_DIR."""
    # `locmem://` is this project's spelling of what the library calls `locmemcache://`.
    default = environ.Env.cache_url_config(url.replace("locmem://", "locmemcache://"))
    if "locmem" in default["BACKEND"]:
        default["OPTIONS"] = {"MAX_ENTRIES": 5000}
    files = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR / "cache"),
        "TIMEOUT": None,
    }
    is_redis = "redis" in default["BACKEND"].lower()
    return {
        "default": default,
        "shared": default if is_redis else files,
        "renditions": {**default, "TIMEOUT": 3600},
    }


def storage_settings(url: str) -> dict[str, Any]:
    """Media as files in DATA_DIR, in another folder (`file:///…`) or in a bucket (`s3://bucket`)."""
    default: dict[str, Any] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if url.startswith("file://"):
        default["OPTIONS"] = {"location": url.removeprefix("file://")}
    elif url.startswith("s3://"):
        default = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {"bucket_name": url.removeprefix("s3://").strip("/")},
        }
    return {
        "default": default,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
