"""What every page of the clinic has in common."""

from collections.abc import Iterable, Iterator, Sequence
from http import HTTPMethod
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import InlinePanel, PageChooserPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from content.blocks import VOCABULARY
from content.blocks.field import VocabularyField
from content.caching.routing import anything_restricted
from content.caching.version import per_version
from content.models.ordered import OrderedRow
from content.models.related import RELATED_SHOWN
from content.models.review import Standing, standing_of_draft, standings
from content.models.search_text import SearchText
from content.panels.checks import CHECKS_PANEL
from content.panels.review import ReviewPanel
from content.panels.title import PageTitlePanel
from content.text.directory import Entry, above, listed, named, of_type, url_of
from content.text.glossary import Term
from content.text.headings import Heading, anchored

if TYPE_CHECKING:
    from content.models.source import Source

CONTENTS_FROM = 3  # headings; shorter pages don't need a contents list
HEALTH_TYPES = ("MedicalWebPage", "Article")  # schema.org types of pages with health advice


class ClinicPage(Page):
    """Base of all page types: summary, sharing, authorship, sources, related pages."""

    summary = models.TextField(
        max_length=320,
        blank=True,
        help_text="Two plain sentences. Shown at the top of the page, on cards, and in search results.",
    )
    menu_title = models.CharField(
        "short name",
        max_length=24,
        blank=True,
        help_text="Used in the menu and in the breadcrumbs. Leave empty to use the title.",
    )
    social_image = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown when the page is shared. Leave empty to use a card made from its drawing and title.",
    )
    author = models.ForeignKey(
        "content.PractitionerPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    exclude_fields_in_copy = ["show_in_menus"]  # the menu has no place for two of the same
    allowed_http_methods = (HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS)  # forms have their own URLs
    schema_type = "WebPage"
    kind_label = "Page"  # shown in search results and in the admin
    kind_plural = ""  # of a type with several pages; the page that lists them has it as its label
    offers_inquiry = False  # ends with the inquiry form
    leads_on = False  # also links to the map, the sessions, and the form in the middle of the body
    style_parts: tuple[str, ...] = ()  # files of static/css/parts that the page type needs
    unused_components: tuple[str, ...] = ()  # of static/css/components, unless a block needs them
    drawn_as = ""  # the kind of drawing that shows the page, if any
    indexable = True  # search engines may index it, once they may index the site
    lost_if_gone = ""  # what visitors lose while no page of this type is published, if the site can't do without

    search_fields = [
        *Page.search_fields,
        SearchText("summary", boost=2),
        index.AutocompleteField("summary"),
    ]
    content_panels = [CHECKS_PANEL, PageTitlePanel("title"), "summary"]
    evidence_panels = [
        PageChooserPanel(
            "author",
            "content.PractitionerPage",
            help_text="Who wrote this page. Named on it while their own page is published and not a sample.",
        ),
        ReviewPanel(),
        InlinePanel("page_sources", heading="Sources", label="Source"),
        InlinePanel(
            "related_links",
            heading="Related pages",
            label="Related page",
            help_text="Leave empty to show pages that share conditions, topics, or muscles.",
        ),
    ]
    promote_panels = [*Page.promote_panels, "menu_title", "social_image"]

    class Meta:
        abstract = True

    @classmethod
    def get_verbose_name(cls) -> str:
        """Return the page type's name for staff, the same as visitors see in search results."""
        return cls.kind_label

    @classmethod
    def gives_health_advice(cls) -> bool:
        """Return whether a practitioner has to review the page."""
        return cls.schema_type in HEALTH_TYPES

    def draft_standing(self) -> Standing:
        """The review status of this object's text, for the editor."""
        return standing_of_draft(self)

    @property
    def short_title(self) -> str:
        """The page's name in menus and breadcrumbs."""
        return str(self.menu_title or self.title)

    # What the page shows ------------------------------------------------------------------------

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        if getattr(request, "is_preview", False):
            context |= self.linked()
        else:
            context |= per_version(f"linked-{self.pk}", self.linked)
        context["parts"] = parts = anchored(self.blocks())
        headings = [heading for _, headings in parts for heading in headings]
        context["contents"] = contents_of(headings, has_sources=bool(context["sources"]))
        context["block_types"] = {block.block_type for block, _ in parts}
        context["shows_own_sources"] = "sources_list" in context["block_types"]
        has_form = self.offers_inquiry or "inquiry_slot" in context["block_types"]
        context["terms"] = [term for term in glossary() if term.url != url_of(self)]
        parts_needed = [*(["form"] if has_form else []), *(["glossary"] if context["terms"] else [])]
        context["style_parts"] = (*self.style_parts, *parts_needed)
        context["middle"] = insertion_index([block.block_type for block, _ in parts]) if self.leads_on else None
        return context

    def linked(self) -> dict[str, Any]:
        """What the page shows from other content, as plain data, since it is cached until any content changes."""
        return self.review_shown() | {
            "author": named(self.author_id),
            "sources": self.sources(),
            "related": self.related(),
            "breadcrumb": self.breadcrumb(),
        }

    def review_shown(self) -> dict[str, Any]:
        """Who reviewed the published text, when, and whether it changed since; empty if no one may be named."""
        standing = standings([self])[self.pk] if self.pk and self.gives_health_advice() else Standing()
        if standing.review is None or standing.reviewer is None:
            return {}
        return {
            "reviewer": standing.reviewer,
            "reviewed_on": standing.review.reviewed_on,
            "edited_since": standing.changed,
        }

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Return Wagtail's restrictions, without a query if no page of the site is restricted."""
        restrictions: models.QuerySet[PageViewRestriction] = (
            super().get_view_restrictions() if anything_restricted() else PageViewRestriction.objects.none()
        )
        return restrictions

    def blocks(self) -> Iterator[Any]:
        """Return the body's blocks; none for a page without a body."""
        return iter(getattr(self, "body", None) or ())

    def sources(self) -> list["Source"]:
        """Return the page's sources, in the chosen order."""
        return list(dict.fromkeys(link.source for link in self.page_sources.select_related("source")))

    def breadcrumb(self) -> list[Entry]:
        """Return the ancestors, from the home page down."""
        if self.depth is None or self.depth <= 2:
            return []
        return above(self)

    # Related pages --------------------------------------------------------------------------------

    def related(self) -> list[Entry]:
        """Return the chosen related pages, or else the computed ones."""
        chosen = [link.page_id for link in self.related_links.all() if link.page_id != self.pk]
        return listed(chosen or self.computed_related())

    def computed_related(self) -> Iterable[int]:
        """Return the keys of up to three siblings of the same type; page types with better links override this."""
        if self.depth is None or self.depth <= 2:
            return []
        siblings = of_type(self._meta.model_name or "", below=self.path[: -self.steplen])
        return [one.pk for one in siblings if len(one.path) == len(self.path) and one.pk != self.pk][:RELATED_SHOWN]


def glossary() -> list[Term]:
    """Return the published terms, in all their forms."""

    def published() -> list[Term]:
        rows = apps.get_model("content", "GlossaryTerm").objects.filter(live=True)
        return [row.as_term() for row in rows]

    return per_version("glossary", published)


class BodyPage(ClinicPage):
    """A page with a body of blocks."""

    body = VocabularyField(VOCABULARY, blank=True)

    content_panels = [*ClinicPage.content_panels, "body", *ClinicPage.evidence_panels]
    search_fields = [*ClinicPage.search_fields, SearchText("body")]
    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        abstract = True


def contents_of(headings: Iterable[Heading], has_sources: bool) -> list[Heading]:
    """Return the contents list, which has each main heading; empty for a short page."""
    contents = [heading for heading in headings if heading.listed and (has_sources or not heading.is_layout)]
    return contents if len(contents) >= CONTENTS_FROM else []


# Blocks that a call to action must not be next to, and blocks that belong to the block above them.
GRAVE, ATTACHED = {"red_flags"}, {"drawing", "figure"}


def insertion_index(kinds: Sequence[str]) -> int | None:
    """Return the index of the block nearest the body's middle that the links may go before; None if there is none."""
    free = [
        index
        for index in range(1, len(kinds))
        if not GRAVE & {kinds[index - 1], kinds[index]} and kinds[index] not in ATTACHED
    ]
    return min(free, key=lambda index: abs(2 * index - len(kinds)), default=None)


class PageSource(OrderedRow):
    """A source that a page cites."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="page_sources")
    source = models.ForeignKey("content.Source", on_delete=models.PROTECT, related_name="citing_pages")

    panels = ["source"]


class RelatedLink(OrderedRow):
    """A page that staff chose as related to another."""

    from_page = ParentalKey(Page, on_delete=models.CASCADE, related_name="related_links")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")

    panels = ["page"]
