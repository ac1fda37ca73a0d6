"""Checks of URLs and hosts in production: the site's, its proxies', and those of the services it uses."""

import re
from collections.abc import Callable
from importlib.util import find_spec
from ipaddress import collapse_addresses, ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from config.environment import env
from config.settings.urls_to_settings import (
    cache_settings,
    database_settings,
    media_root,
    split_address,
    storage_settings,
)

POSTGRESQL = ("postgres", "postgresql")
ENCRYPTED = ("require", "verify-ca", "verify-full")  # values of sslmode
PLAIN = {"http": "Use https://.", "redis": "Use rediss://.", "rediscache": "Use rediss://."}
HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)  # as Django matches it
WIDEST = 1 / 16  # of all addresses: far wider than 10.0.0.0/8 and fc00::/7, the widest private networks


def hosts() -> list[str]:
    names = env.if_readable("ALLOWED_HOSTS")
    if not names:
        return ["ALLOWED_HOSTS is missing: the host names the site answers to, with commas between them."]
    if "*" in names:
        return ["ALLOWED_HOSTS contains *: anyone could make the site answer under another name. List the names."]
    return [f"ALLOWED_HOSTS: {name} is not a host name (no scheme, no port)." for name in names if not is_host(name)]


def is_host(name: str) -> bool:
    return HOST.fullmatch(name) is not None


def site_url() -> list[str]:
    url = env.if_readable("SITE_URL")
    if not url:
        return ["SITE_URL is missing: the site's public address, such as https://www.example.com."]
    try:
        parts = split_address("SITE_URL", url)
    except ImproperlyConfigured as error:
        return [str(error)]
    found = []
    if parts.scheme != "https":
        found.append("SITE_URL does not begin with https://: inquiries must not travel unencrypted.")
    if not parts.hostname or not is_host(parts.hostname):
        found.append("SITE_URL has no host name.")
    elif not validate_host(parts.hostname, env.if_readable("ALLOWED_HOSTS") or []):
        found.append(f"SITE_URL names {parts.hostname}, which ALLOWED_HOSTS does not list.")
    if "@" in parts.netloc:
        found.append("SITE_URL holds a login, which every page and mail would show.")
    if parts.path.strip("/") or "?" in url or "#" in url:
        found.append("SITE_URL is an address without a path, ? or #: the site lives at the root of its host.")
    return found


def proxies() -> list[str]:
    found = []
    trusted: dict[int, list[Any]] = {4: [], 6: []}
    for name in env.if_readable("TRUSTED_PROXIES") or []:
        try:
            network = ip_network(name)
        except ValueError:
            found.append(f"TRUSTED_PROXIES: {name} is neither an address nor a network such as 10.0.0.0/8.")
            continue
        trusted[network.version].append(network)
    for networks in trusted.values():
        if sum(network.num_addresses / 2**network.max_prefixlen for network in collapse_addresses(networks)) > WIDEST:
            found.append("TRUSTED_PROXIES trusts a large part of the world, so visitors could forge their address.")
    return found


def services() -> list[str]:
    """Return problems with service URLs that are malformed or unusable, or not encrypted to another host."""
    found = []
    for name, (schemes, validate) in SERVICES.items():
        url = env.if_readable(name)
        if not url:
            continue
        scheme = url.partition("://")[0]
        if scheme not in schemes:
            found.append(f"{name} does not begin with one of {', '.join(s + '://' for s in schemes)}.")
        elif reason := why_unusable(name, url, validate):
            found.append(f"{name} can't be used: {reason}")
        elif instead := how_to_encrypt(name, url):
            found.append(f"{name} leads out of the private network unencrypted. {instead}")
        if scheme == "s3" and find_spec("storages") is None:
            found.append(f"{name}: s3:// needs the Python package django-storages[s3], which is not installed.")
    return found


def why_unusable(name: str, url: str, validate: Callable[[str], Any] | None) -> str:
    """Return why this URL is unusable, never in the library's words, which may quote a password."""
    try:
        parts = split_address(name, url)
        if parts.scheme in {"http", "https"} and not parts.hostname:
            return "it names no host."
        if validate:
            validate(url)
    except ImproperlyConfigured as error:
        return str(error).removeprefix(f"{name}: ")
    return ""


def how_to_encrypt(name: str, url: str) -> str:
    """Return what to write instead if the service is on another host without encryption; else empty."""
    parts = split_address(name, url)
    query = dict(parse_qsl(parts.query))
    if name == "STORAGE_URL":
        parts = split_address(name, query.get("endpoint", ""))
    if is_private(unquote(parts.hostname or "")):
        return ""
    if parts.scheme in POSTGRESQL and query.get("sslmode") not in ENCRYPTED:
        return "Add ?sslmode=verify-full."
    return PLAIN.get(parts.scheme, "")


def is_private(host: str) -> bool:
    """Return whether it is this machine, a socket folder, a name without a dot (a container), or a private address."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.startswith("/")


def validate_database_url(url: str) -> None:
    settings = database_settings(url)
    if not settings["NAME"]:
        raise ImproperlyConfigured("it names no database.")
    if settings["ENGINE"].endswith("sqlite3") and not Path(settings["NAME"]).is_absolute():
        raise ImproperlyConfigured("write the whole path, as sqlite:////folder/file: in memory nothing is kept.")


def validate_cache_url(url: str) -> None:
    if cache_settings(url)["default"]["LOCATION"] == "unix://":
        raise ImproperlyConfigured("it names no host.")


def validate_sentry_dsn(url: str) -> None:
    from sentry_sdk.utils import Dsn  # noqa: PLC0415 (4 MiB of each process, for those who use it)

    try:
        Dsn(url)
    except ValueError:
        raise ImproperlyConfigured("it is not of the kind https://key@host/number.") from None


def media_folder() -> list[str]:
    """Return a problem if private data is in the media folder, which is public."""
    try:
        media = media_root(env.if_readable("STORAGE_URL") or "").resolve()
        file = database_settings(env.if_readable("DATABASE_URL") or "")["NAME"]
    except (ImproperlyConfigured, ValueError):
        return []  # already reported
    return [
        f"{name}: {place} lies in the media folder, {media}, where /media/ would show it to everybody."
        for name, place in {"DATA_DIR": Path(env("DATA_DIR")), "DATABASE_URL": Path(file)}.items()
        if place.resolve().is_relative_to(media)
    ]


# The allowed schemes of each service's URL, and a validator that raises ImproperlyConfigured.
SERVICES: dict[str, tuple[tuple[str, ...], Callable[[str], Any] | None]] = {
    "DATABASE_URL": (("sqlite", *POSTGRESQL), validate_database_url),
    "CACHE_URL": (("locmem", "locmemcache", "redis", "rediss", "rediscache", "dummycache"), validate_cache_url),
    "STORAGE_URL": (("file", "s3"), lambda url: (storage_settings(url), media_root(url))),
    "ALERT_WEBHOOK_URL": (("https", "http"), None),
    "SENTRY_DSN": (("https",), validate_sentry_dsn),
}
