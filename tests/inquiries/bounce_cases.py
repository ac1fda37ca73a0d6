"""What each mail service reports about a mail that didn't arrive, as recorded or documented, and what it means.

Classified by hand: `later` is a delay, `wrong` is an address that doesn't exist, `refused` is neither of those, and
`fine` isn't a failure at all.
"""

from typing import Any

RECIPIENT = "ada@example.com"


def ses(kind: str, **more: Any) -> dict[str, Any]:
    mail = {"messageId": "m-1", "destination": [RECIPIENT], "headers": []}
    return {"eventType": kind, "mail": mail, **more}


def ses_bounce(kind: str, detail: str, code: str = "") -> dict[str, Any]:
    recipients = [{"emailAddress": RECIPIENT, "diagnosticCode": code}]
    return ses("Bounce", bounce={"bounceType": kind, "bounceSubType": detail, "bouncedRecipients": recipients})


def brevo(event: str, **more: Any) -> dict[str, Any]:
    return {"event": event, "email": RECIPIENT, "message-id": "m-1", "ts_epoch": 4070908800000, **more}


def mailersend(kind: str, **more: Any) -> dict[str, Any]:
    email = {"message": {"id": "m-1"}, "recipient": {"email": RECIPIENT}}
    return {"type": f"activity.{kind}", "data": {"type": kind, "email": email, **more}}


def mailgun(severity: str, reason: str, code: int = 0, said: str = "") -> dict[str, Any]:
    data = {"event": "failed", "severity": severity, "reason": reason, "recipient": RECIPIENT}
    headers = {"headers": {"message-id": "m-1"}}
    return {"event-data": data | {"delivery-status": {"code": code, "message": said}, "message": headers}}


def mailjet(event: str, error: str = "", **more: Any) -> dict[str, Any]:
    return {"event": event, "MessageID": "m-1", "email": RECIPIENT, **({"error": error} if error else {}), **more}


def mailtrap(event: str, category: str = "", said: str = "") -> dict[str, Any]:
    told = {"event": event, "message_id": "m-1", "timestamp": 4070908800, "email": RECIPIENT}
    return told | {"bounce_category": category, "response": said}


def mandrill(event: str, description: str = "", diag: str = "") -> dict[str, Any]:
    msg = {"email": RECIPIENT, "bounce_description": description, "diag": diag}
    return {"event": event, "_id": "m-1", "msg": msg}


def postal(status: str, output: str = "") -> dict[str, Any]:
    return {"payload": {"status": status, "output": output, "message": {"id": "m-1", "to": RECIPIENT}}}


def postmark(kind: str, details: str = "") -> dict[str, Any]:
    return {"RecordType": "Bounce", "Type": kind, "MessageID": "m-1", "Email": RECIPIENT, "Details": details}


def resend(kind: str, **bounce: str) -> dict[str, Any]:
    data: dict[str, Any] = {"email_id": "m-1", "to": [RECIPIENT]}
    return {"type": kind, "data": data | ({"bounce": {"message": "", **bounce}} if bounce else {})}


def sendgrid(event: str, **more: Any) -> dict[str, Any]:
    return {"event": event, "email": RECIPIENT, "smtp-id": "<m-1>", "timestamp": 4070908800, **more}


def sparkpost(kind: str, bounce_class: str, said: str = "") -> dict[str, Any]:
    told = {"type": kind, "bounce_class": bounce_class, "transmission_id": "m-1", "raw_reason": said}
    return {"msys": {"message_event": told}}


def unisender(status: str, delivery_status: str = "") -> dict[str, Any]:
    info = {"delivery_status": delivery_status, "destination_response": ""}
    return {"status": status, "email": RECIPIENT, "job_id": "m-1", "delivery_info": info, "event_time": "2099-01-01"}


