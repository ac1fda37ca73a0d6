"""Tests: everything in memory or in a scratch folder; no outside service."""

import os
import tempfile
from datetime import timedelta

os.environ["DATA_DIR"] = os.environ.get("TEST_DATA_DIR") or tempfile.mkdtemp(prefix="pinpoint-test-")

from config.environment import DATA_DIR
from config.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-tests-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
COUNTS_STORED_AFTER_SECONDS = 3600  # tests of counting set it to 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_IDLE = SESSION_LONGEST = timedelta(days=36500)  # tests move the clock; session tests set their own
MEDIA_ROOT = DATA_DIR / "media"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
FIELD_KEYS = ["dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk="]
# Static files are found individually in the source folders: no collecting, no scan at startup.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
