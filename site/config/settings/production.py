"""The public site. Refuses to start on an unsafe or missing setting and names it."""

from django.core.exceptions import ImproperlyConfigured

from config.environment import env
from config.settings.base import *  # noqa: F403

for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"):
    if not env(name):
        raise ImproperlyConfigured(f"Set {name}: the site does not start in production without it.")
