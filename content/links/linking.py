"""What links to a page: other pages, snippets, and settings, each with the URL of its field."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex


@dataclass(frozen=True)
class Linking:
    """Something that links to a page; without a URL for users who may not edit it."""

    title: str
    where: str
    target: str
    url: str


def linking_to(pages: Iterable[Page], user: Any) -> list[Linking]:
    """Return what links to any of the pages, except these pages themselves."""
    gone = {str(page.pk): page.get_admin_display_title() for page in pages}
    page_type = ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.objects.filter(to_content_type=page_type, to_object_id__in=gone)
    rows = rows.exclude(base_content_type=page_type, object_id__in=gone)
    finder = AdminURLFinder(user)
    found: dict[Linking, None] = {}  # an ordered set
    for row in rows.order_by("base_content_type", "object_id", "pk"):
        model = row.content_type.model_class()
        source = model._default_manager.filter(pk=row.object_id).first() if model else None
        if source is None:
            continue
        title = source.get_admin_display_title() if isinstance(source, Page) else str(source)
        address = finder.get_edit_url(source)
        url = f"{address}#:w:contentpath={row.content_path}" if address else ""
        found[Linking(title, str(row.describe_source_field()), gone[row.to_object_id], url)] = None
    return list(found)


def lost_with(pages: Iterable[Page]) -> list[str]:
    """Return what visitors lose with the live ones of these pages, besides their texts."""
    lost = (getattr(page.specific_class, "lost_if_gone", "") for page in pages if page.live)
    return list(dict.fromkeys(filter(None, lost)))
