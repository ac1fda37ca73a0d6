"""Media in a bucket. Needs the extra `s3`; imported only if STORAGE_URL names a bucket."""

from collections.abc import Callable
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

from config.circuit_breaker import CircuitBreaker
from config.http.media import ServedHere, StorageUnavailableError
from content.uploads.storage import CleanUploadsMixin

# Seconds. By default, the client would wait for minutes, in each of the few threads that serve visitors.
TIMEOUTS = Config(connect_timeout=1, read_timeout=4, retries={"total_max_attempts": 2})
DOWNLOADS = TransferConfig(num_download_attempts=1)  # each of them makes all the attempts above
FAILURES = (BotoCoreError, ClientError, Boto3Error, RetriesExceededError)
SERVER_ERROR = 500

circuit = CircuitBreaker()


def status_of(error: Exception) -> int:
    """Return the service's HTTP status; 0 without a response."""
    response = getattr(error, "response", None) or {}
    return int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def with_circuit_breaker(in_bucket: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a storage method to fail fast while the bucket is known to be down, and to always fail with OSError."""

    def method(self: "BucketStorage", *args: Any, **kwargs: Any) -> Any:
        if not circuit.allows_call():
            raise StorageUnavailableError
        try:
            answer = in_bucket(self, *args, **kwargs)
        except FAILURES as error:
            if 0 < status_of(error) < SERVER_ERROR:
                circuit.close()
                raise OSError(type(error).__name__) from error
            circuit.open()
            raise StorageUnavailableError(type(error).__name__) from error
        except FileNotFoundError:
            circuit.close()
            raise
        circuit.close()
        return answer

    return method


def open_whole(self: "BucketStorage", name: str, mode: str = "rb") -> Any:
    """Read the whole file now, since a response that has begun can't report a later failure."""
    file = S3Storage._open(self, name, mode)
    if "r" in mode:
        _ = file.file
    return file


class BucketStorage(ServedHere, CleanUploadsMixin, S3Storage):
    """A bucket that this site proxies, so that it doesn't have to be public."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"transfer_config": DOWNLOADS} | settings)
        self.client_config: Config = self.client_config.merge(TIMEOUTS)

    _open = with_circuit_breaker(open_whole)
    _save = with_circuit_breaker(S3Storage._save)
    delete = with_circuit_breaker(S3Storage.delete)
    exists = with_circuit_breaker(S3Storage.exists)
    get_modified_time = with_circuit_breaker(S3Storage.get_modified_time)
    listdir = with_circuit_breaker(S3Storage.listdir)
    size = with_circuit_breaker(S3Storage.size)
