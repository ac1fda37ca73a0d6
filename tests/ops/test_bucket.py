"""A media bucket that refuses, hangs or breaks is asked once, then left alone for a while."""

from collections.abc import Callable, Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

moto = pytest.importorskip("moto", reason="needs the extra prove, as make prove-hosts does")
# ruff: noqa: E402
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError

from config import bucket, circuit_breaker
from config.http.media import StorageUnavailableError
from config.settings.urls_to_settings import bucket_options

pytestmark = pytest.mark.django_db
WHERE = {"endpoint_url": "https://objects.example"}
PICTURE = "/media/images/band.png"


@cache
def storage() -> bucket.BucketStorage:
    """The storage of `s3://clinic`, whose client is slow to create."""
    return bucket.BucketStorage(**bucket_options("s3://clinic/media?region=us-east-1"), access_key="a", secret_key="b")


@pytest.fixture
def service(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """A service with one picture in its bucket; `fails` is its answer to the operations listed in `fails_at`."""
    state = SimpleNamespace(asked=[], fails=None, fails_at="")

    def before_call(model: Any, **_: Any) -> Any:
        state.asked.append(model.name)
        if state.fails is None or state.fails_at not in model.name:
            return None
        if isinstance(state.fails, Exception):
            raise state.fails
        answer = {"ResponseMetadata": {"HTTPStatusCode": state.fails}, "Error": {"Code": str(state.fails)}}
        return SimpleNamespace(status_code=state.fails), answer

    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.storage"}}
    with moto.mock_aws():
        client = storage().connection.meta.client
        client.create_bucket(Bucket="clinic")
        default_storage.save("images/band.png", ContentFile(b"the picture"))
        client.meta.events.register("before-call.s3", before_call, unique_id="test")
        yield state
        client.meta.events.unregister("before-call.s3", unique_id="test")
    bucket.circuit.close()


def look() -> tuple[int, bytes]:
    answer = Client().get(PICTURE)
    return answer.status_code, b"".join(answer) if answer.status_code == 200 else b""


@pytest.mark.parametrize(
    "fails",
    [EndpointConnectionError(**WHERE), ConnectTimeoutError(**WHERE), ReadTimeoutError(**WHERE), 500, 503],
    ids=["refuses", "unreachable", "hangs", "500", "503"],
)
@pytest.mark.parametrize("fails_at", ["", "GetObject"])  # fail right away, or only after telling the file's size
def test_a_bucket_that_is_away_is_asked_once_and_again_after_a_while(
    service: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, fails: Exception | int, fails_at: str
) -> None:
    service.fails, service.fails_at = fails, fails_at
    assert look()[0] == 503
    assert service.asked.count("GetObject") <= 1  # not counting the client's own retries
    asked = len(service.asked)
    assert [look()[0] for _ in range(3)] == [503] * 3
    assert len(service.asked) == asked > 0
    service.fails = None
    assert look()[0] == 503  # nothing is known yet
    monkeypatch.setattr(circuit_breaker, "RETRY_AFTER", 0)
    assert look() == (200, b"the picture")
    monkeypatch.undo()
    assert look() == (200, b"the picture")


@pytest.mark.parametrize("fails", [403, 404])
def test_a_bucket_that_says_no_is_not_away(service: SimpleNamespace, fails: int) -> None:
    service.fails = fails
    assert look()[0] == 404
    asked = len(service.asked)
    assert look()[0] == 404
    assert len(service.asked) == 2 * asked > 0
    service.fails = None
    assert look() == (200, b"the picture")


def test_one_visitor_retries_an_absent_bucket_while_the_others_go_on(
    service: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(monotonic=lambda: 1000)
    monkeypatch.setattr(circuit_breaker, "time", clock)
    service.fails = 500
    look()
    service.asked.clear()
    clock.monotonic = lambda: 1000 + circuit_breaker.RETRY_AFTER
    assert [look()[0] for _ in range(3)] == [503] * 3
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    "work",
    [
        lambda: default_storage.save("images/new.png", ContentFile(b"x")),
        lambda: default_storage.open("images/band.png"),
        lambda: default_storage.exists("images/band.png"),
        lambda: default_storage.size("images/band.png"),
        lambda: default_storage.get_modified_time("images/band.png"),
        lambda: default_storage.delete("images/band.png"),
        lambda: default_storage.listdir("images"),
    ],
)
def test_other_operations_on_an_absent_bucket_fail_at_once_with_an_os_error(
    service: SimpleNamespace, work: Callable[[], Any]
) -> None:
    service.fails = ReadTimeoutError(**WHERE)
    with pytest.raises(StorageUnavailableError):
        work()
    asked = len(service.asked)
    with pytest.raises(OSError):  # noqa: PT011 (the exception's type is the point)
        work()
    assert len(service.asked) == asked > 0
