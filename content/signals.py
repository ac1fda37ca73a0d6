"""Changes the content's version whenever something that pages show has changed."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, Site
from wagtail.search.index import insert_or_update_object
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move, unpublished

from content.caching.version import bump_version
from content.models import (
    ClinicSettings,
    GlossaryTerm,
    PageReview,
    ReusableText,
    SessionType,
    Source,
    Testimonial,
    Topic,
)

for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    signal.connect(bump_version)
for model in (
    ClinicSettings,
    PageReview,
    SessionType,
    Source,
    Topic,
    GlossaryTerm,
    ReusableText,
    Testimonial,
    Site,
    PageViewRestriction,
    Redirect,
    get_image_model(),
):
    post_save.connect(bump_version, sender=model)
    post_delete.connect(bump_version, sender=model)


def announce_aliases(_request: Any, _source: Page, copied: Page) -> None:
    """Tell that new aliases were published, which Wagtail does for copies, and whenever it updates an alias."""
    for alias in copied.get_descendants(inclusive=True).live().exclude(alias_of=None).specific():
        page_published.send(sender=type(alias), instance=alias, revision=None, alias=True)


hooks.register("after_copy_page", announce_aliases)


@receiver(post_save, sender=ReusableText)
def index_again(instance: ReusableText, **_: object) -> None:
    """Reindex every page that shows a text."""
    for source, _references in ReferenceIndex.get_references_to(instance).group_by_source_object():
        if isinstance(source, Page):
            insert_or_update_object(source.specific)


@receiver(unpublished, sender=ReusableText)
def note_unpublished(instance: ReusableText, **_: object) -> None:
    """Record when a text was unpublished, which changes its pages too: reviews go by when it was last published."""
    ReusableText.objects.filter(pk=instance.pk).update(last_published_at=timezone.now())


@receiver(post_save, sender=ClinicSettings)
def name_site(instance: ClinicSettings, **_: object) -> None:
    """Give the site, which Wagtail's own screens name, the clinic's name."""
    Site.objects.filter(pk=instance.site_id).exclude(site_name=instance.name).update(site_name=instance.name)
