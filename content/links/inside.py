"""Broken links of a page or another object."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField
from wagtail.models import Page

from content.links.elsewhere import broken_addresses, outside_url
from content.links.found import addresses_in
from content.models import CheckedAddress, ClinicPage
from content.models.values import own_values
from content.seo.redirects import answers, local_path
from content.site_context.context import day_in_words

UNREADABLE, NOWHERE, OUTSIDE = "dead-link", "link-nowhere", "links-elsewhere"
DOCUMENTS = "/documents/"
GONE, UNPUBLISHED, PRIVATE = "was deleted", "is not published", "is private"


@dataclass(frozen=True)
class BrokenLink:
    """A broken link, where it is, and why it is broken."""

    where: str  # the field's label
    path: str  # its content path in the editor
    code: str  # of the check that reports it
    address: str
    why: str

    @property
    def message(self) -> str:
        if self.code == UNREADABLE:
            return f"Links to something visitors can’t see: {self.address}, which {self.why}"
        return f"The link to {self.address} {self.why}"


class Readable:
    """What every visitor may read, queried once."""

    def __init__(self) -> None:
        self.all_pages = dict(Page.objects.values_list("pk", "title"))
        self.pages = frozenset(Page.objects.live().public().values_list("pk", flat=True))
        self.known: dict[str, bool] = {}

    @cached_property
    def live(self) -> set[int]:
        return set(Page.objects.live().values_list("pk", flat=True))

    @cached_property
    def documents(self) -> set[str]:
        return {Redirect.normalise_path(document.url) for document in get_document_model().objects.all()}

    @cached_property
    def broken_outside(self) -> dict[str, CheckedAddress]:
        return broken_addresses()

    def why_not(self, model: type[models.Model], key: int) -> str:
        """Return why visitors can't read a page; empty if they can, or if it is something else."""
        if issubclass(model, Page) and key not in self.pages:
            return PRIVATE if key in self.live else UNPUBLISHED if key in self.all_pages else GONE
        return ""

    def answers_at(self, path: str) -> bool:
        """Return whether a page, document, view, or redirect of this site exists at a path."""
        if path not in self.known:
            bare = path.partition("?")[0]
            is_there = bare in self.documents if path.startswith(DOCUMENTS) else answers(path)
            self.known[path] = is_there or Redirect.objects.filter(old_path__in=[path, bare]).exists()
        return self.known[path]


def broken_in(owner: models.Model, readable: Readable) -> Iterator[BrokenLink]:
    """Yield links to pages that are deleted, restricted, or unpublished, and broken URLs."""
    for where, path, model, key in references(owner):
        if why := readable.why_not(model, key):
            named = readable.all_pages.get(key, "")
            yield BrokenLink(where, path, UNREADABLE, f"“{named}”" if named else "a page", why)
    for where, path, address in addresses_in(owner):
        url_path = local_path(address)
        if url_path is not None and not readable.answers_at(url_path):
            yield BrokenLink(where, path, NOWHERE, address, "leads to no page")
        elif url_path is None and (row := readable.broken_outside.get(outside_url(address))):
            why = f"has been broken since {day_in_words(row.failing_since)}: {row.words}"
            yield BrokenLink(where, path, OUTSIDE, row.url, why)


def references(owner: models.Model) -> Iterator[tuple[str, str, type[models.Model], int]]:
    """Yield (field, path, model, key) of everything that an object's fields and blocks refer to."""
    for one in own_values(owner):
        if isinstance(one.source, RichTextField | blocks.RichTextBlock | blocks.ChooserBlock):
            for model, key, *_ in one.source.extract_references(one.value):
                if str(key).isdigit():
                    yield one.where, one.path, model, int(key)
    for field in owner._meta.concrete_fields:
        key = getattr(owner, field.attname)
        if isinstance(field, models.ForeignKey) and key and field.name in ("author", "redirect_page", "page"):
            yield capfirst(str(field.verbose_name)), field.name, field.related_model, key
    for link in owner.related_links.all() if isinstance(owner, ClinicPage) else ():
        yield "Related pages", f"related_links.{link.pk}.page", Page, link.page_id
