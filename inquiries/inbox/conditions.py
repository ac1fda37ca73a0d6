"""Conditions by current and former names, since an inquiry keeps the name that was chosen."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Revision

from content.caching.version import per_version
from content.models import ConditionPage
from inquiries.crypto.blind_index import fold_to_ascii, hashed
from inquiries.form.choices import condition_choices


def condition_digests() -> dict[str, str]:
    """Map the hash of each name to the id of the condition's page, cached until the content changes.

    Former names come from the pages' revisions. If another page has the name now, it belongs to that page.
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
    return [digest for digest, pk in condition_digests().items() if pk == condition]
