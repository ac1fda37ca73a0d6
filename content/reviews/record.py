"""Recording and withdrawing a review. All permissions are checked here."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from content.caching.routing import readable
from content.models import ClinicPage, ClinicSettings, PageReview, PractitionerPage
from content.models.review import months_later

REVIEWED, WITHDRAWN = "content.review", "content.withdraw_review"


def people_to_name(page: Page, user: Any) -> models.QuerySet[PractitionerPage]:
    """Return in whose name the user may review the page, themselves first: live, public, real people.

    Their own name requires permission to edit the page; someone else's, to publish it.
    """
    people = readable(PractitionerPage.objects).filter(is_sample=False)
    rights = page.permissions_for_user(user)
    if not rights.can_publish():
        people = people.filter(account=user) if rights.can_edit() else people.none()
    is_self = models.Case(models.When(account=user, then=0), default=1)
    found: models.QuerySet[PractitionerPage] = people.order_by(is_self, "path")
    return found


def record_review(page: Page, revision: Revision, practitioner: PractitionerPage, user: Any) -> PageReview:
    """Record that the practitioner has read and approves exactly this revision."""
    if not isinstance(page, ClinicPage) or not page.gives_health_advice() or page.alias_of_id:
        raise ValidationError("Only health pages are reviewed.")
    if not people_to_name(page, user).filter(pk=practitioner.pk).exists():
        raise PermissionDenied
    today = timezone.localdate()
    with transaction.atomic():
        latest = Page.objects.select_for_update().values_list("latest_revision", flat=True).get(pk=page.pk)
        if latest != revision.pk:
            raise ValidationError("Someone has saved a newer version in the meantime. Please read that one.")
        review = PageReview.objects.create(
            page=page,
            revision=revision,
            practitioner=practitioner,
            practitioner_name=practitioner.title,
            recorded_by=user,
            on_behalf=practitioner.account_id != user.pk,
            reviewed_on=today,
            next_on=months_later(today, ClinicSettings.default().review_months),
        )
        data = {"practitioner": review.practitioner_name, "on_behalf": review.on_behalf}
        log(instance=page, action=REVIEWED, user=user, data=data, revision=revision)
    return review


def may_withdraw(review: PageReview, user: Any) -> bool:
    """Return whether the user is the reviewer, or may publish the page."""
    is_own = review.practitioner is not None and review.practitioner.account_id == user.pk
    return is_own or bool(review.page.specific.permissions_for_user(user).can_publish())


def withdraw_review(review: PageReview, user: Any) -> None:
    """Withdraw a review. The page's history still shows it."""
    if not may_withdraw(review, user):
        raise PermissionDenied
    with transaction.atomic():
        data = {"practitioner": review.practitioner_name}
        log(instance=review.page.specific, action=WITHDRAWN, user=user, data=data)
        review.delete()
