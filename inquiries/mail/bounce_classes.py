"""What a failed delivery says about the address, by each mail service's own classes and by RFC 3463 status codes."""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from anymail.signals import EventType, RejectReason


class Failure(Enum):
    SOFT = "may still arrive, or would another day: a full mailbox, a server that is down"
    REFUSED = "refused for what it says or where it comes from; the address may be right"
    WRONG_ADDRESS = "there is no such mailbox or domain"


SOFT, REFUSED, WRONG = Failure.SOFT, Failure.REFUSED, Failure.WRONG_ADDRESS
# Where a service's event has the class of a failure, and what the classes mean. Unlisted classes are ignored.
# Several services use the field `event`; values that they use differently aren't listed under it.
CLASSES: dict[str, dict[Failure, set[str]]] = {
    # Amazon SES
    "eventType": {SOFT: {"deliverydelay"}},
    "bounce.bounceType": {SOFT: {"transient", "undetermined"}, WRONG: {"permanent"}},
    "bounce.bounceSubType": {REFUSED: {"onaccountsuppressionlist", "unsubscribedrecipient"}},
    # Brevo, Mandrill, Mailtrap
    "event": {
        SOFT: {"soft_bounce", "soft bounce", "deferred", "deferral", "suspension"},
        WRONG: {"hard_bounce", "invalid_email"},
    },
    "bounce_category": {
        SOFT: {"quotaissues", "unavailable", "transient", "soft"},
        REFUSED: {"spam", "spamrelated", "policy", "policyrelated", "blocklisted", "contentrelated"},
    },
    "msg.bounce_description": {SOFT: {"mailbox_full"}, WRONG: {"bad_mailbox", "invalid_domain"}},
    # MailerSend, Resend, SendGrid
    "type": {
        SOFT: {"activity.soft_bounced", "activity.deferred", "email.delivery_delayed", "blocked"},
        REFUSED: {"email.failed", "email.suppressed", "expired"},
        WRONG: {"activity.hard_bounced"},
    },
    "data.bounce.type": {SOFT: {"transient", "undetermined"}, WRONG: {"permanent"}},
    "data.bounce.subType": {REFUSED: {"suppressed", "onaccountsuppressionlist"}},
    "bounce_classification": {
        SOFT: {"mailbox unavailable", "frequency or volume too high", "frequency/volume"},
        REFUSED: {"technical", "technical failure", "content", "reputation", "unclassified"},
        WRONG: {"invalid address"},
    },
    # Mailgun
    "event-data.severity": {SOFT: {"temporary"}},
    "event-data.reason": {
        SOFT: {"greylisted"},
        REFUSED: {"generic", "old", "espblock", "suppress-complaint", "suppress-unsubscribe"},
        WRONG: {"bounce", "suppress-bounce"},
    },
    # Mailjet
    "hard_bounce": {SOFT: {"false"}},
    "error": {
        SOFT: {"quota exceeded", "greylisted", "system issue", "protocol issue", "connection issue"},
        REFUSED: {"blacklisted", "spam reporter", "relay/access denied", "sender blocked", "content blocked"}
        | {"policy issue", "preblocked", "duplicate in campaign"},
        WRONG: {"user unknown", "mailbox inactive", "invalid domain", "no mail host", "typofix"},
    },
    # Postal
    "payload.status": {SOFT: {"softfail"}},
    # Postmark
    "Type": {
        SOFT: {"transient", "dnserror", "softbounce", "openrelaytest"},
        REFUSED: {"virusnotification", "blocked", "dmarcpolicy", "manuallydeactivated", "unconfirmed"}
        | {"smtpapierror", "templaterenderingfailed", "unknown"},
        WRONG: {"hardbounce", "bademailaddress"},
    },
    # SparkPost
    "msys.message_event.bounce_class": {
        SOFT: {"20", "21", "22", "23", "24", "40", "70"},
        REFUSED: {"1", "25", "50", "51", "52", "53", "54"},
        WRONG: {"10", "30"},
    },
    # Unisender Go
    "status": {SOFT: {"soft_bounced"}, WRONG: {"hard_bounced"}},
    "delivery_info.delivery_status": {
        SOFT: {"err_will_retry", "err_mailbox_full"},
        REFUSED: {"err_spam_rejected", "err_spam_skipped", "err_blacklisted", "err_too_large", "err_unsubscribed"}
        | {"err_unreachable", "err_skip_letter", "err_destination_misconfigured", "err_delivery_failed", "err_lost"},
    },
}
FAILURES = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED, EventType.UNKNOWN}
ADDRESS_REASONS = {RejectReason.INVALID, RejectReason.BOUNCED}

STATUS_CODE = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
# By prefix. Other codes (5.0.0, 5.5.0 …) are used for anything.
STATUS_CODES = {
    "4.": REFUSED,  # given up on, though nothing is wrong with the address
    "5.1.": WRONG,
    "5.1.8": REFUSED,  # the sender's address, as is 5.1.7
    "5.1.7": REFUSED,
    "5.2.1": WRONG,
    "5.2.2": SOFT,  # the mailbox is full
    "5.2.3": REFUSED,
    "5.3.": REFUSED,
    "5.4.4": WRONG,  # no such domain
    "5.6.": REFUSED,
    "5.7.": REFUSED,
}


def failure_of(event: Any) -> Failure | None:
    """Return why this event's email failed; None if it didn't fail."""
    if event.event_type == EventType.DEFERRED:
        return SOFT
    if event.event_type not in FAILURES:
        return None
    said = set(classes_of(event.esp_event))
    if said & {SOFT, REFUSED}:
        return SOFT if SOFT in said else REFUSED
    if event.event_type == EventType.UNKNOWN:
        return WRONG if WRONG in said else None
    by_code = failure_by_code(event.mta_response)
    if by_code or said:
        return by_code or WRONG
    is_bounce = event.event_type == EventType.BOUNCED and event.reject_reason is None
    return WRONG if is_bounce or event.reject_reason in ADDRESS_REASONS else REFUSED


def classes_of(told: Any) -> Iterator[Failure]:
    """Yield the failure for each class in the service's own event."""
    for path, meanings in CLASSES.items():
        value = told
        for key in path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        word = str(value).strip().lower()
        yield from (failure for failure, words in meanings.items() if word in words)


def failure_by_code(text: Any) -> Failure | None:
    """Return the failure for the first status code in a mail server's response."""
    found = STATUS_CODE.search(str(text or ""))
    if not found:
        return None
    code = found[1]
    by_code = STATUS_CODES.get(code) or STATUS_CODES.get(code.rpartition(".")[0] + ".")
    return by_code or STATUS_CODES.get(code[:2])
