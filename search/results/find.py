"""From a visitor's words to a page of results. At most five queries, whatever matches."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString
from wagtail.models import Page

from content.models import ClinicPage
from content.text.cards import Picture, picture_of
from search.index import Hit, Scope, backend
from search.query.parse import Match, read
from search.results.excerpt import excerpt, hits_of, marked
from search.results.picks import Pick, picks_for
from search.results.scope import Kind, kinds
from search.results.spelling import suggestion
from search.results.titles import title_words

PER_PAGE = 10
STEP = Page.steplen
HOME_DEPTH = 2


@dataclass(frozen=True)
class Crumb:
    """A page above a result."""

    title: str
    url: str


@dataclass(frozen=True)
class Result:
    """One page that was found; title and excerpt with the hits marked."""

    title: SafeString
    url: str
    excerpt: SafeString
    kind: str = ""
    picture: Picture | None = None
    breadcrumb: list[Crumb] = field(default_factory=list)


@dataclass(frozen=True)
class KindCount:
    """A filter: a kind of page and how many of the found ones are of it."""

    kind: Kind
    count: int


@dataclass(frozen=True)
class Answer:
    """What the results page shows."""

    typed: str
    text: str  # what was searched for: the words typed, or the corrected ones
    total: int  # pages of every kind
    picks: list[Result]  # what staff put first
    results: list[Result]
    filters: list[KindCount]
    kind: Kind | None
    number: int
    pages: int
    every_word: bool  # False: no page has all the words, these have some

    @property
    def corrected(self) -> bool:
        return self.text != self.typed

    @property
    def several_words(self) -> bool:
        return " " in self.typed

    @property
    def hits(self) -> int:
        """Pages that answer all that was typed: those with its words, else those that staff put first for it."""
        return (self.total if self.every_word and not self.corrected else 0) or len(self.picks)

    @property
    def first(self) -> int:
        """The place of the first result shown."""
        return (self.number - 1) * PER_PAGE + 1

    @property
    def address(self) -> str:
        """The query part of this answer's first page."""
        chosen = {"kind": self.kind.key} if self.kind else {}
        return "?" + urlencode({"q": self.text} | chosen)


def find(typed: str, kind_key: str, page: str, scope: Scope, request: HttpRequest) -> Answer:
    """The answer to cleaned text. `kind_key` and `page` come from the address and may be anything."""
    picks = picks_for(typed, scope)
    picked = tuple(pick.page_id for pick in picks if pick.page_id)
    text, match, counts, above = best_reading(typed, scope, picked)
    filters = count_kinds(counts)
    chosen = next((entry for entry in filters if entry.kind.key == kind_key), None)
    total = sum(counts.values())
    if chosen:
        listed, narrowed = chosen.count, replace(scope, content_types=chosen.kind.content_types)
    else:
        listed, narrowed = total - above, replace(scope, without=picked)
    pages = max(1, -(-listed // PER_PAGE))
    number = page_number(page, pages)
    first, others = results(
        hits=backend().best(match, narrowed, (number - 1) * PER_PAGE, PER_PAGE) if listed else [],
        match=match,
        picks=picks if number == 1 and not chosen else [],
        request=request,
    )
    return Answer(
        typed=typed,
        text=text,
        total=total,
        picks=first,
        results=others,
        filters=filters,
        kind=chosen.kind if chosen else None,
        number=number,
        pages=pages,
        every_word=match.every,
    )


def best_reading(typed: str, scope: Scope, picked: tuple[int, ...]) -> tuple[str, Match, dict[int, int], int]:
    """Pages with all words; else with all words corrected; else with any of them.

    Text, match, its counts, and how many of the picked pages are among those counted.
    """
    match = read(typed)
    only = replace(scope, only=picked)

    def counted(readings: list[tuple[str, Match]]) -> list[tuple[str, Match, dict[int, int], int]]:
        scopes = (scope, only) if picked else (scope,)
        found = iter(backend().counts([(tried, where) for _, tried in readings for where in scopes]))
        return [(text, tried, next(found), sum(next(found).values()) if picked else 0) for text, tried in readings]

    strict, told = counted([(typed, match), (typed, match.told_by(title_words(scope)))])
    if strict[2] or not match.groups:
        return told
    if picked:
        return strict  # what staff put first answers it; pages with one of the words only draw away from that
    better = suggestion(match, typed, scope)
    readings = [(better, read(better)), (better, read(better).of_any)] if better else []
    if len(match.groups) > 1 and not better:
        readings.append((typed, match.of_any))
    return next((reading for reading in counted(readings) if reading[2]), strict)


def count_kinds(counts: dict[int, int]) -> list[KindCount]:
    """The kinds among what was found, the most frequent first."""
    counted = [KindCount(kind, sum(counts.get(pk, 0) for pk in kind.content_types)) for kind in kinds()]
    return sorted((entry for entry in counted if entry.count), key=lambda entry: (-entry.count, entry.kind.label))


def page_number(text: str, pages: int) -> int:
    """A page that exists, whatever the address says."""
    digits = text.strip()[:9]
    return min(max(int(digits), 1), pages) if digits.isascii() and digits.isdigit() else 1


def results(
    hits: list[Hit], match: Match, picks: list[Pick], request: HttpRequest
) -> tuple[list[Result], list[Result]]:
    """Picks and hits as results, with the pages above them."""
    alone = [pick.page_id for pick in picks if pick.page_id]
    first = {hit.page_id: hit for hit in backend().texts(alone)} if alone else {}
    both = [*first.values(), *hits]
    above = {hit.path[:end] for hit in both for end in range(HOME_DEPTH * STEP, len(hit.path), STEP)}
    wanted = [hit.page_id for hit in both]
    found = list(Page.objects.live().filter(Q(pk__in=wanted) | Q(path__in=above))) if wanted else []
    by_path = {page.path: page for page in found}
    by_id = {page.pk: page for page in found}
    pattern = hits_of(match)

    def result(hit: Hit, chosen_text: str = "") -> Result:
        page = by_id[hit.page_id]
        model = page.specific_class
        return Result(
            title=marked(page.title, pattern),
            url=page.get_url(request) or "",
            excerpt=escape(chosen_text) or excerpt(hit.text, pattern),
            kind=model.kind_label if model and issubclass(model, ClinicPage) else "",
            picture=picture_of(page),
            breadcrumb=breadcrumb(page, by_path, request),
        )

    shown = [
        result(first[pick.page_id], pick.description)
        if pick.page_id
        else Result(title=escape(pick.title), url=pick.url, excerpt=escape(pick.description))
        for pick in picks
        if not pick.page_id or pick.page_id in first.keys() & by_id.keys()
    ]
    return shown, [result(hit) for hit in hits if hit.page_id in by_id]


def breadcrumb(page: Page, pages: dict[str, Page], request: HttpRequest) -> list[Crumb]:
    """The live pages above a page, below the home page."""
    above = (pages.get(page.path[:end]) for end in range((HOME_DEPTH + 1) * STEP, len(page.path), STEP))
    return [Crumb(parent.title, parent.get_url(request) or "") for parent in above if parent]
