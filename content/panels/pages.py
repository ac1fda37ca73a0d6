"""Pages in the editor's choosers and rich text links, read from the directory, which saves three queries each.

Pages that aren't in the directory, such as drafts, are queried as Wagtail does.
"""

from typing import Any

from django.db.models import ForeignKey
from django.urls import reverse
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import ExternalLinkElementHandler, PageLinkElementHandler
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from content.text.directory import directory, parent_of


class DirectoryPageChooser(AdminPageChooser):
    """Wagtail's chooser, for fields that link to a page."""

    def get_value_data(self, value: Any) -> dict[str, Any] | None:
        entry = directory().get(value)
        parent = parent_of(entry) if entry else None
        if entry is None or parent is None:
            data: dict[str, Any] | None = super().get_value_data(value)
            return data
        return {
            "id": entry.pk,
            "edit_url": reverse("wagtailadmin_pages:edit", args=[entry.pk]),
            self.display_title_key: entry.title,
            "parent_id": parent.pk,
        }


class DirectoryLinkElementHandler(PageLinkElementHandler):
    """A page link in rich text that is opened in the editor."""

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        entry = directory().get(int(attrs["id"])) if str(attrs["id"]).isdigit() else None
        parent = parent_of(entry) if entry else None
        if entry is None or parent is None:
            data: dict[str, Any] = super().get_attribute_data(attrs)
            return data
        return {"id": entry.pk, "url": entry.url, "parentId": parent.pk}


LINKS_IN_EDITOR = {
    "from_database_format": {
        "a[href]": ExternalLinkElementHandler("LINK"),
        'a[linktype="page"]': DirectoryLinkElementHandler("LINK"),
    },
    "to_database_format": {"entity_decorators": {"LINK": link_entity}},
}

register_form_field_override(
    ForeignKey,
    to=Page,
    override=lambda field: {"widget": DirectoryPageChooser(target_models=[field.remote_field.model])},
)
