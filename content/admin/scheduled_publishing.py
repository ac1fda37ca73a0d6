"""Pages that staff scheduled to be published or taken down."""

from datetime import datetime
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminDraftStateFormMixin
from wagtail.models import Page, Revision


def publish_scheduled(now: datetime) -> None:
    """Run Wagtail's command if anything is due; it takes two small queries, so that a worker can check often."""
    go_live, expired = (
        Revision.objects.filter(approved_go_live_at__lt=now),
        Page.objects.live().filter(expire_at__lt=now),
    )
    if go_live.exists() or expired.exists():
        call_command("publish_scheduled", verbosity=0)


def forget_past_expiry() -> None:
    """Let staff save again what a schedule took down. Wagtail refuses its old date, and says so in a closed panel."""
    refuse = WagtailAdminDraftStateFormMixin.clean

    def clean(form: Any) -> Any:
        expired = form.instance.expire_at
        if expired and expired < timezone.now() and "expire_at" not in form.changed_data:
            form.instance.expire_at = form.cleaned_data["expire_at"] = None
        return refuse(form)

    WagtailAdminDraftStateFormMixin.clean = clean
