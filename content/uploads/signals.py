"""Images that no form has cleaned, such as the starter's."""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.images import get_image_model

from content.uploads.files import clean_upload


@receiver(pre_save, sender=get_image_model(), dispatch_uid="clean-image")
def clean_image(instance: Any, **kwargs: Any) -> None:
    """Clean it before it is stored, so that it is measured as it will be: upright, and not too large."""
    if instance.file and not instance.file._committed:  # what Django's own FileField goes by
        instance.file = clean_upload(instance.file.file, shown=True)
