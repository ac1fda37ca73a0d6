"""The WSGI application that the app server loads."""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

# What is loaded now stays: looking through it for garbage takes a fifth of the start, and of later collections.
gc.disable()
django = get_wsgi_application()

from config.environment import DATA_DIR  # noqa: E402
from config.headers import security_headers  # noqa: E402
from config.health import LIVES  # noqa: E402
from config.malformed import tidy  # noqa: E402
from config.page_cache import PageCache  # noqa: E402
from config.patience import limit_waiting  # noqa: E402
from config.proxies import believe  # noqa: E402
from config.running import hold  # noqa: E402

pages = PageCache(django)
hold(DATA_DIR)
limit_waiting()
gc.freeze()
gc.enable()
LIVES_HEADERS = [("Content-Type", "text/plain"), ("Cache-Control", "no-store"), *security_headers().items()]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Kept pages, else Django; what its own request object can't take is cleared up first."""
    if environ["PATH_INFO"] == LIVES:  # even Django's start of a request looks after the database connection
        start_response("200 OK", LIVES_HEADERS)
        return [b"ok\n"]
    believe(environ)
    tidy(environ)
    return pages(environ, start_response)
