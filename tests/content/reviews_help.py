"""A real practitioner, and pages that have been reviewed."""

from datetime import date
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from content.caching.version import invalidate
from content.models import PageReview, PractitionerIndexPage, PractitionerPage


def practitioner(name: str = "Anna Smith", **fields: Any) -> PractitionerPage:
    """The published page of a real person."""
    person = PractitionerPage(title=name, role="Therapist", **fields)
    PractitionerIndexPage.objects.get().add_child(instance=person)
    person.save_revision().publish()
    invalidate()
    return person


def reviewed(page: Page, person: PractitionerPage, *, on: date | None = None, due: date | None = None) -> PageReview:
    """A review of the page as last saved, as the review button records it."""
    revision = page.latest_revision or page.save_revision()
    today = timezone.localdate()
    review = PageReview.objects.create(
        page=page,
        revision=revision,
        practitioner=person,
        practitioner_name=person.title,
        on_behalf=True,
        reviewed_on=on or today,
        next_on=due or today.replace(year=today.year + 1, day=1),
    )
    invalidate()
    return review
