"""The content's version changes whenever something that pages show was changed."""

from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from content.caching.version import bump_version
from content.models import ClinicSettings, PageReview, SessionType, Source, Topic

for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    signal.connect(bump_version, dispatch_uid=f"content-version-{id(signal)}")
for model in (
    ClinicSettings,
    PageReview,
    SessionType,
    Source,
    Topic,
    Site,
    PageViewRestriction,
    Redirect,
    get_image_model(),
):
    post_save.connect(bump_version, sender=model, dispatch_uid=f"content-version-save-{model.__name__}")
    post_delete.connect(bump_version, sender=model, dispatch_uid=f"content-version-delete-{model.__name__}")
