"""Checks that refuse an unsafe production start, in words for the operator."""

import os
import sys
from email.utils import getaddresses
from importlib import import_module
from pathlib import Path

from cryptography.fernet import Fernet
from django.core.checks.security.base import (
    SECRET_KEY_INSECURE_PREFIX,
    SECRET_KEY_MIN_LENGTH,
    SECRET_KEY_MIN_UNIQUE_CHARACTERS,
)
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from config.environment import DEVELOPMENT_SECRET, env, why_unwritable
from config.settings.address_checks import hosts, media_folder, proxies, services, site_url
from config.settings.mail import mail_settings, missing_keys, unencrypted

SHORTEST_TOKEN = 16
SHORTEST_PASSWORD = 12  # as for everybody else: AUTH_PASSWORD_VALIDATORS
MAKE_SECRET = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"  # noqa: S105 (no secret)
MAKE_FIELD_KEY = "python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"
BAD_CONFIGURATION = os.EX_CONFIG  # 78, which systemd is told not to restart after
KNOWN_SECRETS = (DEVELOPMENT_SECRET, SECRET_KEY_INSECURE_PREFIX, "only-for-tests-")


def problems() -> list[str]:
    """Return every unsafe or missing setting, each with what to do about it; empty if all is well."""
    unreadable = {name: reason for name in env.scheme if (reason := env.problem(name))}
    found = [*unreadable.values()]
    checks = (secret_key, hosts, site_url, outgoing_mail, field_keys, machine_secrets, debug, proxies, services)
    for check in (*checks, owner_email, owner_password, data_dir, media_folder):
        found += [problem for problem in check() if problem.split(maxsplit=1)[0].rstrip(":") not in unreadable]
    return found


def refuse_unsafe() -> None:
    """Exit the process with the list of problems, which a traceback would bury."""
    if found := problems():
        lines = "\n".join(f"  - {problem}" for problem in found)
        sys.stderr.write(f"The site does not start in production like this:\n{lines}\n")
        sys.exit(BAD_CONFIGURATION)


def secret_key() -> list[str]:
    secret = env.if_readable("SECRET_KEY")
    if not secret:
        return [f"SECRET_KEY is missing. Make one: {MAKE_SECRET}"]
    if secret.startswith(KNOWN_SECRETS):
        return [f"SECRET_KEY is one made for development or tests. Make another: {MAKE_SECRET}"]
    if len(secret) < SECRET_KEY_MIN_LENGTH or len(set(secret)) < SECRET_KEY_MIN_UNIQUE_CHARACTERS:
        return [f"SECRET_KEY is too easy: at least {SECRET_KEY_MIN_LENGTH} random characters. Make one: {MAKE_SECRET}"]
    return []


def outgoing_mail() -> list[str]:
    found = []
    sender = env.if_readable("DEFAULT_FROM_EMAIL")
    if not env.if_readable("EMAIL_URL"):
        found.append("EMAIL_URL is missing: without it, no one is told about inquiries.")
    else:
        try:
            settings = mail_settings(env.if_readable("EMAIL_URL"), sender or "")
            exposed, missing = unencrypted(settings), missing_keys(settings)
            import_module(settings["EMAIL_BACKEND"].rpartition(".")[0])  # the error names the missing package
        except ImproperlyConfigured as error:
            found.append(f"EMAIL_URL can't be used: {str(error).removeprefix('EMAIL_URL: ')}")
        else:
            if "EMAIL_FILE_PATH" in settings and env.if_readable("SEO_INDEX"):
                found.append("EMAIL_URL writes mail into files, which no one reads: SEO_INDEX is for a site in use.")
            if exposed:
                found.append(f"EMAIL_URL sends {exposed} unencrypted. Use smtp+tls://, or smtps:// for port 465.")
            found += [f"EMAIL_URL can't be used: {name} is missing." for name in missing]
    if not sender:
        found.append("DEFAULT_FROM_EMAIL is missing: the address that emails come from.")
    elif [is_email(address) for _, address in getaddresses([sender])] != [True]:
        found.append("DEFAULT_FROM_EMAIL is not an email address.")
    return found


def is_email(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def field_keys() -> list[str]:
    keys = env.if_readable("FIELD_KEYS")
    if not keys:
        return [f"FIELD_KEYS is missing: inquiries would be stored unencrypted. Make one: {MAKE_FIELD_KEY}"]
    for place, key in enumerate(keys, 1):
        try:
            Fernet(key)
        except ValueError:
            return [f"FIELD_KEYS: key {place} is not 32 bytes in URL-safe base64. Make one: {MAKE_FIELD_KEY}"]
    return []


def machine_secrets() -> list[str]:
    """Check secrets used by machines. Guesses aren't throttled, so they have to be long."""
    return [
        f"{name} is too easy to guess: at least {SHORTEST_TOKEN} random ASCII characters. Make some: {MAKE_SECRET}"
        for name in ("READINESS_TOKEN", "METRICS_TOKEN", "ANYMAIL_WEBHOOK_SECRET")
        for secret in map(str.strip, os.environ.get(name, "").split(","))
        if secret and (len(secret.rpartition(":")[2]) < SHORTEST_TOKEN or not secret.isascii())
    ]


def debug() -> list[str]:
    if env.if_readable("DEBUG"):
        return ["DEBUG is on: error pages would show settings and visitors' data to everybody. Unset it."]
    return []


def owner_email() -> list[str]:
    owner = env.if_readable("OWNER_EMAIL")
    return ["OWNER_EMAIL is not an email address."] if owner and not is_email(owner) else []


def owner_password() -> list[str]:
    password = env.if_readable("OWNER_PASSWORD")
    if password and len(password) < SHORTEST_PASSWORD:
        return [f"OWNER_PASSWORD is too easy to guess: at least {SHORTEST_PASSWORD} characters."]
    return []


def data_dir() -> list[str]:
    reason = why_unwritable(Path(env("DATA_DIR")))
    return [f"DATA_DIR: {reason}"] if reason else []
