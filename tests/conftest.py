"""Every test sees the starter site, loaded once."""

import gc
import os
from collections.abc import Iterator
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.template.base import Template
from django.utils import timezone
from hypothesis import settings
from wagtail.signal_handlers import disable_reference_index_auto_update
from xdist.scheduler import LoadScopeScheduling

from config.http import cached_page
from config.launch.leftovers import FOUND
from content.caching import version
from content.counting.not_found import not_found
from content.counting.visits import page_views, region_views
from content.health.counts import store_counts
from content.uploads import sizes
from inquiries.form import fallback
from inquiries.schedule import jobs
from search.counting import searches
from tests import starter_cache
from tests.prepared import Prepared

# No test is about time: a busy machine may take as long as it needs.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# The browser's driver keeps an event loop in the thread that tests run in; Django would refuse its database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


# Session fixtures that stand on the starter's database: pytest-django makes one only where a test asks for it.
STARTER_FIXTURES = {"django_db_setup", "first_start", "starter_html", "starter_soup", "running_site"}


# What these share is dear, so that one process runs all of each: a site with its browser, a backup, hidden pages.
TOGETHER = ("tests/browser/", "tests/ops/test_backup.py", "tests/content/test_hidden_pages.py")


class TogetherScheduling(LoadScopeScheduling):
    """Tests one by one to whoever is free, but for those that belong together. xdist's groups need pytest < 9.2."""

    def _split_scope(self, nodeid: str) -> str:
        return next((scope for scope in TOGETHER if nodeid.startswith(scope)), nodeid)


def pytest_collection_finish() -> None:
    """What is loaded for all tests is not looked through at each collection of garbage: a tenth of their time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> TogetherScheduling:
    return TogetherScheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the starter ask for its database, so that any of them can run alone; what takes longest comes first."""
    for item in items:
        if STARTER_FIXTURES & set(getattr(item, "fixturenames", ())) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)
    items.sort(key=order)


def order(item: pytest.Item) -> int:
    """The browser's process makes the database; what needs none runs meanwhile."""
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
    """Before the test database is made it is known whether its tables come from a file."""


@pytest.fixture(scope="session")
def django_db_setup(prepared: Prepared, django_db_setup: None, django_db_blocker: Any) -> None:
    """The starter clinic is part of the test database."""
    with django_db_blocker.unblock():
        prepared.fill()
        starter_cache.fill()


@pytest.fixture(scope="session")
def first_start(prepared: Prepared, django_db_setup: None) -> Path:
    """The data folder as the one-command start makes it, and what that says in `said.txt`. Don't change it."""
    return prepared.first_start


@pytest.fixture(autouse=True)
def _fresh_process() -> None:
    """Nothing kept or counted by one test is there in the next, but for what was found in a page's stored version."""
    found = caches["local"].get(FOUND)
    for cache in caches.all():
        cache.clear()
    caches["local"].set(FOUND, found, None)
    version.expire_cached_version()
    fallback.known.clear()
    timezone.deactivate()  # a request of the test before went by a clinic's clock
    for counter in (page_views, region_views, searches, not_found):
        counter.pending.clear()
        counter.keys.clear()


@pytest.fixture(autouse=True)
def _starter_cached(request: pytest.FixtureRequest, _fresh_process: None) -> Iterator[None]:
    """What is computed from the starter is there already, but for tests that change more than rows and settings."""
    with starter_cache.used_until_touched("monkeypatch" not in signature(request.function).parameters):
        yield


@pytest.fixture(autouse=True)
def _version_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Queries can be counted: none comes in between because some time has passed."""
    monkeypatch.setattr(version, "VERSION_TTL", float("inf"))


@pytest.fixture(autouse=True)
def _nothing_in_background(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept pages are not compressed once more, nor are pictures made in all sizes: it costs more than most tests."""
    for pool in (cached_page.background, sizes.background):
        monkeypatch.setattr(pool, "submit", lambda *_: None)


@pytest.fixture(autouse=True)
def _no_count_of_all_pages(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker doesn't look for faults on every page, a second each time, but for the tests of that."""
    if "site_health" not in request.node.nodeid:
        monkeypatch.setattr(jobs, "JOBS", [job for job in jobs.JOBS if job.run is not store_counts])


@pytest.fixture(autouse=True)
def _no_reference_index(request: pytest.FixtureRequest) -> Iterator[None]:
    """Saving doesn't write down what a page refers to, four tenths of a publication, but for the tests of that."""
    if request.node.get_closest_marker("reference_index"):
        yield
    else:
        with disable_reference_index_auto_update():
            yield


@pytest.fixture(autouse=True)
def _no_template_context(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers don't keep what each template was given, a tenth of a request, but for the tests that ask for it."""
    if not request.node.get_closest_marker("template_context"):
        monkeypatch.setattr(Template, "_render", lambda template, context: template.nodelist.render(context))


@pytest.fixture(autouse=True)
def _no_outside_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test can reach an outside service by a key that happens to be in the environment."""
    for name in list(os.environ):
        if name.startswith(("ANYMAIL_", "AWS_", "SENTRY_")):
            monkeypatch.delenv(name)
