"""Score signs that a submission is spam or fraud. A suspect is stored, never dropped (docs/decisions.md).

No single word or link is enough: a suspect has signs of at least two kinds whose weights reach the threshold.
"""

import re
from dataclasses import dataclass

from inquiries.form.tokens import OLD_SECONDS, FormToken
from inquiries.intake.rate_limits import over_limits
from inquiries.intake.wording import built_in, phrases_in, script_of, split_phrases, word_line
from inquiries.models import Inquiry
from inquiries.models.asked import OWN_WORDS, answer_pairs

THRESHOLD = 4
FEWEST_KINDS = 2
# Subtracted if the text mentions pain, whatever the sender's business, and a little if it asks for a visit.
RELIEF = {"complaints": 3, "visits": 1}

LINK = re.compile(r"https?://|www\.|\[url|<a\s|\b(?:t\.me|wa\.me|bit\.ly|tinyurl\.com|cutt\.ly)/", re.I)
ODD_LINK = re.compile(r"\b(?:t\.me|wa\.me|bit\.ly|tinyurl\.com|cutt\.ly)/|\[(?:url|link)|<a\s|//\d+\.\d+\.", re.I)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.I)
DOMAIN = re.compile(r"https?://|www\.|\w\.(?:com|net|org|info|biz|ru|top|xyz|site|online|shop|io)\b", re.I)
CODE = re.compile(r"<\s*(?:script|iframe|svg|img|object)\b|javascript:|\[(?:url|link)\b", re.I)
FRAGMENT_OF_CODE = re.compile(r"\bon(?:error|load|click)\s*=|\{\{[^{}]*\}\}", re.I)
JOINED_NAME = re.compile(r"[A-Z][a-z]{3,}[A-Z][a-z]+")  # generated names, such as RobertTom
TWO_ALPHABETS = re.compile(r"[a-z][\u0400-\u04ff]|[\u0400-\u04ff][a-z]", re.I)
SELLER = re.compile(
    r"(?<![a-z])(?:seo(?!u)|rank|promo|sales|leads?(?![a-z])|loans?(?![a-z]))|"
    r"marketing|backlink|traffic|casino|crypto|outreach|agency",
    re.I,
)
COMPANY = re.compile(r"\b(?:team|marketing|agency|services|support|solutions|studio|ltd|llc|inc|gmbh|capital)\b", re.I)
PRICE = re.compile(r"[$€£]\s?\d|\d\s?(?:[€£]|usd\b)", re.I)
FIRST_PERSON = {"i", "my", "me", "mine", "myself"}
FEWEST_WORDS, FEWEST_LETTERS, FEWEST_OF_ANNOUNCEMENTS = 5, 5, 8
MOST_LINKS = 2


@dataclass(frozen=True)
class Post:
    """The parts of a submission that are scored."""

    name: str
    email: str
    text: str
    has_subject: bool = False  # a condition or a place on the body is checked
    advertising: str = ""  # staff's own list of words; empty for the built-in one


def post_of(inquiry: Inquiry, advertising: str) -> Post:
    """Return the scored parts of an inquiry, stored or not."""
    texts = [getattr(inquiry, field) for field in OWN_WORDS] + [answer for _, answer in answer_pairs(inquiry)]
    return Post(inquiry.name, inquiry.email, " ".join(texts), bool(inquiry.about or inquiry.regions), advertising)


@dataclass(frozen=True)
class Sign:
    """One kind of sign, its weight, and the reason in words for staff."""

    kind: str
    weight: int
    reason: str


def signs_in(post: Post) -> list[Sign]:
    """Return the signs in a submission, each of a different kind."""
    words = word_line(f"{post.name} {post.text}")
    language = language_sign(post.text)
    links = link_sign(post.text)
    signs = [
        advertising_sign(words, post, is_foreign=bool(language)),
        offer_sign(words, post.text),
        links,
        code_sign(f"{post.name} {post.text}"),
        disguise_sign(post.text),
        sender_sign(post.name),
        language,
        # The word lists don't cover every language, so these two are checked in English only.
        None if language else topic_sign(post, words, has_link=bool(links)),
        None if language else impersonal_sign(post.text),
    ]
    return [sign for sign in signs if sign]


def is_suspect(signs: list[Sign], post: Post) -> bool:
    text = word_line(post.text)
    relief = max((weight for name, weight in RELIEF.items() if phrases_in(text, built_in(name))), default=0)
    return len(signs) >= FEWEST_KINDS and sum(sign.weight for sign in signs) - relief >= THRESHOLD


