"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from content.counting.visits import is_visitor
from search.counting import count_search
from search.query.words import clean
from search.results.find import SearchAnswer, find
from search.results.scope import starting_points


def head_title(text: str, answer: SearchAnswer | None) -> str:
    """Return the page's title for tabs and history."""
    title = f"Search: {text}" if text else "Search"
    return f"{title}, page {answer.listing.number}" if answer and answer.listing.number > 1 else title


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show results for `?q=`, optionally of one `kind`, by `page`; starting points without a query."""
    text = clean(request.GET.get("q", ""))
    answer = None
    if text:
        answer = find(text, request.GET.get("kind", ""), request.GET.get("page", ""))
        # A search counts once, not again for each page or kind.
        if not {"kind", "page"} & request.GET.keys() and is_visitor(request.META):
            count_search(text, answer.hits)
    context = {
        "answer": answer,
        "search_text": text,
        "start": None if answer and (answer.results or answer.promoted) else starting_points(),
        "head_title": head_title(text, answer),
    }
    response = TemplateResponse(request, "search/results.html", context)
    # Searches on a clinic's site are private, so no shared cache may store them.
    patch_cache_control(response, private=True, no_cache=True)
    return response
