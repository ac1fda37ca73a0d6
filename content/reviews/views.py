"""The review screens: read the page, approve it, go on to the next one."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page, Revision

from content.models import ClinicPage, PageReview, PractitionerPage
from content.reviews.record import may_withdraw, people_to_name, record_review, withdraw_review
from content.reviews.states import next_to_read


class ReviewForm(forms.Form):
    """Who reviewed the page, and which revision."""

    practitioner = forms.ModelChoiceField(
        PractitionerPage.objects.none(),
        label="Who has read this page as it stands, and stands by it?",
        empty_label="Choose a person",
        help_text="The page’s history will say that you recorded this on their behalf.",
    )
    revision = forms.ModelChoiceField(Revision.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: ClinicPage, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["practitioner"]
        revisions: Any = self.fields["revision"]
        people.queryset = people_to_name(page, user)
        revisions.queryset = Revision.page_revisions.filter(object_id=str(page.pk))
        self.fields["revision"].initial = page.latest_revision_id
        self.own = people.queryset.filter(account=user).first()
        self.has_others = people.queryset.exclude(account=user).exists()


def page_to_read(request: HttpRequest, page_id: int) -> ClinicPage:
    """Return the health page's latest revision, for users who may edit or publish it."""
    page = get_object_or_404(Page.objects.filter(alias_of=None), pk=page_id).specific
    rights = page.permissions_for_user(request.user)
    if not isinstance(page, ClinicPage) or not page.gives_health_advice():
        raise PermissionDenied
    if not (rights.can_edit() or rights.can_publish()):
        raise PermissionDenied
    if page.latest_revision_id is None:  # created by a script
        page.save_revision()
    draft: ClinicPage = page.get_latest_revision_as_object()
    return draft


def review_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the page to review, and record the review."""
    page = page_to_read(request, page_id)
    walks = "walk" in request.GET
    form = ReviewForm(request.POST or None, page=page, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            review = record_review(page, form.cleaned_data["revision"], form.cleaned_data["practitioner"], request.user)
        except ValidationError as error:
            messages.error(request, error.message)
            return redirect(request.get_full_path())
        messages.success(request, f"{review.practitioner_name} has reviewed “{page.get_admin_display_title()}”.")
        return redirect(next_address(page.pk) if walks else reverse("wagtailadmin_pages:edit", args=[page.pk]))
    standing = page.draft_standing()
    context = {
        "page": page,
        "form": form,
        "standing": standing,
        "states": standing.states(timezone.localdate()),
        "walks": walks,
        "next": next_address(page.pk),
        "may_withdraw": standing.review and may_withdraw(standing.review, request.user),
    }
    return TemplateResponse(request, "wagtailadmin/reviews/review.html", context)


def next_address(after: int) -> str:
    return reverse("next_review", query={"after": after})


def next_review(request: HttpRequest) -> HttpResponse:
    """Redirect to the next page that is due for review."""
    after = request.GET.get("after", "")
    page = next_to_read(request.user, int(after) if after.isdecimal() else 0)
    if page:
        return redirect(reverse("review_page", args=[page.pk]) + "?walk")
    messages.success(request, "That was the last page to read. What you skipped is still listed here.")
    return redirect("reviews_report")


@require_POST
def withdraw(request: HttpRequest, page_id: int, review_id: int) -> HttpResponse:
    """Withdraw a review."""
    review = get_object_or_404(PageReview, pk=review_id, page=page_id)
    withdraw_review(review, request.user)
    messages.success(request, "The review has been taken back. Its name and date are no longer shown on the page.")
    return redirect("review_page", page_id)
