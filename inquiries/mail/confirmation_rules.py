"""Which addresses get an automatic confirmation."""

import re
from datetime import timedelta

from django.utils import timezone

from inquiries.models import Mail
from inquiries.models.coordination import one_at_a_time

CONFIRMATION_INTERVAL = timedelta(hours=1)
NOBODY_READS = re.compile(
    r"^(no-?_?reply|do-?_?not-?_?reply|mailer-daemon|postmaster|abuse|bounces?|root|daemon)([+.-].*)?@", re.I
)


def confirms_to(address: str, digest: str) -> bool:
    """Return whether to send a confirmation to this address.

    Not to automatic addresses, which could start a mail loop, nor to an address that got one within the hour, since
    anyone can type in someone else's address.

    Call it inside the transaction that queues the email: it locks the address.
    """
    if NOBODY_READS.match(address):
        return False
    one_at_a_time(f"confirmation {digest}")
    recent = Mail.objects.filter(purpose=Mail.Purpose.CONFIRMATION, recipient_digest=digest)
    return not recent.filter(created_at__gt=timezone.now() - CONFIRMATION_INTERVAL).exists()
