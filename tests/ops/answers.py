"""One request for each kind of answer the site gives, with its status and who may cache it."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.servers.basehttp import get_internal_wsgi_application
from django.test import Client
from wagtail.models import Site

from tests.ops.wire import Answer, ask

FORM = "application/x-www-form-urlencoded"
# Who may cache an answer, as Cache-Control directives.
NOBODY = {"no-store"}  # not even the browser's own disk
VISITOR = {"private", "no-cache"}  # the browser, which revalidates each time
PROXIES = {"public", "s-maxage=1", "must-revalidate"}  # for one second; browsers revalidate each time
MINUTES, HOUR, YEAR = {"public", "max-age=600"}, {"public", "max-age=3600"}, {"public", "max-age=31536000", "immutable"}


@dataclass(frozen=True)
class Kind:
    """A kind of answer. `staff`: requested by somebody who is signed in."""

    path: str
    status: int
    kept: set[str] | None  # None: covered by other tests
    staff: bool = False
    request: dict[str, Any] = field(default_factory=dict)


KINDS: dict[str, Kind] = {
    "page": Kind("/pain-map/", 200, PROXIES),
    "page with a form": Kind("/contact/", 200, PROXIES),
    "page with a campaign": Kind("/pain-map/", 200, PROXIES, request={"query": b"utm_source=letter"}),
    "page with a query": Kind("/pain-map/", 200, VISITOR, request={"query": b"page=2"}),
    "page asked for with credentials": Kind("/pain-map/", 200, VISITOR, request={"authorization": "Basic abc"}),
    "page for staff": Kind("/pain-map/", 200, VISITOR, staff=True),
    "places chosen": Kind("/pain-map/at/calf/left-heel/", 200, VISITOR),
    "thank-you": Kind("/contact/thank-you/", 200, PROXIES),
    "form shown again": Kind(
        "/inquiries/send/", 422, NOBODY, request={"method": "POST", "body": b"name=", "content_type": FORM}
    ),
    "form's address": Kind("/inquiries/send/", 302, NOBODY),
    "search": Kind("/search/", 200, VISITOR, request={"query": b"q=neck"}),
    "not found": Kind("/no-such-page/", 404, PROXIES),
    "wrong method": Kind("/", 405, VISITOR, request={"method": "TRACE"}),
    "wrong host": Kind("/", 400, VISITOR, request={"host": "evil.example"}),
    "too long": Kind(f"/{'a' * 3000}/", 404, VISITOR),
    "slash added": Kind("/conditions", 301, VISITOR),
    "robots.txt": Kind("/robots.txt", 200, HOUR),
    "sitemap": Kind("/sitemap.xml", 200, PROXIES),
    "feed": Kind("/articles/feed/", 200, MINUTES),
    "llms.txt": Kind("/llms.txt", 200, HOUR),
    "icon": Kind("/favicon.svg", 200, HOUR),
    "media": Kind("/media/{picture}", 200, YEAR),
    "media gone": Kind("/media/images/gone.png", 404, VISITOR),
    "static": Kind("/static/css/base.css", 200, HOUR),
    "static gone": Kind("/static/gone.css", 404, VISITOR),
    "document gone": Kind("/documents/999/gone.pdf", 404, VISITOR),
    "login": Kind("/admin/login/", 200, NOBODY),
    "admin, logged out": Kind("/admin/", 302, NOBODY),
    "admin": Kind("/admin/", 200, NOBODY, staff=True),
    "draft": Kind("/admin/pages/{home}/view_draft/", 200, NOBODY, staff=True),
    "healthz": Kind("/healthz", 200, NOBODY),
    "readyz": Kind("/readyz", 200, NOBODY, request={"remote": "127.0.0.1"}),
    "readyz for strangers": Kind("/readyz", 404, VISITOR),
}


def asked(kind: Kind, staff: Client, **headers: str) -> Answer:
    """The whole site's answer, as it goes over the wire."""
    request = kind.request | headers
    if kind.staff:
        name = settings.SESSION_COOKIE_NAME
        request["cookie"] = f"{name}={staff.cookies[name].value}"
    picture = f"images/{default_storage.listdir('images')[1][0]}"
    path = kind.path.format(picture=picture, home=Site.objects.get().root_page_id)
    return ask(get_internal_wsgi_application(), path, **request)


def directives(answer: Answer) -> set[str]:
    """The directives of its Cache-Control header."""
    return {part.strip() for part in answer.headers.get("cache-control", "").split(",")}
