"""Which of our own pages a visitor came from, by what the browser itself tells."""

from django.http import HttpRequest
from wagtail.models import Page, Site

from inquiries.tokens import split


def page_before(request: HttpRequest) -> int | None:
    """The key of the live page that was left for this one; None when it was none of ours.

    Of an address that a page answers below its own, such as the pain map's, it is that page.
    """
    referrer = split(request.headers.get("Referer", ""))
    site = Site.find_for_request(request)
    if referrer.netloc != request.get_host() or site is None:
        return None
    slugs = [slug for slug in referrer.path.split("/") if slug][:20]
    home = site.root_page.url_path
    addresses = [home, *(f"{home}{'/'.join(slugs[:n])}/" for n in range(1, len(slugs) + 1))]
    pages = Page.objects.live().filter(url_path__in=addresses)
    return pages.order_by("-depth").values_list("pk", flat=True).first()
