"""From a visitor's words to a page of results, with at most six queries."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.core.paginator import Page as Paging
from django.core.paginator import Paginator
from django.utils.html import escape
from django.utils.safestring import SafeString

from content.text.cards import Picture
from content.text.directory import Entry, above, directory
from search.index import Hit, Scope, search_index
from search.query.emergencies import help_needed, telling_words
from search.query.parse import Query, parse
from search.results.excerpt import excerpt, hits_of, marked
from search.results.lexicon import lexicon, title_words
from search.results.promotions import Promotion, promotions
from search.results.scope import Kind, kinds, public_scope
from search.results.spelling import correction

PER_PAGE = 10


@dataclass(frozen=True)
class Result:
    """A page that was found; title and excerpt with highlighted matches."""

    title: SafeString
    url: str
    excerpt: SafeString
    kind: str = ""
    picture: Picture | None = None
    breadcrumb: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class KindCount:
    """A filter: a kind of page and its number of results."""

    kind: Kind
    count: int


@dataclass(frozen=True)
class SearchAnswer:
    """The results page's data."""

    typed: str
    text: str  # what was searched for: the words typed, or the corrected ones
    total: int  # pages of every kind
    promoted: list[Result]  # promoted by staff
    results: list[Result]
    filters: list[KindCount]
    kind: Kind | None
    listing: "Paging[int]"  # the page of results
    match_all: bool  # False: no page has all the words, only some of them

    @property
    def corrected(self) -> bool:
        return self.text != self.typed

    @property
    def help(self) -> str:
        """The help that the words call for: crisis, emergency, or none."""
        return help_needed(self.typed) or help_needed(self.text)

    @property
    def several_words(self) -> bool:
        return " " in self.typed

    @property
    def hits(self) -> int:
        """The number of pages that match everything typed: those with all words, else those promoted for it."""
        if self.corrected:
            return 0
        return (self.total if self.match_all else 0) or len(self.promoted)

    @property
    def address(self) -> str:
        """The query string of this answer's first page."""
        chosen = {"kind": self.kind.key} if self.kind else {}
        return "?" + urlencode({"q": self.text} | chosen)


@dataclass(frozen=True)
class QueryReading:
    """One interpretation of what was typed, and what it finds."""

    text: str
    query: Query
    counts: dict[int, int]  # content type → pages
    promotions: list[Promotion] = field(default_factory=list)
    promoted_among: int = 0  # promoted pages among those counted

    @property
    def promoted_pages(self) -> tuple[int, ...]:
        return tuple(promotion.page_id for promotion in self.promotions if promotion.page_id)


def find(typed: str, kind_key: str, page: str) -> SearchAnswer:
    """Return the answer to cleaned text. `kind_key` and `page` come from the URL and aren't validated."""
    scope = public_scope()
    reading = best_reading(typed, scope)
    filters = count_kinds(reading.counts)
    chosen = next((entry for entry in filters if entry.kind.key == kind_key), None)
    total = sum(reading.counts.values())
    if chosen:
        listed, narrowed = chosen.count, replace(scope, content_types=chosen.kind.content_types)
    else:
        listed, narrowed = total - reading.promoted_among, replace(scope, without=reading.promoted_pages)
    listing = Paginator(range(listed), PER_PAGE).get_page(page)
    start = PER_PAGE * (listing.number - 1)
    first, others = results(
        hits=search_index().best(reading.query, narrowed, start, PER_PAGE) if listed else [],
        query=reading.query,
        promoted=reading.promotions if not start and not chosen else [],
    )
    return SearchAnswer(
        typed=typed,
        text=reading.text,
        total=total,
        promoted=first,
        results=others,
        filters=filters,
        kind=chosen.kind if chosen else None,
        listing=listing,
        match_all=reading.query.match_all,
    )


def best_reading(typed: str, scope: Scope) -> QueryReading:
    """Return the reading with all the words; else of the corrected text; else with some of the words."""
    words, chosen, titles = lexicon(), promotions(), title_words()
    query = parse(typed, words)
    asked = QueryReading(typed, query, {}, chosen.matching(typed, words))
    strict, with_subject = with_counts([asked, replace(asked, query=query.with_subject(titles))], scope)
    if strict.counts or not query.terms:
        return with_subject
    if asked.promotions:
        return strict  # the promotions answer it; pages with some of the words would only distract
    topics = titles.keys() | words.words_with_synonyms | chosen.words() | telling_words()
    others = [QueryReading(typed, query.match_any_word, {})] if len(query.terms) > 1 else []
    if better := correction(query, typed, words, topics, scope):
        meant = parse(better, words).with_subject(titles)
        others.insert(0, QueryReading(better, meant, {}, chosen.matching(better, words)))
    found = with_counts(others, scope) if others else []
    helpful = (one for one in found if one.counts or one.promotions or help_needed(one.text))
    return next(helpful, strict)


def with_counts(readings: list[QueryReading], scope: Scope) -> list[QueryReading]:
    """Count what the readings find, in one query."""
    scopes = [(scope, replace(scope, only=reading.promoted_pages)) for reading in readings]
    found = search_index().counts(
        [(one.query, place) for one, both in zip(readings, scopes, strict=True) for place in both]
    )
    return [
        replace(reading, counts=counts, promoted_among=sum(among.values()))
        for reading, counts, among in zip(readings, found[::2], found[1::2], strict=True)
    ]


def count_kinds(counts: dict[int, int]) -> list[KindCount]:
    """Return the kinds among the results, most frequent first; as many of two kinds stay in alphabetical order."""
    counted = [KindCount(kind, sum(counts.get(pk, 0) for pk in kind.content_types)) for kind in kinds()]
    return sorted((entry for entry in counted if entry.count), key=lambda entry: -entry.count)


def results(hits: list[Hit], query: Query, promoted: list[Promotion]) -> tuple[list[Result], list[Result]]:
    """Convert promotions and hits to results."""
    alone = [promotion.page_id for promotion in promoted if promotion.page_id]
    first = {hit.page_id: hit for hit in search_index().texts(alone)} if alone else {}
    pages, pattern = directory(), hits_of(query)

    def result(hit: Hit, chosen_text: str = "") -> Result:
        page = pages[hit.page_id]
        return Result(
            title=marked(page.title, pattern),
            url=page.url,
            excerpt=escape(chosen_text) or excerpt(hit.text, pattern),
            kind=page.kind,
            picture=page.picture,
            breadcrumb=above(page)[1:],
        )

    shown = [
        result(first[promotion.page_id], promotion.description)
        if promotion.page_id
        else Result(title=escape(promotion.title), url=promotion.url, excerpt=escape(promotion.description))
        for promotion in promoted
        if not promotion.page_id or promotion.page_id in first.keys() & pages.keys()
    ]
    return shown, [result(hit) for hit in hits if hit.page_id in pages]
