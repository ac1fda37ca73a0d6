"""Checks, logs, and announces changes to inquiry routing.

Signals catch every change of what routing depends on: its settings, and the clinic's address.
"""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.http import HttpRequest
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import LogActionRegistry, LogFormatter, get_active_log_context, log
from wagtail.models import ModelLogEntry

from content.models import ClinicSettings
from inquiries.mail.outbox import enqueue
from inquiries.models import InquiryRouting, Mail
from inquiries.models.routing import Routing, current_routing
from inquiries.privacy.permissions import may_route, owners

CHANGED, KEPT = "inquiries.routing_changed", "inquiries.routing_kept"


def capture_routing(instance: Any, **_: Any) -> None:
    """Remember the routing before something that it depends on changes."""
    instance.routing_before = current_routing()


def enforce_right(instance: Any, **_: Any) -> None:
    """After a change, announce it, or revert it if the user lacks the permission."""
    before, after = instance.routing_before, current_routing()
    user = get_active_log_context().user  # None in commands, such as the one that loads the sample clinic
    if before == after or (user is None and not isinstance(instance, InquiryRouting)):
        return
    with transaction.atomic():
        if user is None or may_route(user):
            announce(CHANGED, instance, user, before, after)
        else:
            restore_routing(before)
            instance.routing_was_kept = True
            announce(KEPT, instance, user, before, after)


def restore_routing(routing: Routing) -> None:
    row = InquiryRouting.load()
    InquiryRouting.objects.filter(pk=row.pk).update(  # without a signal, since this isn't a change
        recipients="\n".join(routing.recipients), mail_contains_message=routing.with_message
    )


def announce(action: str, instance: Model, user: Any, before: Routing, after: Routing) -> None:
    """Log the change, and queue an email about it to the previous recipients and the owners."""
    said: dict[str, Any] = {
        "what": str(instance._meta.verbose_name),
        "before": list(before.recipients),
        "after": list(after.recipients),
        "message_before": before.with_message,
        "message_after": after.with_message,
    }
    log(InquiryRouting.load(), action, user=user, data=said)
    said |= {"kept": action == KEPT, "who": get_user_display_name(user) if user else "A command on the server"}
    # No one reads email at the sample clinic's address, which owners replace first.
    is_setting_up = action == CHANGED and isinstance(instance, ClinicSettings) and instance.is_sample
    told = [*([] if is_setting_up else before.recipients), *owner_addresses()]
    enqueue(Mail.Purpose.ROUTING_NOTICE, list(dict.fromkeys(told)), **said)


def owner_addresses() -> list[str]:
    return list(owners().values_list("email", flat=True))


def warn(request: HttpRequest, instance: Any) -> None:
    """Warn a user who changed the clinic's address without the permission; a hook for `after_edit_setting`."""
    if getattr(instance, "routing_was_kept", False):
        messages.warning(
            request,
            "Your changes are saved. Inquiries still go to the same recipients as before: people with "
            "permission decide that under Settings › Inquiry routing.",
        )


for model in (InquiryRouting, ClinicSettings):
    for before, after in ((pre_save, post_save), (pre_delete, post_delete)):
        before.connect(capture_routing, sender=model)
        after.connect(enforce_right, sender=model)


def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(CHANGED)
    class RoutingChanged(LogFormatter):
        label = "Change inquiry routing"

        def format_message(self, entry: ModelLogEntry) -> str:
            said = entry.data
            to = f"from {', '.join(said['before'])} to {', '.join(said['after'])}"
            parts = [f"who is emailed about inquiries, {to}"] if said["before"] != said["after"] else []
            if said["message_before"] != said["message_after"]:
                parts.append(f"the message in emails to staff: now {'on' if said['message_after'] else 'off'}")
            return f"Changed {' and '.join(parts)}"

    @actions.register_action(KEPT)
    class RoutingKept(LogFormatter):
        label = "Keep inquiry routing"

        def format_message(self, entry: ModelLogEntry) -> str:
            said = entry.data
            return (
                f"Saved “{said['what']}” without the right to decide on inquiry routing. "
                f"Inquiries still go to {', '.join(said['before'])}, and not to {', '.join(said['after'])}"
            )
