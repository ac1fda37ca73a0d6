"""Settings of the site in the browser tests: as in development, but with several visitors behind one address."""

from config.settings.development import *  # noqa: F403

INQUIRIES_PER_SENDER_HOUR = 1000
COUNTS_STORED_AFTER_SECONDS = 0  # so that reports show right away what visitors did
