"""Every test sees the starter site, loaded once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.core.management import call_command

from content.version import forget


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The starter clinic is part of the test database."""
    with django_db_blocker.unblock():
        call_command("load_starter", verbosity=0)


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    for cache in caches.all():
        cache.clear()
    forget()
    return


@pytest.fixture(autouse=True)
def _no_outside_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test can reach an outside service by a key that happens to be in the environment."""
    import os

    for name in list(os.environ):
        if name.startswith(("ANYMAIL_", "AWS_", "SENTRY_")):
            monkeypatch.delenv(name)
