"""Detecting automatic email: out-of-office replies, receipts, mailing lists."""

import re

from anymail.inbound import AnymailInboundMessage

from inquiries.mail.mime import content_type, header

# Set by autoresponders. X-Auto-Response-Suppress is not a sign: Outlook sets it on email that people write.
AUTOMATIC_HEADER = re.compile(
    r"x-((mail-)?auto-?(re(?!sponse-suppress)|gen)|vacation|out-of-office|post-messageclass|fc-machinegenerated"
    r"|cron-env|ms-exchange-inbox-rules-loop)",
    re.I,
)
AUTOMATIC_PRECEDENCE = re.compile(r"bulk|junk|list|auto[-_ ]?repl(y|ied)", re.I)
# At the very beginning: a person's reply starts with “Re:”, and what hurts may be “auto-immune”.
AUTOMATIC_SUBJECT = re.compile(
    r"(automatic reply|auto[- ]?reply|auto[- ]?response|autosvar|auto|automatische antwort|automatisch antwoord"
    r"|r[ée]ponse automatique|respuesta autom[áa]tica|risposta automatica|resposta autom[áa]tica|automatiskt svar"
    r"|autom[ao]tyczna odpowied[źz]|autoodpowied[źz]|автоматический ответ|автоответ|自動返信|自動応答|自动回复|自動回覆"
    r"|out[- ]of[- ](the[- ])?office( auto-?reply)?|vacation (reply|message)"
    r"|abwesen(heits?\w*|d)|absence( du bureau)?|fuera de (la )?oficina|ausencia|fuori sede|fuori ufficio|afwezig\w*"
    r"|fora do escrit[óo]rio|不在通知)\s*([:：–—]|-(?!\w)|$)",
    re.I,
)


def is_automatic(message: AnymailInboundMessage) -> bool:
    """Return whether it was sent automatically, such as an out-of-office reply."""
    return (
        is_marked_automatic(message)
        or has_empty_return_path(message)
        or bool(AUTOMATIC_SUBJECT.match(header(message, "Subject").strip()))
    )


def is_marked_automatic(message: AnymailInboundMessage) -> bool:
    """Return whether its headers mark it as automatic."""
    submitted = re.split(r"[;\s(]", header(message, "Auto-Submitted").strip().lower())[0]
    precedence = header(message, "Precedence") or header(message, "X-Precedence") or header(message, "Preference")
    names = filter(AUTOMATIC_HEADER.match, map(str, message.keys()))
    return (
        submitted not in {"", "no"}
        or bool(AUTOMATIC_PRECEDENCE.match(precedence.strip()))
        or any(header(message, name).strip().lower() not in {"", "no", "false"} for name in names)
        or header(message, "Delivered-To").strip().lower() == "autoresponder"
        or content_type(message) == "multipart/report"
    )


def has_empty_return_path(message: AnymailInboundMessage) -> bool:
    """Return whether its return path is empty, so that it accepts no bounces, which only automatic email does."""
    return_path = header(message, "Return-Path") if "Return-Path" in message else None
    return any(value is not None and not str(value).strip("<> ") for value in (message.envelope_sender, return_path))
