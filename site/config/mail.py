"""All mail settings, in one place, from EMAIL_URL."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.environment import DATA_DIR

SEND_TIMEOUT_SECONDS = 10


def mail_settings(url: str, from_email: str) -> dict[str, Any]:
    """Django's and anymail's settings.

    `smtp://user:pass@host:port` (STARTTLS with `smtp+tls://`, TLS from the start with `smtps://`),
    `file:///folder`, or `anymail+<service>://` with that service's ANYMAIL_* variables.
    Without a URL mails are written as files in DATA_DIR/mail.
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
        settings["EMAIL_BACKEND"] = "inquiries.mail_files.EmlFileBackend"
        settings["EMAIL_FILE_PATH"] = parts.path
    elif parts.scheme in {"smtp", "smtp+tls", "smtps"}:
        settings |= {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or 25,
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
        }
    elif parts.scheme.startswith("anymail+"):
        service = parts.scheme.removeprefix("anymail+")
        settings["EMAIL_BACKEND"] = f"anymail.backends.{service}.EmailBackend"
    else:
        raise ImproperlyConfigured(f"EMAIL_URL: {parts.scheme}:// is not a kind of mail service known here.")
    return settings
