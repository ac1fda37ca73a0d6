"""Media in a bucket. Needs the extra `s3`; imported only where STORAGE_URL names a bucket."""

from storages.backends.s3 import S3Storage

from config.http.media import ServedHere
from content.uploads.storage import CleanUploadsMixin


class BucketStorage(ServedHere, CleanUploadsMixin, S3Storage):
    """Visitors ask this site, and this site asks the bucket, which need not be public."""
