"""What staff planned: pages that are to appear or to go at a time."""

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision


def something_is_due() -> bool:
    """Whether a planned time has come; two small queries, so that a worker may ask often."""
    now = timezone.now()
    revisions, pages = (
        Revision.objects.filter(approved_go_live_at__lt=now),
        Page.objects.live().filter(expire_at__lt=now),
    )
    return bool(revisions.exists() or pages.exists())


def keep_to_schedule() -> None:
    """Publish and take down what is due. Wagtail leaves it to a command that somebody has to call."""
    call_command("publish_scheduled", verbosity=0)
