"""Signs that a post was not written by a person asking for a session. A suspect is stored, never dropped."""

import re

from inquiries.limits import is_replayed, over_limits
from inquiries.tokens import FASTEST_SECONDS, OLD_SECONDS, FormToken

LINK = re.compile(r"https?://|www\.|\[url|<a\s|\bt\.me/|\bbit\.ly/", re.I)
SCRIPT = re.compile(
    r"<\s*(script|iframe|svg|img|object)\b|javascript:|\bon(error|load|click)\s*=|\{\{.*\}\}", re.I | re.S
)
JUNK = re.compile(
    r"\b(seo (services?|agency|experts?|audit)|back-?links?|domain authority|crypto(currency)?|bitcoin|casino|"
    r"viagra|cialis|guest posts?|sponsored posts?|web ?(design|development) (services?|company)|"
    r"rank (higher|first|#?1)|first page of google|payday loans?|onlyfans|adult dating|escorts?|"
    r"telegram channel|buy followers|email list of)\b",
    re.I,
)
MOST_LINKS = 2


def signs_in_text(name: str, text: str) -> list[str]:
    """What the words themselves tell. A person may send a link or two, to a doctor's page for example."""
    reasons = []
    if LINK.search(name):
        reasons.append("A link in place of a name.")
    if len(LINK.findall(text)) > MOST_LINKS:
        reasons.append("Many links.")
    if SCRIPT.search(f"{name} {text}"):
        reasons.append("Code in place of words.")
    if JUNK.search(f"{name} {text}"):
        reasons.append("Words that advertising uses.")
    return reasons


def suspicions(token: FormToken, trap: str, name: str, text: str, sender: str) -> list[str]:
    """Reasons, in words for staff, to look twice; empty for nearly everybody."""
    reasons = []
    if trap:
        reasons.append("A field that people can’t see was filled in.")
    if token.age < FASTEST_SECONDS:
        reasons.append(f"Sent within {FASTEST_SECONDS} seconds.")
    if token.age > OLD_SECONDS:
        reasons.append("The form had been open for more than a day.")
    if is_replayed(token.key):
        reasons.append("Many different inquiries from one opening of the form.")
    return [*reasons, *signs_in_text(name, text), *over_limits(sender)]
