"""Media in a bucket. Needs the extra `s3`; imported only where STORAGE_URL names a bucket."""

from collections.abc import Callable
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

from config.circuit_breaker import CircuitBreaker
from config.http.media import ServedHere, StorageAwayError
from content.uploads.storage import CleanUploadsMixin

# Seconds. The service's client would wait for minutes, in each of the few threads that answer visitors.
TIMEOUTS = Config(connect_timeout=1, read_timeout=4, retries={"total_max_attempts": 2})
DOWNLOADS = TransferConfig(num_download_attempts=1)  # each of which makes all attempts above
FAILURES = (BotoCoreError, ClientError, Boto3Error, RetriesExceededError)
SERVER_ERROR = 500

circuit = CircuitBreaker()


def status_of(error: Exception) -> int:
    """What the service answered; 0 if it didn't."""
    response = getattr(error, "response", None) or {}
    return int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def with_circuit_breaker(in_bucket: Callable[..., Any]) -> Callable[..., Any]:
    """The storage's method, which fails at once while the bucket is known to be away, and as OSError in any case."""

    def method(self: "BucketStorage", *args: Any, **kwargs: Any) -> Any:
        if not circuit.allows_call():
            raise StorageAwayError
        try:
            answer = in_bucket(self, *args, **kwargs)
        except FAILURES as error:
            if 0 < status_of(error) < SERVER_ERROR:
                circuit.close()
                raise OSError(type(error).__name__) from error
            circuit.open()
            raise StorageAwayError(type(error).__name__) from error
        except FileNotFoundError:
            circuit.close()
            raise
        circuit.close()
        return answer

    return method


def open_whole(self: "BucketStorage", name: str, mode: str = "rb") -> Any:
    """Read the file now: an answer that has begun can't say any more that the rest is missing."""
    file = S3Storage._open(self, name, mode)
    if "r" in mode:
        _ = file.file
    return file


class BucketStorage(ServedHere, CleanUploadsMixin, S3Storage):
    """Visitors ask this site, and this site asks the bucket, which need not be public."""

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
