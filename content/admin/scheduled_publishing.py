"""Pages that staff scheduled to be published or taken down."""

from datetime import datetime

from django.core.management import call_command
from wagtail.models import Page, Revision


def publish_scheduled(now: datetime) -> None:
    """Run Wagtail's command if anything is due; it takes two small queries, so that a worker can check often."""
    go_live, expired = (
        Revision.objects.filter(approved_go_live_at__lt=now),
        Page.objects.live().filter(expire_at__lt=now),
    )
    if go_live.exists() or expired.exists():
        call_command("publish_scheduled", verbosity=0)
