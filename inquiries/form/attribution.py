"""How a visitor came to the form, by what the browser itself tells: no cookie, nothing stored on the device."""

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from django.http import HttpRequest
from wagtail.models import Page, Site

CAMPAIGN_KEYS = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
FORM_TARGETS = "/inquiries/"  # where forms are posted to
LONGEST_CAMPAIGN, LONGEST_HOST, LONGEST_PATH = 80, 120, 200
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Attribution:
    """The first page of the visit that is known, the site before it, and the campaign that led here."""

    landing_path: str = ""
    referrer_host: str = ""
    campaign: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Page and campaign as one address, as the form's hidden field carries it."""
        return f"{self.landing_path}?{urlencode(self.campaign)}" if self.campaign else self.landing_path

    @property
    def hidden_fields(self) -> dict[str, str]:
        """What a form that is shown once more carries along."""
        return {"landing": self.address, "referrer": self.referrer_host}


def attribution_of(request: HttpRequest) -> Attribution:
    """How the sender of a post came.

    The post's Referer names the page with the form and its campaign. The form's hidden fields name the first page of
    the visit and the site before it, where the browser's history told our script (static/js/attribution.js).
    """
    referrer = split(request.headers.get("Referer", ""))
    is_own = referrer.netloc == request.get_host()
    given = split(request.POST.get("landing", ""))
    host = clean(request.POST.get("referrer", ""), LONGEST_HOST)
    return Attribution(
        landing_path=page_path(given.path) or (page_path(referrer.path) if is_own else ""),
        referrer_host="" if host == split(f"//{request.get_host()}").hostname else host,
        campaign=(campaign_in(referrer.query) if is_own else {}) or campaign_in(given.query),
    )


def page_path(path: str) -> str:
    """The path of a page of ours; empty for addresses that only take posts.

    The finder's addresses tell where somebody aches: kept is only that the visitor was on the map.
    """
    if path.startswith(FORM_TARGETS):
        return ""
    before, found, _ = path.partition("/at/")
    return clean(f"{before}/" if found else path, LONGEST_PATH)


def campaign_in(query: str) -> dict[str, str]:
    """The campaign that an address names by its utm_… keys."""
    try:
        given = parse_qs(query, max_num_fields=40) if query else {}
    except ValueError:
        return {}
    found = {key: clean(given[key][0], LONGEST_CAMPAIGN) for key in CAMPAIGN_KEYS if given.get(key)}
    return {key: value for key, value in found.items() if value}


def clean(text: str, longest: int) -> str:
    """What a stranger may have put into an address: short, and without characters that no database takes."""
    return CONTROL.sub("", text).strip()[:longest]


def split(address: str) -> SplitResult:
    """The parts of an address that a stranger gave; empty ones when it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


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
