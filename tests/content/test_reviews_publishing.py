"""Where the clinic requires a review of each health page, nothing unreviewed goes live."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from content.caching.version import invalidate
from content.checks.approval import publish_approved
from content.models import ArticlePage, ClinicSettings, ConditionPage, GuidePage, HomePage, MusclePage, RegionPage
from tests.content.checks_help import edit_url
from tests.content.reviews_help import practitioner, reviewed
from tests.content.seo_help import words
from tests.forms import as_sent, form_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def strict() -> ClinicSettings:
    clinic = ClinicSettings.default()
    clinic.publishes_unreviewed = False
    clinic.save()
    invalidate()
    return clinic


@pytest.fixture
def unread() -> Page:
    """A page whose only fault is that nobody has reviewed it."""
    page = ConditionPage.objects.get(slug="hip-pain")
    page.unpublish()
    page.save_revision()
    return Page.objects.get(pk=page.pk).specific


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def publish(client: Client, page: Page, **changes: str) -> Any:
    sent = as_sent(form_with(client.get(edit_url(page)).content, "title"))
    return client.post(edit_url(page), sent | changes | {"action-publish": "1"})


@pytest.mark.parametrize("kind", [ArticlePage, GuidePage, MusclePage, RegionPage])
def test_the_editor_refuses_and_says_what_is_missing(admin_client: Client, kind: type[Page]) -> None:
    page = kind.objects.live().last()
    page.unpublish()
    streams = {} if kind in (MusclePage, RegionPage) else {"body-count": "0"}
    answer = publish(admin_client, page, **streams)
    said = words(BeautifulSoup(answer.content, "html.parser").main.get_text())
    assert "can’t be published yet" in said
    assert "No practitioner has reviewed this page" in said
    assert "have a practitioner read it" in said
    assert "Publish anyway" not in said
    assert not is_live(page)


def test_no_other_way_of_publishing_bypasses_the_review(admin_client: Client, unread: Page) -> None:
    admin_client.post(reverse("publish_anyway", args=[unread.pk, unread.latest_revision_id]))
    assert not is_live(unread)
    many = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={unread.pk}"
    assert b"Publish all anyway" not in admin_client.post(many).content
    admin_client.post(many, {"publish-anyway": "1"})
    assert not is_live(unread)
    revision = unread.latest_revision
    publish_approved(type("State", (), {"content_object": unread})())
    assert not is_live(unread)
    reviewed(unread, practitioner())
    assert admin_client.post(many).status_code == 302
    assert is_live(unread)
    assert Page.objects.get(pk=unread.pk).live_revision_id == revision.pk


def test_a_published_copy_becomes_a_draft(admin_client: Client, unread: Page) -> None:
    reviewed(unread, practitioner())
    unread.latest_revision.publish()
    fields = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": unread.get_parent().pk}
    copied = admin_client.post(
        reverse("wagtailadmin_pages:copy", args=[unread.pk]), fields | {"publish_copies": "on"}, follow=True
    )
    assert not Page.objects.get(slug="copy").live
    assert "has to be reviewed first" in words(copied.content.decode())
    assert is_live(unread)
    alias = fields | {"new_slug": "alias", "alias": "on"}  # it shows the text that was reviewed
    admin_client.post(reverse("wagtailadmin_pages:copy", args=[unread.pk]), alias)
    assert Page.objects.get(slug="alias").live


def test_published_copies_of_the_pages_below_become_drafts_too(admin_client: Client) -> None:
    knees = GuidePage(title="Knees", slug="knees")
    HomePage.objects.get().add_child(instance=knees)
    knees.add_child(instance=GuidePage(title="Left knee", slug="left-knee"))
    fields = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": knees.get_parent().pk}
    fields |= {"copy_subpages": "on", "publish_copies": "on"}
    admin_client.post(reverse("wagtailadmin_pages:copy", args=[knees.pk]), fields)
    copies = Page.objects.get(slug="copy").get_descendants(inclusive=True)
    assert [page.live for page in copies] == [False, False]


def test_a_changed_text_has_to_be_read_again(admin_client: Client) -> None:
    page = MusclePage.objects.get(slug="multifidus")
    reviewed(page, practitioner())
    assert publish(admin_client, page).status_code == 302
    said = words(publish(admin_client, page, summary="Nobody has read this.").content.decode())
    assert "The text has changed since its review" in said
    live = MusclePage.objects.get(pk=page.pk)
    assert live.live
    assert live.summary != "Nobody has read this."


def test_the_sample_and_other_pages_are_published_as_ever(
    admin_client: Client, strict: ClinicSettings, unread: Page
) -> None:
    legal = Page.objects.get(slug="privacy").specific
    assert publish(admin_client, legal, **{"body-count": "0"}).status_code == 302
    strict.publishes_unreviewed = True
    strict.save()
    many = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={unread.pk}"
    assert admin_client.post(many).status_code == 302
    assert is_live(unread)
