"""Before pages are deleted or unpublished: what links to them, and where their addresses should lead afterward."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.views.pages import delete, unpublish
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction, UnpublishBulkAction
from wagtail.admin.views.pages.utils import type_to_delete_confirmation
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from content.links.linking import linking_to
from content.links.successor import addresses_of, circle_to, lead_on, successors

NOWHERE, OTHER = "nowhere", "other"
CHILDREN = "include_descendants"  # Wagtail's checkbox


class SuccessorForm(forms.Form):
    """Where visitors are led who come to the old address."""

    # Browsers send a choice; without one nothing is redirected.
    successor = forms.ChoiceField(label="Whoever comes to its old address", required=False, widget=forms.RadioSelect)
    other_page = forms.ModelChoiceField(
        Page.objects.filter(depth__gte=2), label="The other page", required=False, widget=AdminPageChooser
    )

    def __init__(self, *args: Any, page: Page, pages: list[Page], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = pages
        self.offered = {str(found.pk): found for found in successors(page)}
        choice: Any = self.fields["successor"]
        choice.choices = [
            *(
                (key, f"goes to “{found.get_admin_display_title()}” ({found.url})")
                for key, found in self.offered.items()
            ),
            (OTHER, "goes to another page, which I choose below"),
            (NOWHERE, "is told that there is no such page (no redirect)"),
        ]
        choice.initial = choice.choices[0][0]
        if len(pages) > 1:
            choice.label = f"Whoever comes to one of the {len(pages)} old addresses"

    def clean(self) -> dict[str, Any]:
        """A page that visitors can read and that stays, without a circle."""
        data: dict[str, Any] = super().clean() or {}
        choice = data.get("successor")
        target = data.get("other_page") if choice == OTHER else self.offered.get(str(choice))
        if choice == OTHER and "other_page" not in self.errors:
            if target is None:
                raise ValidationError({"other_page": "Choose the page that the old address should lead to."})
            if target in self.pages:
                raise ValidationError({"other_page": "This page goes too. Choose one that stays."})
            if not Page.objects.live().public().filter(pk=target.pk).exists():
                raise ValidationError({"other_page": "Visitors can’t see this page. Choose one that is published."})
        if target and (circle := circle_to(target, addresses_of(self.pages))):
            field = "other_page" if choice == OTHER else "successor"
            raise ValidationError({field: f"This would send visitors in a circle: {' → '.join(circle)}"})
        self.target = target
        return data

    def lead_on(self, request: HttpRequest) -> None:
        lead_on(self.pages, self.target, request.user)
        if self.target:
            title = self.target.get_admin_display_title()
            messages.success(request, f"Visitors who come to the old address are led to “{title}”.")


def live_pages(page: Page, with_children: bool) -> list[Page]:
    """What visitors lose: the page, and the pages below it if they go too."""
    pages = page.get_descendants(inclusive=True) if with_children else Page.objects.filter(pk=page.pk)
    return list(pages.live().order_by("path"))


class AsksForSuccessor:
    """For Wagtail's views that take a page away: the form, and what links here."""

    request: HttpRequest
    always_with_children = False

    @property
    def leaving(self) -> Page:
        return getattr(self, "page", None) or self.object  # type: ignore[attr-defined]

    @cached_property
    def successor_form(self) -> SuccessorForm | None:
        """None for what no visitor can see anyway."""
        with_children = self.always_with_children or CHILDREN in self.request.POST
        pages = live_pages(self.leaving, with_children)
        if not pages:
            return None
        data = self.request.POST if self.request.method == "POST" else None
        return SuccessorForm(data, page=self.leaving, pages=pages)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        below = self.leaving.get_descendants(inclusive=True)
        return context | {
            "successor_form": self.successor_form,
            "linking": linking_to(below, self.request.user),
            "has_below": len(below) > 1,
            "usage_url": "",  # the list says it, and counts the pages below too
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.successor_form
        if form and not form.is_valid():
            shown: HttpResponse = self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]
            return shown
        with transaction.atomic():
            if form and self.goes_now():
                form.lead_on(request)
            answer: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def goes_now(self) -> bool:
        return True


class DeleteView(AsksForSuccessor, delete.DeleteView):
    template_name = "wagtailadmin/links/confirm_delete.html"
    always_with_children = True

    def goes_now(self) -> bool:
        return not self.usage.is_protected and type_to_delete_confirmation(self.request)


class UnpublishView(AsksForSuccessor, unpublish.UnpublishView):
    template_name = "wagtailadmin/links/confirm_unpublish.html"


# Several at once -----------------------------------------------------------------------------------


class BulkForm(forms.Form):
    """One choice for all of the pages: each has its own page above."""

    include_descendants = forms.BooleanField(label="The pages below them too", required=False)
    successor = forms.ChoiceField(
        label="Whoever comes to one of the old addresses",
        choices=[
            ("above", "goes to the nearest page above it that stays"),
            (NOWHERE, "is told that there is no such page (no redirect)"),
        ],
        initial="above",
        widget=forms.RadioSelect,
    )


class AsksForSuccessors:
    """The same for several pages at once."""

    request: HttpRequest
    form_class = BulkForm
    always_with_children = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        pages = [page for row in context["items"] for page in row["item"].get_descendants(inclusive=True)]
        linking = linking_to(pages, self.request.user)
        return context | {"linking": linking, "has_below": len(pages) > len(context["items"])}

    def prepare_action(self, objects: list[Page], objects_without_access: Any) -> Any:
        answer = super().prepare_action(objects, objects_without_access)  # type: ignore[misc]
        data = self.cleaned_form.cleaned_data  # type: ignore[attr-defined]
        with_children = self.always_with_children or data["include_descendants"]
        going = {page.pk: page for chosen in objects for page in live_pages(chosen, with_children)}
        with transaction.atomic():
            for page in going.values():
                above = Page.objects.live().public().ancestor_of(page).filter(depth__gte=2).exclude(pk__in=going)
                target = above.order_by("-depth").first() if data["successor"] == "above" else None
                lead_on([page], target, self.request.user)
        return answer


class DeletePages(AsksForSuccessors, DeleteBulkAction):
    template_name = "wagtailadmin/links/confirm_bulk_delete.html"
    always_with_children = True


class UnpublishPages(AsksForSuccessors, UnpublishBulkAction):
    template_name = "wagtailadmin/links/confirm_bulk_unpublish.html"
