"""Before pages are deleted or unpublished: what links to them, and where their URLs should redirect."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction, UnpublishBulkAction
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from content.links.linking import linking_to, lost_with
from content.links.successor import addresses_of, circle_to, redirect_to_successor

NOWHERE, OTHER, ABOVE = "nowhere", "other", "above"


class TakedownForm(forms.Form):
    """Where the old URLs of live pages that go away should redirect."""

    include_descendants = forms.BooleanField(label="Unpublish the pages below too", required=False)
    # Browsers always send a choice; without one, nothing is redirected.
    successor = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    other_page = forms.ModelChoiceField(
        Page.objects.filter(depth__gte=2), label="The other page", required=False, widget=AdminPageChooser
    )

    def __init__(self, *args: Any, pages: list[Page], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = pages
        if not pages:  # visitors can't see them anyway
            del self.fields["successor"], self.fields["other_page"]
            return
        targets = {self.above(page) for page in pages}
        one = targets.pop() if len(targets) == 1 else None
        named = f"“{one.get_admin_display_title()}” ({one.url})" if one else "the nearest page above it that stays"
        choice: Any = self.fields["successor"]
        choice.label = f"Whoever comes to {'its old address' if len(pages) == 1 else 'one of the old addresses'}"
        choice.initial = ABOVE
        choice.choices = [
            (ABOVE, f"goes to {named}"),
            (OTHER, "goes to another page, which I choose below"),
            (NOWHERE, "is told that there is no such page (no redirect)"),
        ]

    def clean(self) -> dict[str, Any]:
        """Determine each page's successor, which must be public, must stay, and must not redirect back."""
        data: dict[str, Any] = super().clean() or {}
        choice, chosen = data.get("successor"), None
        if choice == OTHER and "other_page" not in self.errors:
            chosen = self.check_other_page(data.get("other_page"))
        self.targets = [(page, self.above(page) if choice == ABOVE else chosen) for page in self.pages]
        for page, target in self.targets:
            if target and (circle := circle_to(target, addresses_of([page]))):
                said = f"This would send visitors in circles: {' → '.join(circle)}"
                raise ValidationError({"other_page" if choice == OTHER else "successor": said})
        return data

    def check_other_page(self, target: Page | None) -> Page:
        if target is None:
            raise ValidationError({"other_page": "Choose the page that the old address should lead to."})
        if target in self.pages:
            raise ValidationError({"other_page": "This page goes too. Choose one that stays."})
        if not Page.objects.live().public().filter(pk=target.pk).exists():
            raise ValidationError({"other_page": "Visitors can’t see this page. Choose one that is published."})
        return target

    def above(self, page: Page) -> Page | None:
        """Return the nearest page above that stays."""
        stay = Page.objects.live().public().filter(depth__gte=2).exclude(pk__in=[going.pk for going in self.pages])
        found: Page | None = stay.ancestor_of(page).order_by("-depth").first()
        return found


class TakesDown:
    """A mixin for Wagtail's views that delete or unpublish pages: the form, and what links to them."""

    request: HttpRequest
    form_class = TakedownForm
    template_name = "wagtailadmin/links/takedown.html"
    with_descendants = False

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        return kwargs | {"pages": self.live_pages()}

    def live_pages(self) -> list[Page]:
        """Return the live pages that go away."""
        chosen, _ = self.get_actionable_objects()  # type: ignore[attr-defined]
        found = {page.pk: page for page in chosen if page.live}
        if self.with_descendants or "include_descendants" in self.request.POST:
            for page in chosen:
                found |= {below.pk: below for below in page.get_descendants().live().order_by("path")}
        return [page for page in found.values() if self.with_descendants or self.check_perm(page)]  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        items = [row["item"] for row in context["items"]]
        pages = [page for item in items for page in item.get_descendants(inclusive=True)]
        return context | {
            "subtitle": items[0].get_admin_display_title() if len(items) == 1 else f"{len(items)} pages",
            "action": self.action_type,  # type: ignore[attr-defined]
            "linking": linking_to(pages, self.request.user),
            "lost": lost_with(pages),
            "has_below": len(pages) > len(items),
        }

    def form_valid(self, form: TakedownForm) -> HttpResponse:
        with transaction.atomic():
            for page, target in form.targets:
                redirect_to_successor(page, target, self.request.user)
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        old = f"the old address{'es' if len(form.pages) > 1 else ''}"
        for target in dict.fromkeys(target for _, target in form.targets if target):
            title = target.get_admin_display_title()
            messages.success(self.request, f"Visitors who come to {old} are led to “{title}”.")
        return answer


class DeletePages(TakesDown, DeleteBulkAction):
    with_descendants = True

    @classmethod
    def get_queryset(cls, model: type[Page], object_ids: list[str]) -> list[Page]:
        """Leave out pages below others, which go with them: Wagtail fails to delete a page twice."""
        chosen: list[Page] = super().get_queryset(model, object_ids)
        return [page for page in chosen if not any(page.is_descendant_of(other) for other in chosen)]


class UnpublishPages(TakesDown, UnpublishBulkAction):
    pass


@require_admin_access  # type: ignore[untyped-decorator]
def take_one_down(request: HttpRequest, page_id: int, action: str) -> HttpResponse:
    """Redirect from Wagtail's views that delete or unpublish one page to those for several."""
    page = get_object_or_404(Page, pk=page_id, depth__gt=1)
    after = request.GET.get("next") or reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    query = {"id": page_id, "next": after}
    return redirect(reverse("wagtail_bulk_action", args=["wagtailcore", "page", action], query=query))
