"""The one-command start on a local machine: works without any variable set."""

from cryptography.fernet import Fernet
from django.core.management.utils import get_random_secret_key

from config.environment import DEVELOPMENT_SECRET, env, generated_secret
from config.settings.base import *  # noqa: F403

DEBUG = env("DEBUG")
SECRET_KEY = env("SECRET_KEY") or generated_secret("secret-key", lambda: DEVELOPMENT_SECRET + get_random_secret_key())
ALLOWED_HOSTS = env("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
WEBHOOK_TO_OWN_NETWORK = DEBUG
FIELD_KEYS = env("FIELD_KEYS") or [generated_secret("field-keys", lambda: Fernet.generate_key().decode())]

# Served from the source folders under their own names, so that nothing has to be collected first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 60
