"""Conditions by their current and former names, since an inquiry keeps the name that was chosen."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Revision

from content.caching.version import per_version
from content.models import ConditionPage
from inquiries.crypto.blind_index import fold_to_ascii, hashed
from inquiries.form.choices import condition_choices


def condition_digests() -> dict[str, str]:
    """The hash of each name with the id of the condition's page, cached until the content changes.

    Former names are read from the pages' revisions. A name that another page has now is that page's.
    """

    def read() -> dict[str, str]:
        current = {hashed("about", fold_to_ascii(title)): pk for pk, title in condition_choices()}
        pages = dict(condition_choices())
        kind = ContentType.objects.get_for_model(ConditionPage, for_concrete_model=False)
        revisions = Revision.objects.filter(content_type=kind, object_id__in=pages)
        former = revisions.order_by("created_at").values_list("object_id", "content__title")
        return {hashed("about", fold_to_ascii(title or "")): pk for pk, title in former} | current

    return per_version("condition-digests", read)


def digests_of(condition: str) -> list[str]:
    """The hashes of all names of one condition."""
    return [digest for digest, pk in condition_digests().items() if pk == condition]
