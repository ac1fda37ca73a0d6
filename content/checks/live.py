"""The checks on an editor's unsaved text; nothing is stored."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView
from wagtail.models import Page

from content.checks.context import check_context
from content.checks.page_checks import findings_for
from content.checks.text import passages
from content.checks.words_of_page import reading_of
from content.models import ClinicPage
from content.panels.findings import by_level
from content.seo.address import base_url, page_path
from content.seo.meta import chosen_picture
from content.seo.search_result import search_results
from content.seo.social_card import HEIGHT, WIDTH, card_text, draw_card
from content.site_context.context import current_site_context
from content.site_context.logo import png_of

CARD_TITLE = 255  # characters, as many as a title can have


class LiveChecksView(PreviewOnEditView):
    """Read the editor's form like a preview, including its permission checks, and return the findings."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not isinstance(self.object, ClinicPage):
            return HttpResponse(status=204)
        form = self.get_form(request.POST)
        if not self.validate_form(form):
            return render(request, "wagtailadmin/checks/live_errors.html", {"problems": problems_of(form)})
        page = form.save(commit=False)
        page.title = request.POST.get("title", "").strip()
        page.slug = request.POST.get("slug", "")
        return render(request, "wagtailadmin/checks/live.html", self.shown(request, page))

    def shown(self, request: HttpRequest, page: ClinicPage) -> dict[str, Any]:
        found = findings_for(page, check_context())
        may_publish = page.pk is not None and page.permissions_for_user(request.user).can_publish()
        base = base_url(request)
        return by_level(found) | {
            "page": page,
            "judged": page if may_publish else None,
            "results": search_results(page, base, page_path(page, request)) if page.indexable else [],
            "reading": reading_of(list(passages(page))),
            "card": card_address(page, base),
            "card_size": (WIDTH, HEIGHT),
        }


class LiveChecksOfNewView(PreviewOnCreateView, LiveChecksView):
    """The live checks for a page that has never been saved."""

    http_method_names = ("post",)
    post = LiveChecksView.post


def problems_of(form: Any) -> list[tuple[str, str]]:
    """Return the form's validation errors as (field, message)."""
    found = [(field.label, error) for field in form for error in field.errors]
    found += [("This page", error) for error in form.non_field_errors()]
    lists = [name for name, formset in form.formsets.items() if not formset.is_valid()]
    return found + [(capfirst(name.replace("_", " ")), "see the messages there.") for name in lists]


def card_address(page: ClinicPage, base: str) -> str:
    """Return the URL of the page's social card; a new page has none yet."""
    url, _ = chosen_picture(page, base)
    if url or page.pk is None:
        return url
    title = getattr(page, "hero_heading", "") or page.title
    return reverse("draft_card", args=[page.pk], query={"title": title})


@require_safe
def draft_card(request: HttpRequest, page_id: int) -> HttpResponse:
    """Serve the social card of a draft, with the title as typed."""
    page = get_object_or_404(Page, pk=page_id).get_latest_revision_as_object()
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    text = card_text(page)
    title = request.GET.get("title", text.title)[:CARD_TITLE]
    png = draw_card(replace(text, title=title), png_of(current_site_context().logo))
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "private, max-age=60"})
