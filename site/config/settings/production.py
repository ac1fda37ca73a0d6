"""The public site. Refuses to start with unsafe or missing settings, and names all of them."""

from config.settings.production_checks import refuse_unsafe

refuse_unsafe()

from config.environment import env  # noqa: E402
from config.settings.base import *  # noqa: E402, F403

LOGGING["handlers"]["console"]["formatter"] = "json"
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}  # its other logs quote URLs that visitors typed
if env("SENTRY_DSN"):  # otherwise its client, 4 MiB per process, isn't loaded
    from config.monitoring.errors import start_error_reports

    start_error_reports(env("SENTRY_DSN"))
BACKUP_ALERT_HOURS = env("BACKUP_ALERT_HOURS", default=26)
SECOND_FACTOR_REQUIRED = env("SECOND_FACTOR_REQUIRED", default=True)
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# The prefix makes browsers reject a cookie set by another host of the domain or over plain HTTP.
SESSION_COOKIE_NAME = "__Host-session"
LOOK_COOKIE_NAME = "__Host-look"
CSRF_COOKIE_NAME = "__Host-csrf"
