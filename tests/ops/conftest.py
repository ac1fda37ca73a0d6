"""Fixtures for tests of the whole stack."""

import pytest

from content.caching.version import invalidate


@pytest.fixture(autouse=True)
def _no_cached_page(request: pytest.FixtureRequest, _fresh_process: None) -> None:
    """The page cache of `config.wsgi` lives as long as the process, so anything another test left in it is stale."""
    if request.node.get_closest_marker("django_db"):
        invalidate()
