"""Pictures that are too small are pointed out where they are used, and a portrait is described by the person's name."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from content.checks.context import check_context
from content.checks.page_checks import findings_for
from content.models import ClinicSettings, GuidePage
from content.panels.findings import Finding
from tests.content.reviews_help import practitioner

pytestmark = pytest.mark.django_db


def picture(width: int, height: int) -> int:
    file = get_test_image_file(f"IMG_{width}.png", size=(width, height))
    return int(get_image_model().objects.create(title=f"IMG {width}", file=file).pk)


def small(found: list[Finding]) -> list[tuple[str, str]]:
    return [(one.where, one.message.partition("instead of ")[2]) for one in found if one.code == "small-picture"]


def figure(image: int) -> dict[str, object]:
    value = {"image": {"image": image, "alt_text": "A hip", "decorative": False}, "caption": "", "credit": ""}
    return {"type": "figure", "value": value | {"width": "text"}}


def test_each_place_says_which_size_it_needs() -> None:
    page = GuidePage.objects.first()
    assert page is not None
    page.social_image_id, page.body = picture(1200, 600), [figure(picture(1100, 900))]
    assert small(findings_for(page, check_context())) == [
        ("Body → Picture", "1200 pixels wide or more"),
        ("Social image", "1200 × 630 or more"),
    ]
    page.social_image_id, page.body = picture(1200, 630), [figure(picture(1200, 300))]
    assert small(findings_for(page, check_context())) == []
    person = practitioner(photo_id=picture(600, 800))
    assert small(findings_for(person, check_context())) == [("Photo", "800 × 600 or more")]


def test_a_portrait_is_described_by_the_persons_name(client: Client) -> None:
    person = practitioner("Anna Smith", photo_id=picture(800, 600))
    shown = BeautifulSoup(client.get(person.url).content, "html.parser")
    assert shown.select_one("img.crop")["alt"] == "Anna Smith"
    assert "no-alt" not in {one.code for one in findings_for(person, check_context())}


def test_the_clinics_picture_for_sharing_is_refused_when_no_network_would_show_it() -> None:
    clinic = ClinicSettings.default()
    clinic.social_image_id = picture(500, 300)
    with pytest.raises(ValidationError, match="1200 × 630"):
        clinic.clean()
    clinic.social_image_id = picture(1200, 630)
    clinic.clean()
