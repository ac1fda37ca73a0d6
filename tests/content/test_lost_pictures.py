"""A picture whose file is gone or no longer a picture is left out of the page and breaks nothing else."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client, TestCase
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

pytestmark = pytest.mark.django_db


def deleted(image: Any) -> None:
    image.file.storage.delete(image.file.name)


def emptied(image: Any) -> None:
    deleted(image)
    assert image.file.storage.save(image.file.name, ContentFile(b"")) == image.file.name


def garbled(image: Any) -> None:
    deleted(image)
    assert image.file.storage.save(image.file.name, ContentFile(b"no picture")) == image.file.name


def as_social_image(image: Any) -> str:
    return publish("trigger-points", social_image=image)


def as_the_clinics_social_image(image: Any) -> str:
    clinic = apps.get_model("content", "ClinicSettings").objects.get()
    clinic.social_image = image
    clinic.save()
    return "/referred-pain/"


def as_the_logo(image: Any) -> str:
    clinic = apps.get_model("content", "ClinicSettings").objects.get()
    clinic.logo = image
    clinic.save()
    return "/referred-pain/"


def as_portrait(image: Any) -> str:
    return publish("sample-therapist", photo=image)


def as_portrait_in_the_team(image: Any) -> str:
    publish("sample-therapist", photo=image)
    return "/practitioners/"


def in_the_text(image: Any) -> str:
    value = {"image": {"image": image.pk, "alt_text": "A hip", "decorative": False}, "caption": "Beside the words"}
    return publish("referred-pain", body=json.dumps([{"type": "figure", "value": value}]))


def publish(slug: str, **fields: Any) -> str:
    page = Page.objects.get(slug=slug).specific
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return str(page.url)


@pytest.mark.parametrize("lose", [deleted, emptied, garbled])
@pytest.mark.parametrize(
    "show",
    [as_social_image, as_the_clinics_social_image, as_the_logo, as_portrait, as_portrait_in_the_team, in_the_text],
)
def test_a_lost_picture_is_left_out_of_its_page(
    client: Client, show: Callable[[Any], str], lose: Callable[[Any], None]
) -> None:
    image = get_image_model().objects.create(title="Hip", file=get_test_image_file(filename="zebra.png"))
    lose(image)
    with TestCase.captureOnCommitCallbacks(execute=True):
        address = show(image)
    answer = client.get(address)
    assert answer.status_code == 200
    soup = BeautifulSoup(answer.content, "html.parser")
    assert soup.h1
    shared = soup.find("meta", property="og:image")["content"]
    assert "/social-card/" in shared
    assert client.get(shared.removeprefix("http://testserver")).status_code == 200
    assert b"zebra" not in answer.content
    if show is in_the_text:
        assert "Beside the words" in soup.main.get_text()


def test_a_lost_size_breaks_no_page(client: Client) -> None:
    """The sizes may be lost while the original exists, for example after restoring a backup without them."""
    image = get_image_model().objects.create(title="Hip", file=get_test_image_file(filename="zebra.png"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        address = as_social_image(image)
    shared = BeautifulSoup(client.get(address).content, "html.parser").find("meta", property="og:image")["content"]
    assert "/media/" in shared
    for size in image.renditions.all():
        size.file.storage.delete(size.file.name)
    assert client.get(address).status_code == 200
