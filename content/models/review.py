"""Reviews: who has read which version of a page, when, and when it has to be read again."""

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
from wagtail.models import Page, ReferenceIndex, Revision

from content.models.glossary import ReusableText
from content.text.cards import Card
from content.text.directory import named
from content.text.substance import says_the_same

DUE_SOON = timedelta(days=30)
# What a reader doesn't read as the page's own words; a change of it leaves a review as it is.
NO_SUBSTANCE = {field.name for field in Page._meta.concrete_fields} - {"title"}
NO_SUBSTANCE |= {"pk", "menu_title", "social_image", "author", "related_links", "wagtail_admin_comments"}


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class PageReview(models.Model):
    """A practitioner has read a page as it stood and stands by it. Never edited: the latest one counts."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="reviews")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    practitioner = models.ForeignKey(
        "content.PractitionerPage", null=True, on_delete=models.SET_NULL, related_name="reviews_given"
    )
    practitioner_name = models.CharField(max_length=255)  # at the time: a page that is renamed is another person's
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    on_behalf = models.BooleanField()
    reviewed_on = models.DateField(default=timezone.localdate)
    recorded_at = models.DateTimeField(auto_now_add=True, null=True)  # null: before there were texts to share
    next_on = models.DateField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.practitioner_name}, {self.reviewed_on}"

    @property
    def recorder(self) -> str:
        """Who pressed the button, as staff know them."""
        user: Any = self.recorded_by
        return user.get_full_name() or user.get_username() if user else "a user who was deleted"


class State(models.TextChoices):
    """What a page's review calls for."""

    MISSING = "missing", "Not reviewed"
    OVERDUE = "overdue", "Overdue"
    DUE = "due", "Due within 30 days"
    CHANGED = "changed", "Changed since its review"
    CURRENT = "current", "Reviewed"


@dataclass(frozen=True)
class Standing:
    """What is known of a page's latest review. Without a reviewer that visitors may be told of, there is none."""

    review: PageReview | None = None
    reviewer: Card | None = None
    changed: bool = False

    def states(self, today: date) -> tuple[State, ...]:
        """All that applies; a page can be overdue and changed."""
        if self.review is None or self.reviewer is None:
            return (State.MISSING,)
        found = [State.CHANGED] if self.changed else []
        if self.review.next_on < today:
            found.insert(0, State.OVERDUE)
        elif self.review.next_on <= today + DUE_SOON:
            found.append(State.DUE)
        return tuple(found) or (State.CURRENT,)


def is_same_person(recorded: str, title: str) -> bool:
    """Whether a practitioner's page still has the name that was recorded; credentials after a comma may change."""
    first, second = (" ".join(name.partition(",")[0].casefold().split()) for name in (recorded, title))
    return first == second


def standings(pages: Iterable[Page]) -> dict[int, Standing]:
    """How the published text of each page stands, in a handful of queries however many pages there are."""
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
    """The same for a page's text as it is here, which may be a draft: what the editor and publishing go by."""
    found = PageReview.objects.filter(page=page.pk).select_related("revision", "practitioner", "recorded_by")
    review = found.order_by("pk").last()
    if review is None:
        return Standing()
    changed = review.revision is None or not same_text(review.revision.content, stored(page))
    changed = changed or bool(shared_text_changed([review]))
    return Standing(review, reviewers_of([review]).get(review.page_id), changed)


def shared_text_changed(reviews: Iterable[PageReview]) -> set[int]:
    """Keys of the pages that show a reusable text which was published after they were reviewed."""
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
    """The reviewer by page, where visitors may be told the name: a live, public, real person of that very name."""
    return {
        review.page_id: person
        for review in reviews
        if (person := named(review.practitioner_id)) and is_same_person(review.practitioner_name, person.title)
    }


def same_text(first: dict[str, Any], second: dict[str, Any]) -> bool:
    return says_the_same(first, second, NO_SUBSTANCE)


def stored(page: Page) -> dict[str, Any]:
    """A page's fields as a revision stores them."""
    content: dict[str, Any] = json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))
    return content
