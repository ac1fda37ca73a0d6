"""Which searches are counted: none whose words might identify the visitor."""

import re
import unicodedata

from content.counting.daily import DailyCounter
from search.models import SearchDay
from search.query.words import typed_words

# An email address without its @, as autocorrect or a careful person writes it.
ADDRESS = re.compile(r"[^\W_]\.[^\W_]{2,}|://|\b(?:at|dot)\b.*\bdot\b", re.IGNORECASE)

searches = DailyCounter(SearchDay, "words", latest="hits")


def count_search(text: str, hits: int) -> None:
    """Count a search, with its number of results."""
    if words := countable_words(text):
        searches.add(words, hits)


def countable_words(text: str) -> str:
    """Return the folded words to count; none if the text may contain an address, a number, or a whole story."""
    plain = unicodedata.normalize("NFKC", text)
    if "@" in plain or ADDRESS.search(plain) or any(c.isnumeric() for c in plain):
        return ""
    words = " ".join(typed_words(text))
    return words if len(words) <= SearchDay.LONGEST else ""
