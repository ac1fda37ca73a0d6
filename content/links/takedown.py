"""Before pages are deleted or unpublished: what links to them, and where their URLs should redirect."""

from collections.abc import Callable, Iterable
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

from content.links.linking import linking_to, lost_with
from content.links.successor import addresses_of, circle_to, redirect_to_successor, successors

NOWHERE, OTHER, ABOVE = "nowhere", "other", "above"
CHILDREN = "include_descendants"  # Wagtail's checkbox


class SuccessorForm(forms.Form):
    """Where the old URLs of pages that go away should redirect: to one of a page's `offered` ones, or of several."""

    # Browsers always send a choice; without one, nothing is redirected.
    successor = forms.ChoiceField(
        label="Whoever comes to one of the old addresses", required=False, widget=forms.RadioSelect
    )
    other_page = forms.ModelChoiceField(
        Page.objects.filter(depth__gte=2), label="The other page", required=False, widget=AdminPageChooser
    )

    def __init__(
        self, *args: Any, going: Callable[[], list[Page]], offered: Iterable[Page] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.going = going
        self.offered = {str(found.pk): found for found in offered or ()}
        own = [(key, f"goes to “{one.get_admin_display_title()}” ({one.url})") for key, one in self.offered.items()]
        choice: Any = self.fields["successor"]
        choice.choices = [
            *(own if offered is not None else [(ABOVE, "goes to the nearest page above it that stays")]),
            (OTHER, "goes to another page, which I choose below"),
            (NOWHERE, "is told that there is no such page (no redirect)"),
        ]
        choice.initial = choice.choices[0][0]

    def clean(self) -> dict[str, Any]:
        """Determine each page's successor, which must be public, must stay, and must not redirect back."""
        data: dict[str, Any] = super().clean() or {}
        self.pages, choice = self.going(), str(data.get("successor"))
        chosen = self.offered.get(choice)
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

    def redirect_all(self, user: Any) -> None:
        for page, target in self.targets:
            redirect_to_successor(page, target, user)


def live_pages(page: Page, with_children: bool) -> list[Page]:
    """Return the live pages that go away: the page and, if included, its descendants."""
    pages = page.get_descendants(inclusive=True) if with_children else Page.objects.filter(pk=page.pk)
    return list(pages.live().order_by("path"))


class AsksForSuccessor:
    """A mixin for Wagtail's views that delete or unpublish a page: the form, and what links here."""

    request: HttpRequest
    always_with_children = False

    @property
    def leaving(self) -> Page:
        return getattr(self, "page", None) or self.object  # type: ignore[attr-defined]

    @cached_property
    def successor_form(self) -> SuccessorForm | None:
        """The form; None if visitors can't see the page anyway."""
        with_children = self.always_with_children or CHILDREN in self.request.POST
        pages = live_pages(self.leaving, with_children)
        if not pages:
            return None
        data = self.request.POST if self.request.method == "POST" else None
        form = SuccessorForm(data, going=lambda: pages, offered=successors(self.leaving))
        one = "its old address" if len(pages) == 1 else f"one of the {len(pages)} old addresses"
        form.fields["successor"].label = f"Whoever comes to {one}"
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        below = self.leaving.get_descendants(inclusive=True)
        return context | {
            "successor_form": self.successor_form,
            "linking": linking_to(below, self.request.user),
            "lost": lost_with(below),
            "has_below": len(below) > 1,
            "usage_url": "",  # our own list covers it, including descendants
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.successor_form
        if form and not form.is_valid():
            shown: HttpResponse = self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]
            return shown
        with transaction.atomic():
            if form and self.goes_now():
                form.redirect_all(request.user)
                if target := form.targets[0][1]:
                    title = target.get_admin_display_title()
                    messages.success(request, f"Visitors who come to the old address are led to “{title}”.")
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


class BulkForm(SuccessorForm):
    include_descendants = forms.BooleanField(label="The pages below them too", required=False)


class AsksForSuccessors:
    """A mixin for the same with several pages at once."""

    request: HttpRequest
    form_class = BulkForm
    template_name = "wagtailadmin/links/confirm_bulk.html"
    wagtails_template = ""
    always_with_children = False

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        return kwargs | {"going": self.going}

    def going(self) -> list[Page]:
        """Return the live pages that go away."""
        chosen, _ = self.get_actionable_objects()  # type: ignore[attr-defined]
        with_children = self.always_with_children or CHILDREN in self.request.POST
        found = {page.pk: page for one in chosen for page in live_pages(one, with_children)}
        return [page for page in found.values() if self.always_with_children or self.check_perm(page)]  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        pages = [page for row in context["items"] for page in row["item"].get_descendants(inclusive=True)]
        linking, act = linking_to(pages, self.request.user), self.action_type  # type: ignore[attr-defined]
        return context | {
            "wagtails_template": self.wagtails_template,
            "linking": linking,
            "lost": lost_with(pages),
            "has_below": len(pages) > len(context["items"]),
            "yes": f"Yes, {act}",
            "no": f"No, don’t {act}",
        }

    def form_valid(self, form: BulkForm) -> HttpResponse:
        with transaction.atomic():
            form.redirect_all(self.request.user)
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return answer


class DeletePages(AsksForSuccessors, DeleteBulkAction):
    wagtails_template = DeleteBulkAction.template_name
    always_with_children = True


class UnpublishPages(AsksForSuccessors, UnpublishBulkAction):
    wagtails_template = UnpublishBulkAction.template_name
