"""What makes a production start unsafe, in words for the person who starts it."""

import os
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from config.environment import DEVELOPMENT_SECRET, env
from config.settings.mail import mail_settings, unencrypted
from config.settings.urls_to_settings import cache_settings, database_settings, storage_settings

SHORTEST_SECRET = 50
SHORTEST_TOKEN = 16
FEWEST_CHARACTERS = 5  # different ones: what Django's own check asks for
MAKE_SECRET = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"  # noqa: S105 (no secret)
MAKE_FIELD_KEY = "python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"
# How an address begins → the module it needs, and the package that brings it.
CLIENTS = dict.fromkeys(["redis", "rediss", "rediscache"], ("redis", "redis")) | {
    "s3": ("storages", "django-storages[s3]")
}
BAD_CONFIGURATION = os.EX_CONFIG  # 78, which systemd is told not to restart after
KNOWN_SECRETS = (DEVELOPMENT_SECRET, "django-insecure-", "only-for-tests-")


def problems() -> list[str]:
    """Every unsafe or missing setting of the environment, each named with what to do; empty when all is well."""
    unreadable = {name: reason for name in env.scheme if (reason := why_unreadable(name))}
    found = [*unreadable.values()]
    checks = (secret_key, hosts, site_url, mail, field_keys, machine_secrets, debug, proxies, addresses, time_zone)
    for check in (*checks, accounts, data_dir):
        found += [problem for problem in check() if problem.split(maxsplit=1)[0].rstrip(":") not in unreadable]
    return found


def refuse_unsafe() -> None:
    """End the process, whichever it is, with the list of what is wrong: a traceback would bury it."""
    if found := problems():
        lines = "\n".join(f"  - {problem}" for problem in found)
        sys.stderr.write(f"The site does not start in production like this:\n{lines}\n")
        sys.exit(BAD_CONFIGURATION)


def why_unreadable(name: str) -> str:
    """What is wrong with the variable itself, whatever it is for."""
    try:
        env(name)
    except ImproperlyConfigured as error:
        return str(error)
    return ""


def read(name: str) -> Any:
    """The variable in its type; None where it can't be read."""
    return None if why_unreadable(name) else env(name)


def secret_key() -> list[str]:
    secret = read("SECRET_KEY")
    if not secret:
        return [f"SECRET_KEY is missing. Make one: {MAKE_SECRET}"]
    if secret.startswith(KNOWN_SECRETS):
        return [f"SECRET_KEY is one made for development or tests. Make another: {MAKE_SECRET}"]
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_CHARACTERS:
        return [f"SECRET_KEY is too easy: at least {SHORTEST_SECRET} random characters. Make one: {MAKE_SECRET}"]
    return []


def hosts() -> list[str]:
    names = read("ALLOWED_HOSTS")
    if not names:
        return ["ALLOWED_HOSTS is missing: the host names the site answers to, with commas between them."]
    if "*" in names:
        return ["ALLOWED_HOSTS contains *: anyone could make the site answer under another name. List the names."]
    wrong = [name for name in names if "/" in name or (":" in name and not name.startswith("["))]
    return [f"ALLOWED_HOSTS: {name} is not a host name (no scheme, no port)." for name in wrong]


def site_url() -> list[str]:
    url = read("SITE_URL")
    if not url:
        return ["SITE_URL is missing: the site's public address, such as https://www.example.com."]
    parts = urlsplit(url)
    found = []
    if parts.scheme != "https":
        found.append("SITE_URL does not begin with https://: inquiries must not travel unencrypted.")
    if not parts.hostname:
        found.append("SITE_URL has no host name.")
    elif not validate_host(parts.hostname, read("ALLOWED_HOSTS") or []):
        found.append(f"SITE_URL names {parts.hostname}, which ALLOWED_HOSTS does not list.")
    if parts.path.strip("/") or parts.query:
        found.append("SITE_URL is an address without a path: the site lives at the root of its host.")
    return found


