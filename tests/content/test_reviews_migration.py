"""A database from before reviews were recorded: the names and dates in its old fields count for nothing."""

from importlib import import_module

import pytest
from django.apps import apps
from wagtail.models import Revision

from content.models import ClinicSettings, ConditionPage, PageReview
from tests.content.reviews_help import practitioner

pytestmark = pytest.mark.django_db


def migrate() -> None:
    import_module("content.migrations.0021_no_review_without_an_act").drop_what_was_never_an_act(apps, None)


@pytest.fixture
def condition() -> ConditionPage:
    """As the starter loaded it, signed by a person who has since been renamed."""
    page = ConditionPage.objects.get(slug="hip-pain")
    page.author = practitioner()
    page.save()
    old = {"author": page.author_id, "reviewed_by": page.author_id, "last_reviewed": "2026-11-01"}
    for revision in page.revisions.all():
        revision.content |= old
        revision.save(update_fields=["content"])
    return page


def test_names_and_dates_that_came_with_the_starter_go_everywhere(condition: ConditionPage) -> None:
    migrate()
    condition.refresh_from_db()
    assert condition.author is None
    assert not PageReview.objects.exists()
    (content,) = condition.revisions.values_list("content", flat=True)
    assert content["author"] is None
    assert not {"reviewed_by", "last_reviewed"} & content.keys()
    assert content["title"] == condition.title


def test_an_author_whom_staff_chose_stays(condition: ConditionPage, admin_user: object) -> None:
    chosen = practitioner("Bella Jones")
    condition.author = chosen
    condition.save_revision(user=admin_user).publish()
    migrate()
    condition.refresh_from_db()
    assert condition.author_id == chosen.pk
    assert condition.latest_revision.content["author"] == chosen.pk


def test_the_migration_keeps_nobody_from_publishing() -> None:
    ClinicSettings.objects.update(publishes_unreviewed=False)
    migrate()
    assert ClinicSettings.default().publishes_unreviewed
    assert not Revision.objects.filter(content__has_key="last_reviewed").exists()
