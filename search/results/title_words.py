"""The words in pages' titles, which help to find the subject among a visitor's words."""

from collections import Counter

from wagtail.models import Page

from content.caching.version import per_version
from search.index import Scope
from search.query.words import words_in


def title_words(scope: Scope) -> dict[str, int]:
    """Return word → number of pages in scope with it in their title, cached until the content changes."""

    def read() -> dict[str, int]:
        pages = Page.objects.live().filter(path__startswith=scope.root, content_type__in=scope.content_types)
        titles = [title for title, path in pages.values_list("title", "path") if scope.holds(path)]
        return dict(Counter(word for title in titles for word in set(words_in(title))))

    return per_version(f"search-titles-{scope.root}", read)
