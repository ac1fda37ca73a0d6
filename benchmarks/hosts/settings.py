"""Production's settings. Each host greets mail servers by a name of its own, and the proof is no flood of inquiries."""

import os

from django.core.mail.utils import DNS_NAME

from config.settings.production import *  # noqa: F403

DNS_NAME._fqdn = f"worker-{os.getpid()}.example"  # type: ignore[attr-defined]
COUNTS_STORED_AFTER_SECONDS = 1
INQUIRIES_PER_TEN_MINUTES = 1_000_000
