"""All public pages as links: one query for the whole site per content version."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, F, Field, TextField, Value
from django.db.models.functions import Coalesce
from django.utils.encoding import escape_uri_path
from wagtail.models import Page, get_page_models

from content.caching.routing import home_path, readable
from content.caching.version import per_version
from content.text.cards import Card, Picture

STEP = Page.steplen  # characters of a page's path per tree level
CONDITIONS_SHOWN = 12  # on other pages; their own index has all


@dataclass(frozen=True)
class Entry(Card):
    """A page's card, with its position in the tree."""

    pk: int = 0
    path: str = ""  # the treebeard path
    model_name: str = ""  # such as conditionpage
    in_menus: bool = False
    is_indexable: bool = False  # search engines may list its type
    is_alias: bool = False  # it always shows another page's text
    changed: datetime | None = None

    def fetch(self) -> Page | None:
        """Return the page itself; None if it was just deleted."""
        found: Page | None = models_by_name()[self.model_name].objects.filter(pk=self.pk).first()
        return found


def directory() -> Mapping[int, Entry]:
    """Return the pages by primary key, in tree order."""
    return per_version("directory", lambda: {entry.pk: entry for entry in read_entries()})


def models_by_name() -> dict[str, type[Page]]:
    return {str(model._meta.model_name): model for model in get_page_models()}


def read_entries() -> Iterator[Entry]:
    models, home = models_by_name(), home_path()
    columns = {"short": own("menu_title", ""), "said": own("summary", ""), "sample": own("is_sample", False)}
    rows = readable(Page.objects).filter(depth__gte=2).order_by("path").annotate(**columns)
    fields = ("pk", "path", "content_type__model", "title", "slug", "url_path", "show_in_menus", "alias_of")
    days = ("last_published_at", "latest_revision_created_at")
    for (
        pk,
        path,
        name,
        title,
        slug,
        url_path,
        in_menus,
        alias_of,
        published,
        revised,
        short,
        said,
        sample,
    ) in rows.values_list(*fields, *days, *columns):
        kind = getattr(models.get(name), "drawn_as", "")
        yield Entry(
            pk=pk,
            path=path,
            model_name=name,
            in_menus=in_menus,
            title=title,
            slug=slug,
            url=address_of(url_path, home),
            summary=said,
            kind=getattr(models.get(name), "kind_label", ""),
            short_title=short or title,
            picture=Picture(kind, slug, title, str(published)) if kind else None,
            is_sample=sample,
            is_indexable=getattr(models.get(name), "indexable", False),
            is_alias=alias_of is not None,
            changed=published or revised,
        )


def own(field: str, without: Any) -> Coalesce:
    """Return an expression for a field that most page types have, each in its own table."""
    columns = [F(f"{name}__{field}") for name, model in models_by_name().items() if has(model, field)]
    output: Field[Any, Any] = BooleanField() if isinstance(without, bool) else TextField()
    return Coalesce(*columns, Value(without), output_field=output)


def has(model: type[Page], field: str) -> bool:
    try:
        return bool(model._meta.get_field(field))
    except FieldDoesNotExist:
        return False


def address_of(url_path: str, home: str) -> str:
    """Return the address of a page by its path in the tree and the home page's; empty if it isn't below that."""
    return escape_uri_path(url_path[len(home) - 1 :]) if url_path.startswith(home) else ""


# Pages by where they stand --------------------------------------------------------------------------------


def of_type(model_name: str, below: str = "") -> list[Entry]:
    """Return the pages of a type in tree order; `below`: the path of an ancestor."""
    return [one for one in directory().values() if one.model_name == model_name and one.path.startswith(below)]


def indexed() -> list[Entry]:
    """Return the pages that search engines may list, each once."""
    return [one for one in directory().values() if one.is_indexable and not one.is_alias]


def children_of(page: Page) -> list[Entry]:
    length = len(page.path) + STEP
    return [one for one in directory().values() if len(one.path) == length and one.path.startswith(page.path)]


def above(page: "Page | Entry") -> list[Entry]:
    """Return the ancestors, from the home page down to the parent."""
    return [one for one in directory().values() if page.path.startswith(one.path) and one.path != page.path]


def parent_of(entry: Entry) -> Entry | None:
    by_path = per_version("paths", lambda: {one.path: one for one in directory().values()})
    return by_path.get(entry.path[:-STEP])


def page_at(home: Page, steps: list[str]) -> tuple[Page | None, list[str]]:
    """Return the deepest page that a path below the home page leads to, and the rest of the path."""
    addresses = per_version("addresses", lambda: {one.url: one for one in directory().values()})
    start = directory()[home.pk].url.rstrip("/") if home.pk in directory() else None
    for number in range(len(steps), 0, -1) if start is not None else ():
        if entry := addresses.get(f"{start}/{escape_uri_path('/'.join(steps[:number]))}/"):
            return entry.fetch(), steps[number:]
    return None, steps


class AllConditions(NamedTuple):
    """The link to all conditions, for a page that shows some of them."""

    url: str
    number: int


def all_conditions(shown: int) -> AllConditions | None:
    """Return the link to all conditions; None if all are shown."""
    number = len(of_type("conditionpage"))
    index = next(iter(of_type("conditionindexpage")), None)
    return AllConditions(index.url, number) if index and number > shown else None


def first_conditions(found: list[Entry]) -> dict[str, Any]:
    """Return the first of these conditions, and the link to all if there are more."""
    shown = found[:CONDITIONS_SHOWN]
    return {"conditions": shown, "all_conditions": all_conditions(len(shown)) if len(found) > len(shown) else None}


# Pages that staff chose --------------------------------------------------------------------------------


def listed(keys: Iterable[Any]) -> list[Entry]:
    """Return the entries of the pages with these primary keys, in that order, each once."""
    pages = directory()
    return [pages[pk] for pk in dict.fromkeys(keys) if pk in pages]


def detailed(page: Page, detail: str) -> Entry:
    """Return the page's entry with the link's own remark."""
    return replace(directory()[page.pk], detail=detail)


def url_of(page: Page) -> str:
    """Return a page's URL without the site query of `Page.url`."""
    entry = directory().get(page.pk)
    return entry.url if entry else page.url or ""


def named(pk: int | None) -> Entry | None:
    """Return a person's card; None if they are a sample or their page isn't public."""
    return next((person for person in listed([pk]) if not person.is_sample), None)
