"""The WSGI application that the app server loads."""

import os
from collections.abc import Callable, Iterable
from threading import BoundedSemaphore
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

django = get_wsgi_application()

from config.data_lock import hold_lock  # noqa: E402
from config.data_stack import in_one_chunk  # noqa: E402
from config.environment import DATA_DIR  # noqa: E402
from config.http.bodies import MOST_WAITING, LimitedBody  # noqa: E402
from config.http.headers import security_headers  # noqa: E402
from config.http.health import LIVENESS, TEXT  # noqa: E402
from config.http.page_cache import PageCache  # noqa: E402
from config.http.proxies import behind_proxies  # noqa: E402

hold_lock(DATA_DIR)
LIVENESS_HEADERS = [("Content-Type", TEXT), ("Cache-Control", "no-store"), *security_headers().items()]


def drop_unknown_charset(environ: dict[str, Any]) -> None:
    """Drop a charset that isn't a text encoding, such as rot13, which Django's request can't handle."""
    kind, parameters = parse_header_parameters(environ["CONTENT_TYPE"])
    try:
        "".encode(parameters.get("charset", "utf-8"))
    except (LookupError, ValueError):
        environ["CONTENT_TYPE"] = kind


@in_one_chunk  # not around the cache, which answers in less time than this takes
def ask_django(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    response: Iterable[bytes] = django(environ, start_response)
    return response


pages = behind_proxies(PageCache(ask_django))
places = BoundedSemaphore(MOST_WAITING)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] == LIVENESS:  # even Django's request_started checks the database connection
        start_response("200 OK", LIVENESS_HEADERS)
        return [b"ok\n"]
    if "CONTENT_TYPE" in environ:
        drop_unknown_charset(environ)
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        environ["wsgi.input"] = LimitedBody(environ["wsgi.input"], places)
    return pages(environ, start_response)
