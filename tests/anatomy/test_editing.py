"""The editor refuses changes by which figure and data would drift apart, and a click places a point."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client

from content.models import MusclePage, PainMapPage, RegionPage
from tests.forms import as_sent, form_with

pytestmark = pytest.mark.django_db


def save(client: Client, page: Any, **changed: str) -> BeautifulSoup:
    """The editor after "Publish" was pressed with some fields changed."""
    address = f"/admin/pages/{page.pk}/edit/"
    sent = as_sent(form_with(client.get(address).content, "title")) | changed | {"action-publish": "1"}
    return BeautifulSoup(client.post(address, sent, follow=True).content, "html.parser")


def errors(soup: BeautifulSoup) -> str:
    return " ".join(message.get_text(" ", strip=True) for message in soup.select(".error-message, .messages .error"))


def test_a_region_keeps_a_name_that_the_figure_draws(admin_client: Client) -> None:
    region = RegionPage.objects.get(slug="heel")
    assert "The figure has no place called “my-heel”" in errors(save(admin_client, region, slug="my-heel"))
    region.refresh_from_db()
    assert region.slug == "heel"
    assert "no place called" not in errors(save(admin_client, region, title="Heel and sole"))
    region.refresh_from_db()
    assert region.title == "Heel and sole"
    with pytest.raises(ValidationError, match="Enter the name of a place"):
        RegionPage(slug="").clean()


def test_a_new_region_is_offered_only_while_a_place_has_no_page(admin_client: Client) -> None:
    def offered() -> bool:
        answer = admin_client.get(f"/admin/pages/{PainMapPage.objects.get().pk}/add_subpage/", follow=True)
        return "Body region" in answer.content.decode() and "/regionpage/" in str(answer.redirect_chain)

    assert not offered()
    RegionPage.objects.get(slug="heel").delete()
    assert offered()


def test_a_muscle_keeps_the_name_that_its_drawing_goes_by(admin_client: Client) -> None:
    muscle = MusclePage.objects.get(slug="piriformis")
    assert "The drawing goes by “piriformis”" in errors(save(admin_client, muscle, slug="piriformis-muscle"))
    muscle.refresh_from_db()
    assert muscle.slug == "piriformis"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"point_view": "back", "point_x": "9999", "point_y": "100"}, "between 100 and 200"),
        ({"point_view": "front", "point_x": "150", "point_y": "100"}, "between 0 and 100"),
        ({"point_view": "back", "point_x": "150", "point_y": "-50"}, "The figure ends at 480"),
        ({"point_view": "back", "point_x": "150", "point_y": ""}, "Give both numbers"),
    ],
)
def test_a_point_lies_on_the_figure(admin_client: Client, wrong: dict[str, str], said: str) -> None:
    muscle = MusclePage.objects.get(slug="teres-minor")
    before = (muscle.point_x, muscle.point_y)
    assert said in errors(save(admin_client, muscle, **wrong))
    muscle.refresh_from_db()
    assert (muscle.point_x, muscle.point_y) == before


def test_a_muscle_names_a_region_once_and_where_it_is_from(admin_client: Client) -> None:
    muscle = MusclePage.objects.get(slug="upper-trapezius")
    first = muscle.referrals.first()
    twice = save(admin_client, muscle, **{"referrals-1-region": str(first.region_id)})
    assert "duplicate" in errors(twice)
    assert "required" in errors(save(admin_client, muscle, **{"referrals-0-source": ""}))
    assert muscle.referrals.filter(region=first.region).count() == 1
    assert muscle.referrals.filter(source=None).count() == 0
