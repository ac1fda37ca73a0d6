"""Cleaning images that don't come from a form, such as the starter's."""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.images import get_image_model

from content.uploads.files import clean_upload


@receiver(pre_save, sender=get_image_model(), dispatch_uid="clean-image")
def clean_image(instance: Any, **kwargs: Any) -> None:
    """Clean an image before it is saved, so that its stored dimensions are those of the cleaned file."""
    if instance.file and not instance.file._committed:  # as Django's own FileField checks
        instance.file = clean_upload(instance.file.file, shown=True)
