"""All email settings, derived from EMAIL_URL."""

import json
import os
from importlib.util import find_spec
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote

from django.core.exceptions import ImproperlyConfigured

from config.environment import DATA_DIR
from config.settings.urls_to_settings import folder_of, split_address

SEND_TIMEOUT_SECONDS = 10
SMTP = {"smtp", "smtp+tls", "smtp+plain", "smtps"}
PLAIN_PORT, SUBMISSION_PORT, TLS_PORT = 25, 587, 465
# The settings that each Anymail service requires. Amazon's keys come from its own variables.
KEYS = {
    **dict.fromkeys(["brevo", "mailgun", "mandrill", "resend", "sendgrid", "sendinblue", "sparkpost"], ("API_KEY",)),
    **dict.fromkeys(["mailersend", "mailtrap"], ("API_TOKEN",)),
    **dict.fromkeys(["postal", "unisender_go"], ("API_KEY", "API_URL")),
    "mailjet": ("API_KEY", "SECRET_KEY"),
    "postmark": ("SERVER_TOKEN",),
    "scaleway": ("SECRET_KEY", "PROJECT_ID"),
}
NO_SERVICES = {"base", "base_requests", "console", "test"}  # modules of anymail.backends that send nothing


def mail_settings(url: str, from_email: str) -> dict[str, Any]:
    """Return Django's and Anymail's settings.

    `smtp://user:pass@host` and its variants (see `smtp_settings`), `file:///folder`, or `anymail+<service>://` with
    that service's ANYMAIL_* variables. Without a URL, emails are written to files in DATA_DIR/mail.
    """
    url = url or f"file://{DATA_DIR / 'mail'}"
    # Split by hand: the library doesn't support schemes with a `_`, as in anymail+amazon_ses.
    scheme, _, rest = url.partition("://")
    parts = split_address("EMAIL_URL", f"//{rest}")
    settings: dict[str, Any] = {
        "EMAIL_TIMEOUT": SEND_TIMEOUT_SECONDS,
        "DEFAULT_FROM_EMAIL": from_email or "clinic@localhost",
        "SERVER_EMAIL": from_email or "clinic@localhost",
        "ANYMAIL": {
            "REQUESTS_TIMEOUT": SEND_TIMEOUT_SECONDS,
            "SEND_DEFAULTS": {"track_opens": False, "track_clicks": False},
            # Some services don't support metadata, a tracking switch, or calendar parts; their email goes out without.
            "IGNORE_UNSUPPORTED_FEATURES": True,
            **{
                name.removeprefix("ANYMAIL_"): anymail_value(value)
                for name, value in os.environ.items()
                if name.startswith("ANYMAIL_")
            },
        },
    }
    if isinstance(secrets := settings["ANYMAIL"].get("WEBHOOK_SECRET"), str):  # two during a rotation
        settings["ANYMAIL"]["WEBHOOK_SECRET"] = [secret.strip() for secret in secrets.split(",") if secret.strip()]
    if scheme == "file":
        settings["EMAIL_BACKEND"] = "inquiries.mail.eml_backend.EmlFileBackend"
        settings["EMAIL_FILE_PATH"] = str(folder_of("EMAIL_URL", url))
    elif scheme in SMTP:
        settings |= smtp_settings(scheme, parts)
    elif scheme.startswith("anymail+"):
        service = scheme.removeprefix("anymail+").lower().replace("-", "_")
        settings["EMAIL_BACKEND"] = anymail_backend(service)
        settings["ANYMAIL"] |= anymail_options(service, parts)
    else:
        raise ImproperlyConfigured(
            "EMAIL_URL: it begins with none of smtp://, smtps://, file:// and anymail+<service>://."
        )
    return settings


def anymail_value(text: str) -> Any:
    """Parse a variable: JSON if it is an object, list, or boolean, else text, so that numeric keys stay text."""
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if text.startswith(("{", "[")):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def anymail_backend(service: str) -> str:
    module = f"anymail.backends.{service}"
    if not service.isidentifier() or service in NO_SERVICES or find_spec(module) is None:
        raise ImproperlyConfigured("EMAIL_URL: anymail+<service>:// names a service that django-anymail does not know.")
    return f"{module}.EmailBackend"


def anymail_options(service: str, parts: SplitResult) -> dict[str, Any]:
    """Return the service's settings from `?sender_domain=…` or, for Amazon, `?region=…`. Keys stay in variables."""
    if parts.netloc or parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"EMAIL_URL: write anymail+{service}:// without a host or a login; "
            f"keys belong in ANYMAIL_{service.upper()}_… variables."
        )
    options = dict(parse_qsl(parts.query))
    made: dict[str, Any] = {}
    if service == "amazon_ses" and (region := options.pop("region", "")):
        made["AMAZON_SES_CLIENT_PARAMS"] = {"region_name": region}
    return made | {f"{service}_{name}".upper(): anymail_value(value) for name, value in options.items()}


def missing_keys(settings: dict[str, Any]) -> list[str]:
    service = settings["EMAIL_BACKEND"].split(".")[-2]
    names = [f"{service}_{key}".upper() for key in KEYS.get(service, ())]
    return [f"ANYMAIL_{name}" for name in names if not settings["ANYMAIL"].get(name)]


def smtp_settings(scheme: str, parts: SplitResult) -> dict[str, Any]:
    """Return SMTP settings. `smtp://` uses STARTTLS if there is a password to protect or the port is 587.

    `smtp+tls://` always uses STARTTLS, `smtps://` implicit TLS, and `smtp+plain://` no encryption.
    """
    given = parts.port
    has_login = bool(parts.username)
    starts_tls = scheme == "smtp+tls" or (scheme == "smtp" and (has_login or given == SUBMISSION_PORT))
    usual = TLS_PORT if scheme == "smtps" else SUBMISSION_PORT if has_login or starts_tls else PLAIN_PORT
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": given or usual,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": starts_tls,
        "EMAIL_USE_SSL": scheme == "smtps",
    }


def unencrypted(settings: dict[str, Any]) -> str:
    """Return what would be sent in plain text: "login", "mails", or empty."""
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
