"""The handbook's pages. They are below /admin/, so that Wagtail restricts them to staff."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from content.handbook.text import DOCS, FOLDER, all_docs, find_sections, load_doc, quote

TITLE = "How this works"
PICTURES = {".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg"}


class HandbookView(WagtailAdminTemplateMixin, TemplateView):
    """The contents of all docs, or search results."""

    template_name = "wagtailadmin/handbook/index.html"
    page_title = TITLE
    header_icon = "help"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = " ".join(self.request.GET.get("q", "").split())[:100]
        found = [(section, quote(section, asked)) for section in find_sections(asked)]
        return super().get_context_data(**kwargs) | {"docs": all_docs(), "asked": asked, "found": found}


class DocView(HandbookView):
    """One doc, with its contents beside it."""

    template_name = "wagtailadmin/handbook/doc.html"

    def get_page_title(self) -> str:
        return load_doc(self.kwargs["name"]).title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("handbook"), "label": TITLE}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if kwargs["name"] not in DOCS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"doc": load_doc(self.kwargs["name"])}


@require_safe
def serve_picture(request: HttpRequest, name: str) -> FileResponse:
    """Serve an image of the docs."""
    file = next((one for one in (FOLDER / "pictures").iterdir() if one.name == name and one.suffix in PICTURES), None)
    if file is None:
        raise Http404
    return FileResponse(file.open("rb"), content_type=PICTURES[file.suffix])
