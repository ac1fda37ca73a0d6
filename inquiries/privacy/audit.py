"""The audit log: who did what with which inquiry, in Wagtail's log and on the timeline, without any content."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import ModelLogEntry

from inquiries.models import Inquiry, InquiryEvent

LOOKING = timedelta(minutes=10)
ACTIONS = {
    "view": ("View inquiry", "Looked at the inquiry"),
    "state": ("Change state", "Changed the state"),
    "undo": ("Undo", "Undid a change of state"),
    "released": ("Not spam", "Marked as not spam"),
    "assigned": ("Assign", "Assigned it"),
    "follow_up": ("Follow-up", "Set or removed the follow-up date"),
    "note": ("Note", "Wrote a private note"),
    "by_hand": ("Add inquiry", "Added the inquiry by hand"),
    "name_corrected": ("Correct name", "Corrected the visitor’s name"),
    "email_corrected": ("Correct address", "Corrected the visitor’s email address"),
    "phone_corrected": ("Correct number", "Corrected the visitor’s phone number"),
    "outcome": ("Outcome", "Said what became of it"),
    "merged": ("Merge", "Merged another inquiry into it"),
    "merged_away": ("Merge", "Merged it into another inquiry"),
    "separated": ("Separate", "Undid a merge"),
    "held": ("Keep", "Changed whether retention applies"),
    "reply": ("Reply", "Replied to the visitor"),
    "proposal": ("Propose appointment", "Proposed an appointment"),
    "cancellation": ("Cancel appointment", "Canceled an appointment"),
    "sent_again": ("Send again", "Sent an email again"),
    "dropped": ("Drop mail", "Dropped a failed email to staff"),
    "list": ("List inquiries", "Looked at the list of inquiries"),
    "find": ("Find inquiries", "Searched inquiries by name, address, phone, or reference"),
    "mails": ("List emails", "Looked at the emails that are waiting or failed"),
    "feed_on": ("Turn calendar on", "Turned on a calendar of follow-ups and appointments, or gave it a new address"),
    "feed_off": ("Turn calendar off", "Turned off their calendar of follow-ups and appointments"),
    "webhook": ("Change webhook", "Changed what another system is told of inquiries"),
    "export": ("Export inquiries", "Exported inquiries"),
    "vcard": ("Download contact", "Downloaded the visitor’s contact as a vCard"),
    "export_person": ("Export a person", "Exported what is stored about one person"),
    "find_person": ("Find a person", "Searched for one person’s inquiries"),
    "erase": ("Erase inquiries", "Erased inquiries"),
    "purge": ("Erase by retention", "Erased inquiries past their retention period"),
}


def register_log_actions(actions: LogActionRegistry) -> None:
    for kind, (label, message) in ACTIONS.items():
        actions.register_action(f"inquiries.{kind}", label, message)


def log_access(instance: Any, kind: str, user: Any, **data: Any) -> None:
    """Add an entry to Wagtail's log. `data` may only contain numbers and kinds."""
    log(instance, f"inquiries.{kind}", user=user, data=data)


def log_view_once(instance: Any, kind: str, user: Any, **data: Any) -> None:
    """Log that someone viewed a list, once while they keep viewing the same one."""
    since = timezone.now() - LOOKING
    lines = ModelLogEntry.objects.for_instance(instance)
    if not lines.filter(action=f"inquiries.{kind}", user=user, timestamp__gt=since, data=data).exists():
        log_access(instance, kind, user, **data)


def record_event(inquiry: Inquiry, kind: str, user: Any, text: str = "", **data: Any) -> InquiryEvent:
    """Record a step on the timeline and in Wagtail's log. `text` is stored on the timeline only, encrypted."""
    log_access(inquiry, kind, user)
    return inquiry.note(kind, text, user=user, **data)