def mail() -> list[str]:
    found = []
    sender = read("DEFAULT_FROM_EMAIL")
    if not read("EMAIL_URL"):
        found.append("EMAIL_URL is missing: without it, no one is told about inquiries.")
    else:
        try:
            settings = mail_settings(read("EMAIL_URL"), sender or "")
            exposed = unencrypted(settings)
            import_module(settings["EMAIL_BACKEND"].rpartition(".")[0])  # which names the package that it lacks
        except (ImproperlyConfigured, ValueError) as error:
            found.append(f"EMAIL_URL can't be used: {error}")
        else:
            if exposed:
                found.append(f"EMAIL_URL sends {exposed} unencrypted. Use smtp+tls://, or smtps:// for port 465.")
    if not sender:
        found.append("DEFAULT_FROM_EMAIL is missing: the address that emails come from.")
    elif "@" not in sender:
        found.append("DEFAULT_FROM_EMAIL is not an email address.")
    return found


def field_keys() -> list[str]:
    keys = read("FIELD_KEYS")
    if not keys:
        return [f"FIELD_KEYS is missing: inquiries would be stored readable. Make one: {MAKE_FIELD_KEY}"]
    for place, key in enumerate(keys, 1):
        try:
            Fernet(key)
        except ValueError:
            return [f"FIELD_KEYS: key {place} is not 32 bytes in URL-safe base64. Make one: {MAKE_FIELD_KEY}"]
    return []


def machine_secrets() -> list[str]:
    """Secrets of other machines. Guesses at them are not throttled, so they have to be long."""
    return [
        f"{name} is too easy to guess: at least {SHORTEST_TOKEN} random characters. Make some: {MAKE_SECRET}"
        for name in ("READINESS_TOKEN", "METRICS_TOKEN", "ANYMAIL_WEBHOOK_SECRET")
        for secret in map(str.strip, os.environ.get(name, "").split(","))
        if secret and len(secret.rpartition(":")[2]) < SHORTEST_TOKEN
    ]


def debug() -> list[str]:
    if read("DEBUG"):
        return ["DEBUG is on: error pages would show settings and visitors' data to everybody. Unset it."]
    return []


def proxies() -> list[str]:
    found = []
    for name in read("TRUSTED_PROXIES") or []:
        try:
            network = ip_network(name, strict=False)
        except ValueError:
            found.append(f"TRUSTED_PROXIES: {name} is neither an address nor a network such as 10.0.0.0/8.")
            continue
        if network.prefixlen == 0:
            found.append(f"TRUSTED_PROXIES: {name} trusts the whole world, so visitors could forge their address.")
    return found


def addresses() -> list[str]:
    """Addresses of services that can't be understood."""
    found = []
    for name, schemes in {
        "DATABASE_URL": ("sqlite", "postgres", "postgresql"),
        "CACHE_URL": ("locmem", "locmemcache", "redis", "rediss", "rediscache", "dummycache"),
        "STORAGE_URL": ("file", "s3"),
        "ALERT_WEBHOOK_URL": ("https", "http"),
        "SENTRY_DSN": ("https",),
    }.items():
        url = read(name)
        scheme = urlsplit(url).scheme if url else ""
        if url and scheme not in schemes:
            found.append(f"{name}: {scheme or 'no scheme'}:// is not one of {', '.join(s + '://' for s in schemes)}.")
        elif url and (unusable := use(name, url)):
            found.append(f"{name} can't be used: {unusable}")
        module, package = CLIENTS.get(scheme, ("", ""))
        if module and find_spec(module) is None:
            found.append(f"{name}: {scheme}:// needs the Python package {package}, which is not installed.")
    return found


def use(name: str, url: str) -> str:
    """Why the settings can't be made from this address; never in the library's words, which may quote a password."""
    make = {"DATABASE_URL": database_settings, "CACHE_URL": cache_settings, "STORAGE_URL": storage_settings}.get(name)
    try:
        _ = urlsplit(url).port, make and make(url)
    except ImproperlyConfigured as error:
        return str(error)
    except ValueError:
        return "write # / ? @ : in user and password as %23 %2F %3F %40 %3A."
    return ""


def accounts() -> list[str]:
    owner = read("OWNER_EMAIL")
    return ["OWNER_EMAIL is not an email address."] if owner and "@" not in owner else []


def time_zone() -> list[str]:
    name = read("TIME_ZONE")
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return [f"TIME_ZONE: {name} is not a time zone such as America/New_York."]
    return []


def data_dir() -> list[str]:
    folder = Path(env("DATA_DIR"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return [f"DATA_DIR: {folder} can't be written to ({error.strerror})."]
    return []