CASES: dict[str, list[tuple[dict[str, Any], str]]] = {
    "Amazon SES": [
        (ses_bounce("Permanent", "General", "smtp; 550 5.1.1 <ada@example.com>... User unknown"), "wrong"),
        (ses_bounce("Permanent", "General"), "wrong"),
        (ses_bounce("Permanent", "Suppressed"), "wrong"),
        (ses_bounce("Permanent", "NoEmail"), "wrong"),
        (ses_bounce("Permanent", "General", "smtp; 554 5.7.1 rejected as spam"), "refused"),
        (ses_bounce("Permanent", "OnAccountSuppressionList"), "refused"),
        (ses_bounce("Transient", "General"), "later"),
        (ses_bounce("Transient", "MailboxFull", "smtp; 552 5.2.2 over quota"), "later"),
        (ses_bounce("Transient", "MessageTooLarge"), "later"),
        (ses_bounce("Transient", "ContentRejected"), "later"),
        (ses_bounce("Transient", "AttachmentRejected"), "later"),
        (ses_bounce("Undetermined", "Undetermined"), "later"),
        (ses("DeliveryDelay", deliveryDelay={"delayType": "InternalFailure", "delayedRecipients": []}), "later"),
        (ses("Reject", reject={"reason": "Bad content"}), "refused"),
        (ses("Send", send={}), "fine"),
    ],
    "Brevo": [
        (brevo("hard_bounce", reason=" RecipientError: 550 5.5.0"), "wrong"),
        (brevo("hard_bounce", reason="550 5.7.1 message blocked"), "refused"),
        (brevo("invalid_email"), "wrong"),
        (brevo("soft_bounce", reason="undefined Unable to find MX of domain no-mx.example.com"), "later"),
        (brevo("deferred", reason="550 RecipientError: 550 5.1.1 <notauser@example.com>: Recipient"), "later"),
        (brevo("blocked", reason="blocked : due to blacklist user"), "refused"),
        (brevo("error"), "refused"),
        (brevo("delivered"), "fine"),
    ],
    "MailerSend": [
        (mailersend("hard_bounced", morph={"object": "recipient_bounce", "reason": "Host not found"}), "wrong"),
        (mailersend("soft_bounced", morph={"object": "recipient_bounce", "reason": "Unknown reason"}), "later"),
        (mailersend("deferred"), "later"),
        (mailersend("delivered"), "fine"),
    ],
    "Mailgun": [
        (mailgun("permanent", "bounce", 550, "5.1.1 The email account that you tried to reach"), "wrong"),
        (mailgun("permanent", "suppress-bounce", 605, "Not delivering to previously bounced address"), "wrong"),
        (mailgun("permanent", "bounce", 550, "5.7.1 Our system has detected unsolicited mail"), "refused"),
        (mailgun("permanent", "suppress-complaint", 607), "refused"),
        (mailgun("permanent", "suppress-unsubscribe", 606), "refused"),
        (mailgun("permanent", "old", 602, "Too old"), "refused"),
        (mailgun("permanent", "generic", 554), "refused"),
        (mailgun("temporary", "generic", 498, "No MX for nomx.example.com"), "later"),
        (mailgun("temporary", "greylisted", 450, "Recipient address rejected: Greylisted"), "later"),
    ],
    "Mailjet": [
        (mailjet("bounce", "user unknown", hard_bounce=True), "wrong"),
        (mailjet("bounce", "mailbox inactive", hard_bounce=True), "wrong"),
        (mailjet("bounce", "invalid domain", hard_bounce=True, blocked=True), "wrong"),
        (mailjet("bounce", "no mail host", hard_bounce=True), "wrong"),
        (mailjet("blocked", "typofix"), "wrong"),
        (mailjet("bounce", "quota exceeded", hard_bounce=True), "later"),
        (mailjet("bounce", "quota exceeded", hard_bounce=False), "later"),
        (mailjet("bounce", "greylisted", hard_bounce=False, blocked=True), "later"),
        (mailjet("bounce", "connection issue", hard_bounce=False), "later"),
        (mailjet("bounce", "relay/access denied", hard_bounce=True), "refused"),
        (mailjet("blocked", "preblocked"), "refused"),
        (mailjet("blocked", "content blocked"), "refused"),
        (mailjet("blocked", "spam reporter"), "refused"),
        (mailjet("sent"), "fine"),
    ],
    "Mailtrap": [
        (mailtrap("bounce", "hard", "bounced (550 5.1.1 The email account does not exist)"), "wrong"),
        (mailtrap("bounce", "spam", "554 5.7.1 spam"), "refused"),
        (mailtrap("soft bounce", "unavailable", "soft bounce (450 4.2.0 try again)"), "later"),
        (mailtrap("suspension"), "later"),
        (mailtrap("reject"), "refused"),
        (mailtrap("delivery"), "fine"),
    ],
    "Mandrill": [
        (mandrill("hard_bounce", "bad_mailbox", "smtp;550 5.1.1 The email account that you tried"), "wrong"),
        (mandrill("hard_bounce", "invalid_domain"), "wrong"),
        (mandrill("hard_bounce", "general", "smtp;550 5.7.1 blocked"), "refused"),
        (mandrill("soft_bounce", "mailbox_full", "smtp;552 5.2.2 Over Quota"), "later"),
        (mandrill("soft_bounce", "general"), "later"),
        (mandrill("deferral"), "later"),
        (mandrill("reject"), "refused"),
        (mandrill("send"), "fine"),
    ],
    "Postal": [
        (postal("SoftFail", "450 4.7.1 greylisted"), "later"),
        (postal("HardFail", "550 5.1.1 User unknown"), "wrong"),
        (postal("HardFail", "Could not deliver"), "refused"),
        (postal("Sent"), "fine"),
        ({"payload": {"bounce": {"id": 1}, "original_message": {"id": "m-1"}}}, "wrong"),
    ],
    "Postmark": [
        (postmark("HardBounce", "action: failed smtp; 550 5.1.1 user unknown"), "wrong"),
        (postmark("BadEmailAddress"), "wrong"),
        (postmark("SoftBounce", "smtp;552 5.2.2 mailbox full"), "later"),
        (postmark("Transient"), "later"),
        (postmark("DnsError"), "later"),
        (postmark("OpenRelayTest"), "later"),
        (postmark("Blocked"), "refused"),
        (postmark("DMARCPolicy"), "refused"),
        (postmark("ManuallyDeactivated"), "refused"),
        (postmark("VirusNotification"), "refused"),
        (postmark("SMTPApiError"), "refused"),
        (postmark("Unknown"), "refused"),
        (postmark("AutoResponder"), "fine"),
        (postmark("AddressChange"), "fine"),
    ],
    "Resend": [
        (resend("email.bounced", message="The recipient's email provider sent a hard bounce message"), "wrong"),
        (resend("email.bounced", type="Permanent", subType="General"), "wrong"),
        (resend("email.bounced", type="Permanent", subType="OnAccountSuppressionList"), "refused"),
        (resend("email.bounced", message="Resend has suppressed sending to this address"), "refused"),
        (resend("email.bounced", type="Transient", subType="MailboxFull"), "later"),
        (resend("email.bounced", type="Undetermined", subType="Undetermined"), "later"),
        (resend("email.delivery_delayed"), "later"),
        (resend("email.failed"), "refused"),
        (resend("email.suppressed"), "refused"),
        (resend("email.delivered"), "fine"),
    ],
    "SendGrid": [
        (sendgrid("bounce", type="bounce", status="5.1.1", reason="550 5.1.1 unknown"), "wrong"),
        (sendgrid("bounce", type="bounce", status="5.0.0", reason="500 unknown recipient"), "wrong"),
        (sendgrid("bounce", type="bounce", bounce_classification="Invalid Address"), "wrong"),
        (sendgrid("bounce", type="bounce", bounce_classification="Reputation"), "refused"),
        (sendgrid("bounce", type="bounce", bounce_classification="Content"), "refused"),
        (sendgrid("bounce", type="bounce", bounce_classification="Mailbox Unavailable"), "later"),
        (sendgrid("bounce", type="blocked", status="4.7.1", reason="450 blocked for now"), "later"),
        (sendgrid("deferred", response="450 mailbox busy", attempt="3"), "later"),
        (sendgrid("dropped", reason="Invalid"), "wrong"),
        (sendgrid("dropped", reason="Bounced Address"), "wrong"),
        (sendgrid("dropped", reason="Unsubscribed Address"), "refused"),
        (sendgrid("dropped", reason="Spam Reporting Address"), "refused"),
        (sendgrid("delivered"), "fine"),
    ],
    "SparkPost": [
        (sparkpost("bounce", "10", "550 5.1.1 <bounce@example.com>:"), "wrong"),
        (sparkpost("out_of_band", "30"), "wrong"),
        (sparkpost("bounce", "1"), "refused"),
        *[(sparkpost("bounce", number), "later") for number in ("20", "21", "22", "23", "24", "40", "70")],
        *[(sparkpost("delay", number), "later") for number in ("10", "20", "21", "22", "24", "40", "70")],
        (sparkpost("delay", "21", "454 4.4.4 [internal] no MX or A for domain"), "later"),
        *[(sparkpost("bounce", number), "refused") for number in ("25", "50", "51", "52", "53", "54")],
        (sparkpost("policy_rejection", "25"), "refused"),
        (sparkpost("generation_rejection", "", "554 5.7.1 recipient address suppressed"), "refused"),
        (sparkpost("bounce", "60"), "fine"),
        (sparkpost("bounce", "100"), "fine"),
    ],
    "Unisender Go": [
        (unisender("hard_bounced", "err_user_unknown"), "wrong"),
        (unisender("hard_bounced", "err_user_inactive"), "wrong"),
        (unisender("hard_bounced", "err_domain_inactive"), "wrong"),
        (unisender("hard_bounced", "err_mailbox_full"), "later"),
        (unisender("soft_bounced", "err_mailbox_full"), "later"),
        (unisender("soft_bounced", "err_will_retry"), "later"),
        (unisender("soft_bounced", "err_user_inactive"), "later"),
        (unisender("hard_bounced", "err_spam_rejected"), "refused"),
        (unisender("hard_bounced", "err_too_large"), "refused"),
        (unisender("hard_bounced", "err_unreachable"), "refused"),
        (unisender("delivered", "ok"), "fine"),
    ],
}
