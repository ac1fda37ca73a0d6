"""Databases, caches and storages from their URLs."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from config.environment import DATA_DIR

SQLITE_OPTIONS = {
    # Immediate: writers wait for each other instead of failing halfway with "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;"
    ),
}

# A server that is down, or goes down mid-request, is noticed within seconds, not when the OS gives up.
POSTGRESQL_OPTIONS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 5_000,  # milliseconds: for a server that vanished silently
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    # Visitors get a response before proxy (60 s) and browser give up, even after two waits. Migrations have no limit.
    "options": "-c lock_timeout=10s -c statement_timeout=25s",
}


def split_address(name: str, url: str) -> SplitResult:
    """Split a URL. The library's own error message could quote part of a password."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ImproperlyConfigured(
            f"{name}: it is not an address. Write # / ? @ : in user and password as %23 %2F %3F %40 %3A; "
            "a port is a number up to 65535."
        ) from None
    return parts


def folder_of(name: str, url: str) -> Path:
    path = url.removeprefix("file://")
    if not path.startswith("/"):
        raise ImproperlyConfigured(f"{name}: write the whole path with three slashes, as file:///folder.")
    return Path(path)


def database_settings(url: str) -> dict[str, Any]:
    """Return Django's DATABASES entry for a `sqlite:///…` or `postgres://…` URL; SQLite in DATA_DIR by default."""
    settings: dict[str, Any] = environ.Env.db_url_config(url or f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = dict(SQLITE_OPTIONS)
    else:
        settings["ENGINE"] = "config.postgresql"  # waits for a server that restarts
        # A socket's folder is given as postgres://user@%2Frun%2Fpostgresql/name.
        settings["HOST"] = unquote(settings["HOST"] or "")
        settings["OPTIONS"] = POSTGRESQL_OPTIONS | settings.get("OPTIONS", {})
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    return settings


def cache_settings(url: str) -> dict[str, Any]:
    """Return the caches. `default`: from the URL. `files`: for when database and cache are down.

    `renditions`: Wagtail's, in memory. `cards`: images that are drawn for sharing.
    """
    # The library calls `locmem://` `locmemcache://`.
    default = environ.Env.cache_url_config(url.replace("locmem://", "locmemcache://"))
    memory = environ.Env.cache_url_config("locmemcache://") | {"OPTIONS": {"MAX_ENTRIES": 5000}}
    if default["BACKEND"] == environ.Env.CACHE_SCHEMES["redis"]:
        default["BACKEND"] = "config.resilient_cache.ResilientRedisCache"
    versioned = {"KEY_FUNCTION": "content.caching.version.versioned_key"}
    files = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR / "cache"),
        "TIMEOUT": None,
    }
    renditions = memory | versioned | {"LOCATION": "renditions", "TIMEOUT": 3600}
    cards = files | {"LOCATION": str(DATA_DIR / "social-cards"), "OPTIONS": {"MAX_ENTRIES": 1000}}
    return {"default": default | versioned, "renditions": renditions, "files": files, "cards": cards}


def media_root(url: str) -> Path:
    """Return the media folder: the one that `file:///…` names, or the one in DATA_DIR."""
    return folder_of("STORAGE_URL", url) if url.startswith("file://") else DATA_DIR / "media"


def storage_settings(url: str) -> dict[str, Any]:
    """Return STORAGES: media in `media_root`, or in a bucket (`s3://bucket/folder?region=…&endpoint=…`)."""
    default: dict[str, Any] = {"BACKEND": "content.uploads.storage.CleanFileSystemStorage"}
    if url.startswith("s3://"):
        default = {"BACKEND": "config.bucket.BucketStorage", "OPTIONS": bucket_options(url)}
    return {
        "default": default,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }


def bucket_options(url: str) -> dict[str, Any]:
    """Return options for django-storages. Its keys come from AWS's own variables, never from a URL."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    if not parts.netloc or "@" in parts.netloc:
        raise ImproperlyConfigured("STORAGE_URL: write s3://bucket, and the keys into AWS_ACCESS_KEY_ID and so on.")
    if unknown := query.keys() - {"region", "endpoint"}:
        raise ImproperlyConfigured(f"STORAGE_URL: {min(unknown)} is neither region nor endpoint.")
    if not re.match(r"https?://[^/]|$", query.get("endpoint", "")):
        raise ImproperlyConfigured("STORAGE_URL: an endpoint begins with https:// or http://.")
    split_address("STORAGE_URL", query.get("endpoint", ""))
    options = {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "region_name": query.get("region"),
        "endpoint_url": query.get("endpoint"),
    }
    # Never reuse a name: browsers cache images for a year.
    return {name: value for name, value in options.items() if value} | {"file_overwrite": False}
