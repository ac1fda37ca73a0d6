"""Shared fixtures: every test sees the starter site, which is loaded once per run."""

import gc
import os
from collections.abc import Iterator
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from _pytest import runner
from django.core.cache import caches
from django.template.base import Template
from django.utils import timezone
from hypothesis import settings
from wagtail.signal_handlers import disable_reference_index_auto_update
from xdist.scheduler import LoadScopeScheduling

from config.data_stack import in_one_chunk
from config.http import cached_page
from content.caching import version
from content.counting.not_found import not_found
from content.counting.visits import page_views, region_views
from content.health.counts import store_counts
from content.uploads import sizes
from inquiries.schedule import jobs
from search.counting import searches
from tests import starter_cache
from tests.prepared import Prepared

gc.disable()  # until everything is loaded, which takes a fifth less time without

# No test measures time, so a busy machine may take as long as it needs.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# Playwright keeps an event loop in the thread that runs the tests, and Django would refuse to use the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


# Session fixtures that need the starter's database; pytest-django sets one up only for tests that ask for it.
STARTER_FIXTURES = {"django_db_setup", "first_start", "starter_html", "starter_soup", "running_site"}


# These share expensive setup (a site with its browser, a backup, hidden pages), so one process runs all of each.
TOGETHER = ("tests/browser/", "tests/ops/test_backup.py", "tests/content/test_hidden_pages.py")


class TogetherScheduling(LoadScopeScheduling):
    """Hand out tests one at a time, except those that must stay together. xdist's own groups need pytest < 9.2."""

    def _split_scope(self, nodeid: str) -> str:
        return next((scope for scope in TOGETHER if nodeid.startswith(scope)), nodeid)


def pytest_collection_finish() -> None:
    """Exempt everything loaded so far from garbage collection: rescanning it takes a tenth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> TogetherScheduling:
    return TogetherScheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that use the starter as needing the database, so each can run alone; start the slowest ones first."""
    for item in items:
        if STARTER_FIXTURES & set(getattr(item, "fixturenames", ())) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)
    items.sort(key=order)


@pytest.hookimpl(tryfirst=True)
@in_one_chunk
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a test as pytest does, in a tenth less time."""
    return runner.pytest_runtest_protocol(item, nextitem)


def order(item: pytest.Item) -> int:
    """The browser process prepares the database; tests that don't need one run in the meantime."""
    if item.nodeid.startswith(TOGETHER[0]):
        return 0
    if not item.get_closest_marker("django_db"):
        return 1
    return 2 if item.nodeid.startswith(TOGETHER) else 3


@pytest.fixture(scope="session")
def prepared() -> Prepared:
    """The starter's database, shared by the processes of a run."""
    return Prepared()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, prepared: Prepared) -> None:
    """Find out whether the tables come from a file before the test database is created."""


@pytest.fixture(scope="session")
def django_db_setup(prepared: Prepared, django_db_setup: None, django_db_blocker: Any) -> None:
    """The starter clinic is part of the test database."""
    with django_db_blocker.unblock():
        prepared.fill()
        starter_cache.fill()


@pytest.fixture(scope="session")
def first_start(prepared: Prepared, django_db_setup: None) -> Path:
    """The data folder that the one-command start creates, with its output in `said.txt`. Treat it as read-only."""
    return prepared.first_start


@pytest.fixture(autouse=True)
def _fresh_process() -> None:
    """Clear whatever an earlier test cached or counted, except the findings from stored versions of pages."""
    for cache in caches.all():
        cache.clear()
    version.expire_cached_version()
    timezone.deactivate()  # the previous test may have activated a clinic's time zone
    for counter in (page_views, region_views, searches, not_found):
        counter.pending.clear()
        counter.keys.clear()


@pytest.fixture(autouse=True)
def _starter_cached(request: pytest.FixtureRequest, _fresh_process: None) -> Iterator[None]:
    """Serve values computed from the starter from memory, except in tests that change more than rows and settings."""
    with starter_cache.used_until_touched("monkeypatch" not in signature(request.function).parameters):
        yield


@pytest.fixture(autouse=True)
def _version_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep query counts stable: the content version is never re-read just because time has passed."""
    monkeypatch.setattr(version, "VERSION_TTL", float("inf"))


@pytest.fixture(autouse=True)
def _nothing_in_background(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip recompressing cached pages and making every picture size: both cost more than most tests do."""
    for pool in (cached_page.background, sizes.background):
        monkeypatch.setattr(pool, "submit", lambda *_: None)


@pytest.fixture(autouse=True)
def _no_count_of_all_pages(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the worker from checking every page for problems, a second per run, except in tests that are about it."""
    if "site_health" not in request.node.nodeid:
        monkeypatch.setattr(jobs, "JOBS", [job for job in jobs.JOBS if job.run is not store_counts])


@pytest.fixture(autouse=True)
def _no_reference_index(request: pytest.FixtureRequest) -> Iterator[None]:
    """Skip the reference index when saving, 40% of the cost of publishing, except in tests that are about it."""
    if request.node.get_closest_marker("reference_index"):
        yield
    else:
        with disable_reference_index_auto_update():
            yield


@pytest.fixture(autouse=True)
def _no_template_context(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Don't record what each template was given, 10% of a request's cost, except in tests that ask for it."""
    if not request.node.get_closest_marker("template_context"):
        monkeypatch.setattr(Template, "_render", lambda template, context: template.nodelist.render(context))


@pytest.fixture(autouse=True)
def _no_outside_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make sure no test reaches an outside service with a key that happens to be in the environment."""
    for name in list(os.environ):
        if name.startswith(("ANYMAIL_", "AWS_", "SENTRY_")):
            monkeypatch.delenv(name)
