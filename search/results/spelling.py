"""Did you mean …? Only likely corrections, since a wrong guess is worse than none."""

import re
from collections.abc import Set as AbstractSet
from itertools import pairwise

from content.text.spelling import close_words
from search.index import Scope, search_index
from search.query.emergencies import telling_words
from search.query.lexicon import Lexicon
from search.query.parse import Query
from search.query.words import STOP_WORDS, WORD, fold, words_in

MOST_OFFERS = 6  # per word
LONGEST = 30  # letters
SHORT = 3  # letters
FROM = 6  # letters; shorter words are close to too many others, so only common topics are offered for them
COMMON = 5  # pages


def correction(query: Query, text: str, lexicon: Lexicon, topics: AbstractSet[str], scope: Scope) -> str:
    """Return the text with two words joined into one, or with each unknown word corrected.

    Empty if there is nothing to correct, or if an unknown word isn't close to any searchable one.

    `topics`: words that name or promote pages, such as those in titles.
    """
    words = [word for word in query.words if not word.isdigit()]
    forms = {word: {form for form in lexicon.forms(word) if form in lexicon.pages} for word in words}
    unknown = [word for word in words if word not in topics and not lexicon.synonyms((word,))]
    offers = {word: _offers(word, lexicon, topics) for word in unknown if len(word) <= LONGEST}
    # The index also has the words of drafts and restricted pages, which must not leak.
    asked = {form for word in unknown for form in forms[word]}
    asked |= {offer for found in offers.values() for offer in found}
    pairs = {first + second: (first, second) for first, second in pairwise(words_in(text))}
    asked |= pairs.keys() & lexicon.pages.keys()
    visible = search_index().visible_words(sorted(asked), scope) | topics
    for joined, (first, second) in pairs.items():
        if joined in visible:
            return re.sub(rf"\b{first}[\W_]+{second}\b", joined, fold(text), count=1)
    better: dict[str, str] = {}
    for word in unknown:
        if visible.isdisjoint(forms[word]):
            offer = next((offer for offer in offers.get(word, ()) if offer in visible), "")
            if not offer:
                return ""
            better[word] = offer
    # Several unknown short words are more likely a foreign language than typos.
    if len(better) > 1 and min(map(len, better)) <= SHORT:
        return ""
    return WORD.sub(lambda found: better.get(fold(found[0]), found[0]), text) if better else ""


def _offers(word: str, lexicon: Lexicon, topics: AbstractSet[str]) -> list[str]:
    """Return what the word may have been meant as, most likely first: two joined words, or a similar word."""
    found: dict[str, tuple[int, bool, int]] = {}
    for other, edits in close_words(word, topics | lexicon.pages.keys()).items():
        is_topic, pages = other in topics, lexicon.pages.get(other, COMMON)  # a synonym may be on no page
        if len(word) < FROM:
            is_close = is_topic and (pages >= COMMON or other in telling_words())
        else:
            is_close = is_topic or edits <= (1 if len(word) < 9 else 2)
        if is_close and other not in STOP_WORDS:
            found[other] = (edits, not is_topic, -pages)
    return [*_halves(word, lexicon), *sorted(found, key=lambda other: found[other])[:MOST_OFFERS]]


def _halves(word: str, lexicon: Lexicon) -> list[str]:
    """Split the word into two known ones if a space is missing: triggerpoint → trigger point."""
    cuts = [(word[:place], word[place:]) for place in range(3, len(word) - 2)]
    known = [cut for cut in cuts if cut[0] in lexicon.pages and cut[1] in lexicon.pages]
    return [" ".join(cut) for cut in sorted(known, key=lambda cut: -min(lexicon.pages[half] for half in cut))[:1]]
