"""The development settings, with each client counting as a separate visitor."""

import os

from config.settings.development import *  # noqa: F403

DEBUG = False
# A test of a lock timeout need not wait as long as a visitor may.
if "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    DATABASES["default"]["OPTIONS"]["timeout"] = int(os.environ.get("DATABASE_TIMEOUT") or 20)  # noqa: F405
elif os.environ.get("DATABASE_TIMEOUT"):
    DATABASES["default"]["OPTIONS"]["options"] = f"-c lock_timeout={os.environ['DATABASE_TIMEOUT']}s"  # noqa: F405
TRUSTED_PROXIES = ["127.0.0.1"]
INQUIRIES_PER_TEN_MINUTES = 1_000_000
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
