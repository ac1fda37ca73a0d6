"""Pages whose addresses or titles resemble a wrong address."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass

from wagtail.models import Site, get_page_models

from content.caching.version import per_version
from content.seo.sitemap import listed_types, open_pages

MOST_PAGES = 5000
LONGEST_PATH = 300  # characters looked at: an address that is longer is no slip of the pen
MOST_WORDS = 8
SHOWN = 4
ALIKE = 0.45  # share of three-letter pieces in common from which a word counts as mistyped
GOOD_ENOUGH = 0.4  # of the weight of the words asked for
WORD = re.compile(r"[a-z0-9]{2,24}")
EMPTY_WORDS = frozenset(
    "a an and are asp aspx at by for from htm html in index is it of on or page php the to www".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Suggestion:
    """A page as a link."""

    title: str
    url: str
    kind: str


@dataclass(frozen=True)
class Known:
    """What the site's addresses and titles are made of."""

    pages: list[Suggestion]
    words: dict[str, list[int]]  # word → places in `pages`
    pieces: dict[str, list[str]]  # three letters → words

    def weight(self, word: str) -> float:
        """Rare words say more about a page than those that every address has."""
        return math.log(1 + len(self.pages) / len(self.words[word]))


def words_of(text: str) -> list[str]:
    """The words in an address or title, plain and lower, each once."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return [word for word in dict.fromkeys(WORD.findall(ascii_only)) if word not in EMPTY_WORDS]


def pieces_of(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def build_known(site: Site) -> Known:
    """From the pages that search engines may list, those near the top first."""
    kinds = {model._meta.label_lower: getattr(model, "kind_label", "") for model in get_page_models()}
    start = len(site.root_page.url_path) - 1
    rows = open_pages(site).filter(content_type__in=listed_types()).order_by("depth", "path")
    pages: list[Suggestion] = []
    words: dict[str, list[int]] = defaultdict(list)
    fields = ("title", "url_path", "content_type__app_label", "content_type__model")
    for title, url_path, app, model in rows.values_list(*fields)[:MOST_PAGES]:
        url = url_path[start:]
        for word in words_of(f"{url} {title}"):
            words[word].append(len(pages))
        pages.append(Suggestion(title, url, kinds.get(f"{app}.{model}", "")))
    pieces: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for piece in pieces_of(word):
            pieces[piece].append(word)
    return Known(pages, dict(words), dict(pieces))


def like(word: str, known: Known) -> dict[str, float]:
    """Words of the site that are this one or nearly, with how alike they are."""
    if word in known.words:
        return {word: 1.0}
    own = pieces_of(word)
    common = Counter(candidate for piece in own for candidate in known.pieces.get(piece, ()))
    shares = {
        candidate: 2 * count / (len(own) + len(pieces_of(candidate))) for candidate, count in common.most_common(20)
    }
    return {candidate: share for candidate, share in shares.items() if share >= ALIKE}


def suggestions(path: str, site: Site) -> list[Suggestion]:
    """Up to four pages that somebody who typed `path` may have meant, the likeliest first."""
    known = per_version(f"suggestions-{site.pk}", lambda: build_known(site))
    asked = words_of(path[-LONGEST_PATH:])[-MOST_WORDS:]
    scores: dict[int, float] = defaultdict(float)
    possible = 0.0
    for word in asked:
        found = like(word, known)
        possible += max((known.weight(candidate) for candidate in found), default=0)
        best: dict[int, float] = {}
        for candidate, share in found.items():
            for place in known.words[candidate]:
                best[place] = max(best.get(place, 0), share * known.weight(candidate))
        for place, score in best.items():
            scores[place] += score
    ranked = sorted(scores, key=lambda place: (-scores[place], len(known.pages[place].url)))
    return [known.pages[place] for place in ranked[:SHOWN] if scores[place] >= GOOD_ENOUGH * possible]
