"""Making an image’s renditions on upload. Wagtail makes them for the first visitor, which takes seconds per photo."""

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.template.loader import render_to_string
from wagtail.images import get_image_model

logger = logging.getLogger("pinpoint.uploads")
background = ThreadPoolExecutor(1, thread_name_prefix="picture-sizes")


@receiver(post_save, sender=get_image_model())
def on_image_saved(instance: Any, **_: Any) -> None:
    """Make renditions, also after a change of file or focal point, which outdates them."""
    transaction.on_commit(partial(background.submit, make_sizes_in_thread, instance.pk))


def make_sizes_in_thread(image_id: int) -> None:
    try:
        make_sizes(image_id)
    except Exception as error:  # the first view makes what is missing
        logger.warning("The sizes of picture %s could not be made: %s", image_id, type(error).__name__)
    finally:
        connection.close()


def make_sizes(image_id: int) -> None:
    """Render the two templates that show images to visitors, since they define the sizes and formats."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image:
        render_to_string("blocks/figure.html", {"value": {"image": image}})
        render_to_string("components/portrait.html", {"person": {"photo": image, "title": image.title}})
