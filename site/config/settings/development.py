"""The one-command start on one's own machine: works without any variable set."""

from cryptography.fernet import Fernet
from django.core.management.utils import get_random_secret_key

from config.environment import env, kept_secret
from config.settings.base import *  # noqa: F403

DEBUG = env("DEBUG")
SECRET_KEY = env("SECRET_KEY") or kept_secret("secret-key", get_random_secret_key)
ALLOWED_HOSTS = env("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
INTERNAL_IPS = ["127.0.0.1"]
FIELD_KEYS = env("FIELD_KEYS") or [kept_secret("field-keys", lambda: Fernet.generate_key().decode())]
