"""Which addresses that lead nowhere are counted: none that a robot tries, and none that may tell who asked."""

import re
import unicodedata
from collections.abc import Mapping, MutableMapping
from typing import Any
from urllib.parse import unquote, urlsplit

from content.counting.daily import DailyCounter
from content.counting.models import NotFoundDay
from content.counting.visits import count

KEPT_ENDINGS = {"", "html", "htm", "pdf", "doc", "docx"}  # what people link to; scanners ask for all else
# What scanners ask for, in any part of the address: its beginning, or all of it.
PROBED = re.compile(
    r"(?:wp|wordpress|php|pma|mysql|sql|cgi|phpmyadmin|adminer|jenkins|solr|struts|geoserver|actuator|telescope|hnap|"
    r"autodiscover|magento|drupal|joomla|backup|node.modules|server.(?:status|info)|[._~]).*|"
    r"admin|administrator|login|signin|api|graphql|owa|ecp|env|config|console|manager|vendor|debug|shell|remote|sdk|"
    r"static|media|xmlrpc|boaform|test|tmp|v\d",
)
DIGITS = re.compile(r"\d(?:[\s().+-]*\d){6}")  # seven of them make a phone number, a date of birth, a record's number
ADDRESS = re.compile(r"@|\bat\b.*\bdot\b|(?:gmail|hotmail|outlook|yahoo|icloud|proton|aol)\b", re.IGNORECASE)
# One piece that no one reads aloud: letters and digits by turns, capitals and digits mixed, or simply very long.
KEY = re.compile(
    r"(?=.{8})(?:\d+[a-z]+\d+[a-z]|[a-z]+\d+[a-z]+\d)[a-z\d]*|(?=.*\d)(?=.*[a-z])(?i:[a-z\d]{16,})|"
    r"(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z\d]{8,}|\w{30,}"
)
HOST = re.compile(r"(?=.{4,100}$)(?:[a-z0-9-]+\.)+[a-z]{2,}")


def countable_path(path: str) -> str:
    """The address to count, as redirects have it but in small letters; empty if it is not to be kept."""
    plain = path
    for _ in range(3):  # whoever hides an address encodes it twice
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
    """Whether an email address, a number, or a key made for one person may be in it."""
    words = re.split(r"[\W_]+", text)
    return any(rule.search(text) for rule in (ADDRESS, DIGITS)) or any(map(KEY.fullmatch, words))


def referring_host(meta: Mapping[str, Any]) -> str:
    """The host that linked here, if it is a public name; never more of its address."""
    try:
        host = urlsplit(str(meta.get("HTTP_REFERER", ""))).hostname or ""
    except ValueError:
        return ""
    return host if HOST.fullmatch(host) and not is_personal(host) else ""


not_found = DailyCounter(NotFoundDay, ("path", "referrer"))


def count_not_found(path: str, meta: MutableMapping[str, Any]) -> None:
    """Count that a visitor found nothing at an address."""
    if kept := countable_path(path):
        count(meta, lambda meta, zone: not_found.add((kept, referring_host(meta)), zone=zone))
