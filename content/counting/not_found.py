"""Which 404s are counted: no bot probes, and no paths that could identify a visitor."""

import re
import unicodedata
from collections.abc import Mapping, MutableMapping
from typing import Any
from urllib.parse import unquote, urlsplit

from content.counting.daily import DailyCounter
from content.counting.models import NotFoundDay
from content.counting.visits import count

KEPT_ENDINGS = {"", "html", "htm", "pdf", "doc", "docx"}  # what people link to; scanners request everything else
# What scanners request: prefixes, or whole segments, of any part of the path.
PROBED = re.compile(
    r"(?:wp|wordpress|php|pma|mysql|sql|cgi|phpmyadmin|adminer|jenkins|solr|struts|geoserver|actuator|telescope|hnap|"
    r"autodiscover|magento|drupal|joomla|backup|node.modules|server.(?:status|info)|[._~]).*|"
    r"admin|administrator|login|signin|api|graphql|owa|ecp|env|config|console|manager|vendor|debug|shell|remote|sdk|"
    r"static|media|xmlrpc|boaform|test|tmp|v\d",
)
DIGITS = re.compile(r"\d(?:[\s().+-]*\d){6}")  # seven make a phone number, a date of birth, or a record number
ADDRESS = re.compile(r"@|\bat\b.*\bdot\b|(?:gmail|hotmail|outlook|yahoo|icloud|proton|aol)\b", re.IGNORECASE)
# A token-like segment: letters and digits alternating, capitals and digits mixed, or simply very long.
KEY = re.compile(
    r"(?=.{8})(?:\d+[a-z]+\d+[a-z]|[a-z]+\d+[a-z]+\d)[a-z\d]*|(?=.*\d)(?=.*[a-z])(?i:[a-z\d]{16,})|"
    r"(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z\d]{8,}|\w{30,}"
)
HOST = re.compile(r"(?=.{4,100}$)(?:[a-z0-9-]+\.)+[a-z]{2,}")


def countable_path(path: str) -> str:
    """Return the path to count, normalized as for redirects but in lowercase; empty if it must not be kept."""
    plain = path
    for _ in range(3):  # scanners may encode a path twice
        plain = unquote(plain)
    plain = unicodedata.normalize("NFKC", plain)
    if not plain.isprintable() or "�" in plain or is_personal(plain):
        return ""
    parts = [part for part in plain.lower().split("/") if part]
    name, dot, ending = (parts[-1] if parts else "").rpartition(".")
    if not parts or (ending if dot and name else "") not in KEPT_ENDINGS:
        return ""
    if any(PROBED.fullmatch(part) for part in parts):
        return ""
    kept = f"/{'/'.join(parts)}"
    return kept if len(kept) <= NotFoundDay.LONGEST else ""


def is_personal(text: str) -> bool:
    """Return whether it may contain an email address, a number, or a personal token."""
    words = re.split(r"[\W_]+", text)
    return any(rule.search(text) for rule in (ADDRESS, DIGITS)) or any(map(KEY.fullmatch, words))


def referring_host(meta: Mapping[str, Any]) -> str:
    """Return the referring host, if it is a public name, but never more of the URL."""
    try:
        host = urlsplit(str(meta.get("HTTP_REFERER", ""))).hostname or ""
    except ValueError:
        return ""
    return host if HOST.fullmatch(host) and not is_personal(host) else ""


not_found = DailyCounter(NotFoundDay, ("path", "referrer"))


def count_not_found(path: str, meta: MutableMapping[str, Any]) -> None:
    """Count a visitor's 404."""
    if kept := countable_path(path):
        count(meta, lambda meta, zone: not_found.add((kept, referring_host(meta)), zone=zone))
