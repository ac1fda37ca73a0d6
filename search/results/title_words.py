"""The words of the pages' titles: they tell which of a visitor's words is the subject."""

from collections import Counter

from wagtail.models import Page

from content.caching.version import per_version
from search.index import Scope
from search.query.words import words_in


def title_words(scope: Scope) -> dict[str, int]:
    """Word → how many pages in scope have it in their title. No query while no content changes."""

    def read() -> dict[str, int]:
        pages = Page.objects.live().filter(path__startswith=scope.root, content_type__in=scope.content_types)
        titles = [title for title, path in pages.values_list("title", "path") if scope.holds(path)]
        return dict(Counter(word for title in titles for word in set(words_in(title))))

    return per_version(f"search-titles-{scope.root}", read)
