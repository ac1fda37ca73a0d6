import sys
from types import ModuleType, SimpleNamespace
from typing import Any

from django.apps import AppConfig

# What Wagtail's apps import from its API v3 at startup, to register themselves.
API_V3 = (
    "wagtail.api.v3.api",
    "wagtail.contrib.redirects.api.v3",
    "wagtail.documents.api.v3.registry",
    "wagtail.documents.api.v3.router",
    "wagtail.images.api.v3.registry",
    "wagtail.images.api.v3.router",
    "wagtail.snippets.api.v3",
    "wagtail.snippets.api.v3.router",
)


def leave_out_api_v3() -> None:
    """Save every process 38 MiB for an API that this site doesn't serve. Wagtail has no setting for it."""

    def do_nothing(*_: Any) -> None: ...

    empty = ModuleType("empty", "In place of Wagtail's API v3: config/apps.py")
    vars(empty).update(api=SimpleNamespace(add_router=do_nothing), router=None, register_content_types=do_nothing)
    sys.modules.update(dict.fromkeys(API_V3, empty))


class SiteConfig(AppConfig):
    """The first of all apps, so that its `ready` runs before those of Wagtail's apps."""

    name = "config"
    verbose_name = "Site"

    def ready(self) -> None:
        leave_out_api_v3()
