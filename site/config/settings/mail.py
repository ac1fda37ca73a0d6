"""All mail settings, in one place, from EMAIL_URL."""

import os
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.environment import DATA_DIR

SEND_TIMEOUT_SECONDS = 10
SMTP = {"smtp", "smtp+tls", "smtp+plain", "smtps"}
PLAIN_PORT, SUBMISSION_PORT, TLS_PORT = 25, 587, 465


def mail_settings(url: str, from_email: str) -> dict[str, Any]:
    """Django's and anymail's settings.

    `smtp://user:pass@host` and its kin (see `smtp_settings`), `file:///folder`, or `anymail+<service>://` with that
    service's ANYMAIL_* variables. Without a URL mails are written as files in DATA_DIR/mail.
    """
    parts = urlsplit(url or f"file://{DATA_DIR / 'mail'}")
    settings: dict[str, Any] = {
        "EMAIL_TIMEOUT": SEND_TIMEOUT_SECONDS,
        "DEFAULT_FROM_EMAIL": from_email or "clinic@localhost",
        "SERVER_EMAIL": from_email or "clinic@localhost",
        "ANYMAIL": {
            "REQUESTS_TIMEOUT": SEND_TIMEOUT_SECONDS,
            "SEND_DEFAULTS": {"track_opens": False, "track_clicks": False},
            **{
                name.removeprefix("ANYMAIL_"): value
                for name, value in os.environ.items()
                if name.startswith("ANYMAIL_")
            },
        },
    }
    if parts.scheme == "file":
        settings["EMAIL_BACKEND"] = "inquiries.mail.eml_backend.EmlFileBackend"
        settings["EMAIL_FILE_PATH"] = parts.path
    elif parts.scheme in SMTP:
        settings |= smtp_settings(parts)
    elif parts.scheme.startswith("anymail+"):
        service = parts.scheme.removeprefix("anymail+")
        settings["EMAIL_BACKEND"] = f"anymail.backends.{service}.EmailBackend"
    else:
        raise ImproperlyConfigured(f"EMAIL_URL: {parts.scheme}:// is not a kind of mail service known here.")
    return settings


def smtp_settings(parts: SplitResult) -> dict[str, Any]:
    """`smtp://` encrypts (STARTTLS) as soon as there is a password to protect or the port is 587.

    `smtp+tls://` does so always, `smtps://` from the first byte, `smtp+plain://` never.
    """
    try:
        given = parts.port
    except ValueError:  # whose own words would quote a piece of the password
        raise ImproperlyConfigured("EMAIL_URL: write # / ? @ : in user and password as %23 %2F %3F %40 %3A.") from None
    has_login = bool(parts.username)
    starts_tls = parts.scheme == "smtp+tls" or (parts.scheme == "smtp" and (has_login or given == SUBMISSION_PORT))
    usual = TLS_PORT if parts.scheme == "smtps" else SUBMISSION_PORT if has_login or starts_tls else PLAIN_PORT
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": given or usual,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": starts_tls,
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def unencrypted(settings: dict[str, Any]) -> str:
    """What would be sent in plain text: "login", "mails", or nothing."""
    if "EMAIL_HOST" not in settings or settings["EMAIL_USE_TLS"] or settings["EMAIL_USE_SSL"]:
        return ""
    if settings["EMAIL_HOST_USER"]:
        return "login"
    return "" if is_this_machine(settings["EMAIL_HOST"]) else "mails"


def is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
