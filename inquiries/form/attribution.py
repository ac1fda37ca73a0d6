"""Attribution: how a visitor came to the form, from request headers and hidden fields. No cookie, no storage."""

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from django.http import HttpRequest
from wagtail.models import Page

from content.caching.routing import home_path

CAMPAIGN_KEYS = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
FORM_TARGETS = "/inquiries/"  # where forms are posted to
LONGEST_CAMPAIGN, LONGEST_HOST, LONGEST_PATH = 80, 120, 200
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Attribution:
    """The landing page, the referring site, and the campaign, as far as they are known."""

    landing_path: str = ""
    referrer_host: str = ""
    campaign: dict[str, str] = field(default_factory=dict)

    @property
    def hidden_fields(self) -> dict[str, str]:
        """The values to carry along when the form is shown again."""
        landing = f"{self.landing_path}?{urlencode(self.campaign)}" if self.campaign else self.landing_path
        return {"landing": landing, "referrer": self.referrer_host}


def attribution_of(request: HttpRequest) -> Attribution:
    """Return where the visitor who posted the form came from.

    The Referer header names the page with the form and its campaign. The hidden fields name the first page of the
    visit and the site before it, if our script (static/js/attribution.js) could tell from the browser's history.
    """
    referrer = parse_url(request.headers.get("Referer", ""))
    is_own = referrer.netloc == request.get_host()
    given = parse_url(request.POST.get("landing", ""))
    host = sanitize(request.POST.get("referrer", ""), LONGEST_HOST)
    return Attribution(
        landing_path=visited_path(given.path) or (visited_path(referrer.path) if is_own else ""),
        referrer_host="" if host == parse_url(f"//{request.get_host()}").hostname else host,
        campaign=(campaign_in(referrer.query) if is_own else {}) or campaign_in(given.query),
    )


def visited_path(path: str) -> str:
    """Return a page's path; empty for URLs that only accept POST.

    The finder's URLs reveal where the visitor's pain is, so only the map's own path is kept.
    """
    if path.startswith(FORM_TARGETS):
        return ""
    before, found, _ = path.partition("/at/")
    return sanitize(f"{before}/" if found else path, LONGEST_PATH)


def campaign_in(query: str) -> dict[str, str]:
    """Return the campaign in the `utm_` parameters of a query."""
    try:
        given = parse_qs(query, max_num_fields=40) if query else {}
    except ValueError:
        return {}
    found = {key: sanitize(given[key][0], LONGEST_CAMPAIGN) for key in CAMPAIGN_KEYS if given.get(key)}
    return {key: value for key, value in found.items() if value}


def sanitize(text: str, longest: int) -> str:
    """Truncate untrusted text and strip its control characters."""
    return CONTROL.sub("", text).strip()[:longest]


def parse_url(address: str) -> SplitResult:
    """Split an untrusted URL into its parts, which are all empty if it is malformed."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def referring_page(request: HttpRequest) -> int | None:
    """Return the primary key of the live page named by the Referer; None if it isn't one of ours.

    A URL below a page's own, such as those of the pain map, counts as that page.
    """
    referrer = parse_url(request.headers.get("Referer", ""))
    if referrer.netloc != request.get_host():
        return None
    slugs = [slug for slug in referrer.path.split("/") if slug][:20]
    home = home_path()
    addresses = [home, *(f"{home}{'/'.join(slugs[:n])}/" for n in range(1, len(slugs) + 1))]
    pages = Page.objects.live().filter(url_path__in=addresses)
    found: int | None = pages.order_by("-depth").values_list("pk", flat=True).first()
    return found
