"""Reviews: who reviewed which version of a page, when, and when it is due again."""

import json
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, ReferenceIndex, Revision

from content.models.glossary import ReusableText
from content.text.cards import Card
from content.text.directory import named
from content.text.substance import says_the_same

DUE_SOON = timedelta(days=30)
# Fields that aren't part of the page's text; changing them doesn't affect a review.
NO_SUBSTANCE = {field.name for field in Page._meta.concrete_fields} - {"title"}
NO_SUBSTANCE |= {"pk", "menu_title", "social_image", "author", "related_links", "wagtail_admin_comments"}


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class PageReview(models.Model):
    """A practitioner's approval of a page as of a revision. Never edited: the latest one counts."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="reviews")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    practitioner = models.ForeignKey(
        "content.PractitionerPage", null=True, on_delete=models.SET_NULL, related_name="reviews_given"
    )
    practitioner_name = models.CharField(max_length=255)  # at that time: a renamed page is a different person's
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    on_behalf = models.BooleanField()
    reviewed_on = models.DateField(default=timezone.localdate)
    recorded_at = models.DateTimeField(auto_now_add=True, null=True)  # null: before reusable texts existed
    next_on = models.DateField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.practitioner_name}, {self.reviewed_on}"

    @property
    def recorder(self) -> str:
        """The display name of the user who recorded it."""
        user: Any = self.recorded_by
        return get_user_display_name(user) if user else "a user who was deleted"


class State(models.TextChoices):
    """What has to be done about a page's review."""

    MISSING = "missing", "Not reviewed"
    OVERDUE = "overdue", "Overdue"
    DUE = "due", "Due within 30 days"
    CHANGED = "changed", "Changed since its review"
    CURRENT = "current", "Reviewed"


@dataclass(frozen=True)
class Standing:
    """The status of a page's latest review. Without a reviewer who may be named, there is none."""

    review: PageReview | None = None
    reviewer: Card | None = None
    changed: bool = False

    def states(self, today: date) -> tuple[State, ...]:
        """Return all states that apply; a page can be both overdue and changed."""
        if self.review is None or self.reviewer is None:
            return (State.MISSING,)
        found = [State.CHANGED] if self.changed else []
        if self.review.next_on < today:
            found.insert(0, State.OVERDUE)
        elif self.review.next_on <= today + DUE_SOON:
            found.append(State.DUE)
        return tuple(found) or (State.CURRENT,)


def is_same_person(recorded: str, title: str) -> bool:
    """Return whether a practitioner's page still has the recorded name; credentials after a comma may change."""
    first, second = (" ".join(name.partition(",")[0].casefold().split()) for name in (recorded, title))
    return first == second


def standings(pages: Iterable[Page]) -> dict[int, Standing]:
    """Return the review status of each page's published text, in a constant number of queries."""
    keys = {page.pk: page.alias_of_id or page.pk for page in pages}  # an alias shows another page's text
    read_before_publishing = (
        models.Q(page__live_revision=None)
        | models.Q(revision=None)
        | models.Q(revision__lte=models.F("page__live_revision"))
    )
    found = PageReview.objects.filter(read_before_publishing, page__in=set(keys.values()))
    latest = {
        review.page_id: review for review in found.select_related("page", "practitioner", "recorded_by").order_by("pk")
    }
    reviewers = reviewers_of(latest.values())
    compared = [review for review in latest.values() if review.revision_id != review.page.live_revision_id]
    wanted = {pk for review in compared for pk in (review.revision_id, review.page.live_revision_id) if pk}
    contents = dict(Revision.objects.filter(pk__in=wanted).values_list("pk", "content"))
    changed = {
        review.page_id: review.revision_id is None
        or not same_text(contents[review.revision_id], contents.get(review.page.live_revision_id, {}))
        for review in compared
    }
    changed |= dict.fromkeys(shared_text_changed(latest.values()), True)
    return {
        pk: Standing(latest.get(key), reviewers.get(key), changed.get(key, False)) if key in latest else Standing()
        for pk, key in keys.items()
    }


def standing_of_draft(page: Page) -> Standing:
    """Return the review status of this page object, which may be a draft, for the editor and for publishing."""
    if page.alias_of:  # it shows another page's text
        return standing_of_draft(page.alias_of.specific)
    found = PageReview.objects.filter(page=page.pk).select_related("revision", "practitioner", "recorded_by")
    review = found.order_by("pk").last()
    if review is None:
        return Standing()
    changed = review.revision is None or not same_text(review.revision.content, stored(page))
    changed = changed or bool(shared_text_changed([review]))
    return Standing(review, reviewers_of([review]).get(review.page_id), changed)


def shared_text_changed(reviews: Iterable[PageReview]) -> set[int]:
    """Return keys of pages with a reusable text that was published after their review."""
    recorded = {
        str(review.page_id): review.recorded_at for review in reviews if hasattr(review.page.specific_class, "body")
    }
    if not recorded:
        return set()
    page_type, text_type = (ContentType.objects.get_for_model(model) for model in (Page, ReusableText))
    shown = ReferenceIndex.objects.filter(
        base_content_type=page_type, to_content_type=text_type, object_id__in=recorded
    ).values_list("object_id", "to_object_id")
    rows = list(shown)
    published = dict(ReusableText.objects.values_list("pk", "last_published_at")) if rows else {}
    found = ((page, published.get(int(text)), recorded[page]) for page, text in rows)
    return {int(page) for page, at, since in found if at and (since is None or at > since)}


def reviewers_of(reviews: Iterable[PageReview]) -> dict[int, Card]:
    """Return the reviewer by page, if they may be named: a live, public, real person with the recorded name."""
    return {
        review.page_id: person
        for review in reviews
        if (person := named(review.practitioner_id)) and is_same_person(review.practitioner_name, person.title)
    }


def same_text(first: dict[str, Any], second: dict[str, Any]) -> bool:
    return says_the_same(first, second, NO_SUBSTANCE)


def stored(page: Page) -> dict[str, Any]:
    """Return a page's fields as stored in a revision."""
    content: dict[str, Any] = json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))
    return content
