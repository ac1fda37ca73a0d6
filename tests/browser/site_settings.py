"""The site that the browser tests look at: as on one's own machine, for more than one visitor at one address."""

from config.settings.development import *  # noqa: F403

INQUIRIES_PER_SENDER_HOUR = 1000
COUNTS_STORED_AFTER_SECONDS = 0  # reports tell at once what visitors did
