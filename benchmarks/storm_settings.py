"""The development settings, with each client of the storm counting as a visitor of its own."""

from config.settings.development import *  # noqa: F403

DEBUG = False
TRUSTED_PROXIES = ["127.0.0.1"]
INQUIRY_LIMITS = {"all_in_ten_minutes": 1_000_000}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