def advertising_sign(words: str, post: Post, *, is_foreign: bool) -> Sign | None:
    """Advertising words in the text or address. One alone weighs little: it may be the sender's job or a medication."""
    count = len(phrases_in(words, post.advertising or built_in("advertising")))
    count += bool(SELLER.search(post.email) or COMPANY.search(post.name))
    weight = min(count if is_foreign else count + 1, 3)
    return Sign("advertising", weight, "Words or an address as in advertising.") if count else None


def offer_sign(words: str, text: str) -> Sign | None:
    """Phrases of a sales pitch to a website's owner. A single one weighs little."""
    count = len(phrases_in(words, built_in("offers")))
    count += bool(phrases_in(words, built_in("owners"))) + bool(PRICE.search(text))
    return Sign("offer", min(count, 4), "It speaks like an offer to the owner of a website.") if count else None


def link_sign(text: str) -> Sign | None:
    """Links. A real person may send one or two, for example to a doctor's page or a scan."""
    count = len(LINK.findall(text))
    if count > MOST_LINKS:
        return Sign("links", 3, "Many links.")
    if ODD_LINK.search(text):
        return Sign("links", 2, "A link that hides where it leads, or into a chat.")
    return Sign("links", 1, "A link.") if count else None


def code_sign(text: str) -> Sign | None:
    if CODE.search(text):
        return Sign("code", 3, "Code in place of words.")
    return Sign("code", 2, "Code among the words.") if FRAGMENT_OF_CODE.search(text) else None


def disguise_sign(text: str) -> Sign | None:
    """Look-alike letters from another alphabet, meant to get past word lists."""
    return Sign("disguise", 2, "Letters of two alphabets within a word.") if TWO_ALPHABETS.search(text) else None


def sender_sign(name: str) -> Sign | None:
    if DOMAIN.search(name):
        return Sign("sender", 2, "A link in place of a name.")
    return Sign("sender", 1, "A name as programs make it up.") if JOINED_NAME.fullmatch(name) else None


def language_sign(text: str) -> Sign | None:
    """A foreign script or language. Many who need help write that way, so it weighs little."""
    letters = [letter for letter in ADDRESS.sub(" ", text) if letter.isalpha()]
    foreign = sum(script_of(letter) != "LATIN" for letter in letters)
    if len(letters) >= FEWEST_LETTERS and 2 * foreign > len(letters):
        return Sign("language", 1, "Written in letters that the site doesn’t use.")
    words, english = words_outside_addresses(text), split_phrases(built_in("english"))
    if len(words) >= FEWEST_WORDS and 12 * sum(word in english for word in set(words)) < len(words):
        return Sign("language", 1, "Not written in English.")
    return None


def topic_sign(post: Post, words: str, *, has_link: bool) -> Sign | None:
    """Nothing in the text is about the body or a visit, which weighs more together with a link."""
    is_silent = post.has_subject or not post.text.strip()
    if is_silent or any(phrases_in(words, built_in(name)) for name in (*RELIEF, "health")):
        return None
    return Sign("topic", 2 if has_link else 1, "Nothing in it is about the body or a visit.")


def impersonal_sign(text: str) -> Sign | None:
    """No question and no first person in the text, as in an announcement."""
    words = words_outside_addresses(text)
    if len(words) < FEWEST_OF_ANNOUNCEMENTS or "?" in ADDRESS.sub(" ", text) or FIRST_PERSON & set(words):
        return None
    return Sign("impersonal", 1, "It asks no question and no one speaks about themselves.")


def words_outside_addresses(text: str) -> list[str]:
    return word_line(ADDRESS.sub(" ", text)).split()


def suspicions(token: FormToken, trap: str, post: Post, sender: str, proof: bool | None) -> list[str]:
    """Return reasons to suspect spam, in words for staff; empty for nearly everyone.

    `proof`: whether the browser proved work; None if the clinic doesn't ask for it. A proof offsets the form's age
    and raises the sender's limit. A missing one makes nothing suspect that isn't already.
    """
    proven = bool(proof)
    reasons = []
    if trap:
        reasons.append("A field that people can’t see was filled in.")
    if token.age > OLD_SECONDS and not proven:
        reasons.append("The form had been open for more than a day.")
    signs = signs_in(post)
    if is_suspect(signs, post):
        reasons += [sign.reason for sign in signs]
    reasons += over_limits(sender, proven)
    if reasons and proof is not None and not proven:
        reasons.append("No proof of work by the browser either.")
    return reasons
