"""The cache is only an optimization: everything works without it, and nothing stale comes back afterward."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from wagtail.models import Page, Site

from config import circuit_breaker
from config.http.page_cache import PageCache
from content.models import ClinicSettings
from inquiries.models import Inquiry
from tests.forms import as_sent
from tests.inquiries.form_help import soup
from tests.ops.redis_server import RedisServer, redis, redis_server, unreachable  # noqa: F401 (fixtures)
from tests.ops.wire import ask

pytestmark = pytest.mark.django_db
PAGES = ["/", "/contact/", "/pain-map/", "/trigger-point-therapy/", "/search/?q=shoulder", "/sitemap.xml"]
PASSWORD = "a long password for tests"

OnCommit = Callable[..., Any]


@pytest.fixture(params=["refuses", "hangs", "drops connections"])
def cache_away(request: pytest.FixtureRequest, client: Client) -> None:
    """A Redis that went away after serving for a while, or that was never there."""
    if request.param == "drops connections":
        request.getfixturevalue("unreachable")
        return
    server = request.getfixturevalue("redis_server")
    assert client.get("/").status_code == 200
    server.kill() if request.param == "refuses" else server.hang()


@pytest.fixture
def retries_at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Skip the wait before an absent cache is tried again."""
    return lambda: monkeypatch.setattr("config.circuit_breaker.RETRY_AFTER", 0)


@pytest.mark.usefixtures("cache_away")
def test_pages_are_served(client: Client) -> None:
    kept = PageCache(WSGIHandler())
    for path in PAGES:
        assert client.get(path).status_code == 200
    for _ in range(2):
        assert ask(kept, "/pain-map/").status == 200
    assert kept.pages


@pytest.mark.usefixtures("cache_away")
def test_staff_sign_in_and_publish(client: Client, django_capture_on_commit_callbacks: OnCommit) -> None:
    get_user_model().objects.create_superuser("ada", "ada@example.com", PASSWORD)
    form = as_sent(soup(client.get("/admin/login/")).select_one("form"))
    field = "login" if "login" in form else "username"
    answer = client.post("/admin/login/", form | {field: "ada", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/admin/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        rename("Newly worded")
    assert b"Newly worded" in client.get("/pain-map/").content


@pytest.mark.usefixtures("cache_away")
def test_an_inquiry_is_stored(client: Client) -> None:
    form = as_sent(soup(client.get("/contact/")).select_one("form[action='/inquiries/send/']"))
    given = {"name": "Ada", "email": "ada@example.com", "contact_by": "email", "message": "Hip", "consent": "on"}
    answer = client.post("/inquiries/send/", form | given)
    assert answer.status_code == 303
    assert client.get(answer["Location"]).status_code == 200
    assert Inquiry.objects.count() == 1


@pytest.mark.usefixtures("cache_away")
def test_ready_says_what_is_missing_and_what_works(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    told = answer.json()
    assert told["ready"]
    assert told["status"] == "degraded: cache"
    assert not told["checks"]["cache"]["ok"]
    assert "inquiries" in told["checks"]["cache"]["still_works"]


@pytest.mark.usefixtures("cache_away")
def test_many_requests_wait_once_for_an_absent_cache(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    connect, read = redis.Connection.connect, redis.Connection.read_response

    def connecting(self: Any) -> None:
        waits.append(self.socket_connect_timeout)
        connect(self)

    def reading(self: Any, *args: Any, **kwargs: Any) -> Any:
        waits.append(self.socket_timeout)
        return read(self, *args, **kwargs)

    monkeypatch.setattr(redis.Connection, "connect", connecting)
    monkeypatch.setattr(redis.Connection, "read_response", reading)
    for path in [*PAGES, "/admin/login/", "/readyz"]:
        assert client.get(path).status_code == 200
    assert 0 < sum(waits) <= 0.3


def come_back_with_what_it_had(server: RedisServer) -> None:
    server.resume()


def come_back_empty(server: RedisServer) -> None:
    server.kill()
    server.start()


@pytest.mark.parametrize("come_back", [come_back_with_what_it_had, come_back_empty])
def test_nothing_stale_comes_back_with_the_cache(
    client: Client,
    redis_server: RedisServer,  # noqa: F811
    come_back: Callable[[RedisServer], None],
    retries_at_once: Callable[[], None],
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    kept = PageCache(WSGIHandler())
    for _ in range(2):
        assert b"+1 555 010 9999" not in ask(kept, "/pain-map/").body + client.get("/pain-map/").content
    old_address = Page.objects.get(slug="pain-map").full_url
    redis_server.hang()
    with django_capture_on_commit_callbacks(execute=True):
        clinic = ClinicSettings.objects.get()
        clinic.phone = "+1 555 010 9999"
        clinic.save()
        site = Site.objects.get()
        site.hostname = "clinic.example"
        site.save()
    come_back(redis_server)
    retries_at_once()
    for body in (ask(kept, "/pain-map/").body, client.get("/pain-map/").content):
        assert b"+1 555 010 9999" in body
    assert Page.objects.get(slug="pain-map").full_url not in {None, old_address}
    assert client.get("/readyz").json()["status"] == "ready"
    assert redis_server.asked("DBSIZE") > 0  # the cache is in use again


def rename(title: str) -> None:
    page = Page.objects.get(slug="pain-map").specific
    page.title = title
    page.save_revision().publish()


def test_of_all_who_wait_one_tries_whether_the_service_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 4.0, 6.0, 7.0])
    monkeypatch.setattr(circuit_breaker, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    circuit = circuit_breaker.CircuitBreaker()
    circuit.open()
    assert [circuit.allows_call() for _ in range(3)] == [False, True, False]
