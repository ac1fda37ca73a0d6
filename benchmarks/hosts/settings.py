"""Production settings. Each host greets mail servers with its own name, and the test doesn't count as a flood."""

import os

from django.core.mail.utils import DNS_NAME

from config.settings.production import *  # noqa: F403

DNS_NAME._fqdn = f"worker-{os.getpid()}.example"  # type: ignore[attr-defined]
COUNTS_STORED_AFTER_SECONDS = 1
INQUIRIES_PER_TEN_MINUTES = 1_000_000
