"""An inquiry's history in words."""

from datetime import date

from django.utils.dateparse import parse_datetime

from content.site_context.context import day_in_words, moment_in_words
from inquiries.mail.calendar_answers import IN_WORDS
from inquiries.models import Inquiry, InquiryEvent, Mail
from inquiries.privacy.audit import ACTIONS

STATES = dict(Inquiry.State.choices)
DESCRIPTIONS = {  # of what isn't an action of staff
    "sent_again_unsuspected": "Sent again by the visitor, and no longer suspect",
    "received": "Sent through the website",
    "received_by_mail": "Came by email",
    "inbound": "The visitor replied",
    "email_failed": "Email to the visitor bounced: call instead",
}
MERGES = {
    "merged": "Merged with this one:",
    "merged_away": "Merged into",
    "separated": "Separated again from",
}
CAME_BY, LOST_REASONS = dict(Inquiry.CameBy.choices), dict(Inquiry.LostReason.choices)


def describe_outcome(data: dict[str, str]) -> str:
    """Describe when and with whom it was booked, or why it wasn't."""
    if data.get("state") == Inquiry.State.NOT_BOOKED:
        reason = LOST_REASONS.get(data.get("reason", ""))
        return f"Not booked: {reason}" if reason else "Not booked: reason removed"
    parts = [f"for {moment_in_words(parse_datetime(data['for']))}" if data.get("for") else ""]
    parts += [f"with {data['with']}" if data.get("with") else ""]
    return " ".join(["Booked", *filter(None, parts)]) if any(parts) else "Date and practitioner removed"


def describe(event: InquiryEvent) -> str:
    data = event.data
    if event.kind == "state":
        return f"{STATES.get(data.get('from', ''), '?')} → {STATES.get(data.get('to', ''), '?')}"
    if event.kind == "undo":
        return f"Taken back: {STATES.get(data.get('to', ''), '?')} again"
    if event.kind == "assigned":
        return f"Assigned to {data['name']}" if data.get("name") else "Assigned to no one"
    if event.kind == "left":
        return f"Assigned to no one, because the account of {data['name']} was deleted"
    if event.kind == "follow_up":
        day = data.get("day")
        return f"Follow up on {day_in_words(date.fromisoformat(day))}" if day else "Follow-up date removed"
    if event.kind == "held":
        return "Marked “never erase”" if data.get("on") else "May be erased again"
    if event.kind in MERGES:
        taken = "; ".join(one["words"] for one in data.get("carried", []))
        return f"{MERGES[event.kind]} {data.get('reference', '')}{f', and taken over: {taken}' if taken else ''}"
    if event.kind == "by_hand":
        return f"Added by hand: {CAME_BY.get(data.get('came_by', ''), '?').lower()}"
    if event.kind == "outcome":
        return describe_outcome(data)
    if answer := IN_WORDS.get(data.get("answer", "")):
        earlier = ", answering an earlier invitation" if data.get("outdated") else ""
        return f"The visitor {answer[0].lower()}{answer[1:]}{earlier}"
    if event.kind == "inbound" and data.get("automatic"):
        return "An automatic reply came in"
    by_staff = ACTIONS[event.kind][1] if event.kind in ACTIONS else event.kind.replace("_", " ").capitalize()
    words = DESCRIPTIONS.get(event.kind, by_staff)
    purpose = dict(Mail.Purpose.choices).get(data.get("purpose", ""))
    to = f", now to {event.text}" if event.kind == "sent_again" and event.text else ""
    return f"{words}: {purpose.lower()}{to}" if purpose else words


def timeline(inquiry: Inquiry) -> list[tuple[InquiryEvent, str]]:
    """Return all events with their descriptions, newest first, including those of merged inquiries."""
    events = InquiryEvent.objects.filter(inquiry__in=inquiry.whole).select_related("user", "inquiry")
    return [(event, describe(event)) for event in events.order_by("-at", "-pk")]
