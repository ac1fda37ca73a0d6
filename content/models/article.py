"""Articles and their index."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from content.blocks import VOCABULARY
from content.blocks.field import VocabularyField
from content.caching.routing import readable
from content.caching.version import per_version
from content.models.base import ClinicPage
from content.models.related import most_in_common
from content.models.search_text import SearchText
from content.models.source import Topic
from content.text.form_fields import TextField

ARTICLES_PER_PAGE = 12
SERVE_FEED = "serve_article_feed"  # hook: the feed of an article index


class ArticleIndexPage(RoutablePageMixin, ClinicPage):
    kind_label = "Articles"
    page_description = "All articles, newest first, with a feed"
    schema_type = "CollectionPage"

    content_panels = [*ClinicPage.content_panels, *ClinicPage.evidence_panels]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.ArticlePage"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        articles = readable(ArticlePage.objects.child_of(self)).order_by("-date", "-pk")
        context["topic"] = topic = request.GET.get("topic", "")
        context["topics"] = topics = per_version(f"topics-{self.pk}", self.topics)
        if topic:
            articles = articles.filter(topics__in=[one for one in topics if one.slug == topic])
        listing = Paginator(articles, ARTICLES_PER_PAGE).get_page(request.GET.get("page"))
        listing.object_list = list(listing.object_list)  # evaluated here, not in the template
        context["listing"] = listing
        return context

    def topics(self) -> list[Topic]:
        """Return the topics of the articles that visitors can read."""
        shown = readable(ArticlePage.objects.child_of(self))
        return list(Topic.objects.filter(articlepage__in=shown).distinct())

    @path("feed/")  # type: ignore[untyped-decorator]
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Serve the newest articles to feed readers, through a hook, since content/seo/feed.py imports this module."""
        response: HttpResponse = hooks.get_hooks(SERVE_FEED)[0](self, request)
        return response

    def get_route_paths(self) -> list[str]:
        """Include the feed's path, so that renaming the index redirects its feed too."""
        return [*super().get_route_paths(), "/feed/"]


class ArticleForm(WagtailAdminPageForm):
    """Lets editors add new topics in the field where existing ones are chosen."""

    new_topics = TextField(
        label="New topics",
        required=False,
        max_length=200,
        help_text="Topics that aren’t in the list above, separated by commas. They will be added to it.",
    )

    def clean_new_topics(self) -> list[str]:
        names = list(filter(None, (" ".join(name.split()) for name in self.cleaned_data["new_topics"].split(","))))
        if any(len(name) > Topic.LONGEST_NAME for name in names):
            raise ValidationError(f"A topic has at most {Topic.LONGEST_NAME} characters.")
        return names

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if not self.errors and data.get("new_topics"):
            topics = [Topic.named(name) for name in data["new_topics"]]
            data["topics"] = Topic.objects.filter(pk__in={topic.pk for topic in [*data.get("topics", []), *topics]})
        return data


class ArticlePage(ClinicPage):
    base_form_class = ArticleForm
    kind_label = "Article"
    kind_plural = "Articles"
    page_description = "Something timely or practical, with a date and topics"
    schema_type = "Article"
    date = models.DateField(
        "date published",
        default=timezone.localdate,
        help_text="Shown with the article; the newest article comes first. To publish later, use “Set schedule”.",
    )
    topics = ParentalManyToManyField("content.Topic", blank=True)
    body = VocabularyField(VOCABULARY, blank=True)

    content_panels = [
        *ClinicPage.content_panels,
        "date",
        "topics",
        FieldPanel("new_topics", permission="content.add_topic"),
        "body",
        *ClinicPage.evidence_panels,
    ]
    search_fields = [*ClinicPage.search_fields, SearchText("body"), index.FilterField("date")]
    parent_page_types = ["content.ArticleIndexPage"]
    subpage_types: list[str] = []

    @property
    def changed_at(self) -> datetime | None:
        """When it was last published, if that was on a later day than its date."""
        at: datetime | None = self.last_published_at
        return at if at and timezone.localdate(at) > self.date else None

    def linked(self) -> dict[str, Any]:
        return super().linked() | {"topics": list(self.topics.all())}

    def computed_related(self) -> Iterable[int]:
        """Return articles with the most topics in common, newest first."""
        return most_in_common(self, "topics", models.Q(topics__in=self.topics.all()), "-date")
