"""Rules over all page models and all pages of the starter site."""

import html5lib
import pytest
from bs4 import BeautifulSoup
from django.template.loader import get_template
from django.test import Client
from wagtail.models import Page, get_page_models

from content.models import ClinicPage

PARTS = 6
MODELS = [model for model in get_page_models() if model is not Page]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_page_type_is_a_clinic_page_with_a_template_and_a_place_in_the_tree(model: type[Page]) -> None:
    assert issubclass(model, ClinicPage)
    assert get_template(model.template)
    assert model.allowed_parent_page_models()
    assert model.kind_label != ClinicPage.kind_label


@pytest.mark.django_db
def test_every_live_page_has_one_heading_and_valid_html(
    starter_html: dict[str, str], starter_soup: dict[str, BeautifulSoup]
) -> None:
    assert len(starter_html) > 80
    for url, html in starter_html.items():
        assert len(starter_soup[url].find_all("h1")) == 1, url
        html5lib.HTMLParser(strict=True).parse(html)


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_opens_in_the_editor(admin_client: Client, part: int) -> None:
    """In parts, which processes share."""
    pages = list(Page.objects.filter(depth__gte=2).order_by("path"))[part::PARTS]
    assert pages
    for page in pages:
        answer = admin_client.get(f"/admin/pages/{page.pk}/edit/")
        assert answer.status_code == 200, page.title
        assert b'name="title"' in answer.content, page.title
