"""Signs that a post was not written by a person asking for a session. A suspect is stored, never dropped."""

import re

from inquiries.form.tokens import OLD_SECONDS, FormToken
from inquiries.intake.rate_limits import over_limits

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
    """Signs of spam in the text. A person may send a link or two, for example to a doctor's page."""
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


def suspicions(token: FormToken, trap: str, name: str, text: str, sender: str, proof: bool | None = None) -> list[str]:
    """Reasons to suspect spam, in words for staff; empty for nearly everybody.

    `proof` says whether the browser proved some work; None while the clinic doesn't ask for it. A proof outweighs
    signs that are about time and place only. Without it nothing is suspect that was not.
    """
    proven = bool(proof)
    reasons = []
    if trap:
        reasons.append("A field that people can’t see was filled in.")
    if token.age > OLD_SECONDS and not proven:
        reasons.append("The form had been open for more than a day.")
    reasons += [*signs_in_text(name, text), *over_limits(sender, proven)]
    if reasons and proof is not None and not proven:
        reasons.append("No proof of work by the browser either.")
    return reasons
