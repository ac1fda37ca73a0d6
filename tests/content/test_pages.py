"""Rules over all page models and all pages of the starter site."""

import html5lib
import pytest
from bs4 import BeautifulSoup
from django.template.loader import get_template
from django.test import Client
from wagtail.models import Page, get_page_models

from content.models import ClinicPage

MODELS = [model for model in get_page_models() if model is not Page]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_page_type_is_a_clinic_page_with_a_template_and_a_place_in_the_tree(model: type[Page]) -> None:
    assert issubclass(model, ClinicPage)
    assert get_template(model.template)
    assert model.allowed_parent_page_models()
    assert model.kind_label != ClinicPage.kind_label


@pytest.mark.django_db
def test_every_live_page_answers_with_one_heading_and_valid_html(client: Client) -> None:
    pages = Page.objects.live().filter(depth__gte=2)
    assert len(pages) > 5
    for page in pages:
        answer = client.get(page.url)
        assert answer.status_code == 200, page.url
        text = answer.content.decode()
        assert len(BeautifulSoup(text, "html.parser").find_all("h1")) == 1, page.url
        html5lib.HTMLParser(strict=True).parse(text)
        assert not answer.cookies, page.url


@pytest.mark.django_db
def test_every_page_opens_in_the_editor(admin_client: Client) -> None:
    for page in Page.objects.filter(depth__gte=2):
        assert admin_client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200, page.title
