"""The articles as an Atom feed."""

from datetime import datetime, time

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from wagtail import hooks

from content.caching.routing import readable
from content.caching.version import per_version
from content.models.article import SERVE_FEED, ArticleIndexPage, ArticlePage
from content.seo.address import absolute, base_url, page_path
from content.site_context.clinic import the_clinic
from content.text.directory import named

NEWEST = 20
AT_NOON = time(12)  # feeds need a time, but articles have a date: noon is the same day nearly everywhere


def feed_response(index: ArticleIndexPage, request: HttpRequest) -> HttpResponse:
    """Return an article index's feed, built once per content version."""
    base = base_url(request)
    address = base + page_path(index, request)
    body = per_version(f"feed-{index.pk}-{base}", lambda: build_feed(index, base, address))
    return HttpResponse(
        body, content_type="application/atom+xml; charset=utf-8", headers={"Cache-Control": "public, max-age=600"}
    )


hooks.register(SERVE_FEED, feed_response)


def build_feed(index: ArticleIndexPage, base: str, address: str) -> str:
    """Build the feed of the newest public articles, with absolute links."""
    name = the_clinic().name
    feed = Atom1Feed(
        title=" · ".join(part for part in (index.title, name) if part),
        link=address,
        description=None,
        subtitle=index.summary or None,
        feed_url=f"{address}feed/",
        language="en",
        author_name=name or None,
    )
    articles = readable(ArticlePage.objects.child_of(index)).order_by("-date", "-pk")
    for article in articles.prefetch_related("topics")[:NEWEST]:
        published = timezone.make_aware(datetime.combine(article.date, AT_NOON))
        changed = article.last_published_at
        author = named(article.author_id)
        link = absolute(article.url or "", base)
        feed.add_item(
            title=article.title,
            link=link,
            description=article.summary,
            unique_id=link,
            author_name=author.title if author else None,
            author_link=absolute(author.url, base) if author else None,
            pubdate=published,
            updateddate=max(published, changed) if changed else published,
            categories=[topic.name for topic in article.topics.all()],
        )
    return feed.writeString("utf-8")
