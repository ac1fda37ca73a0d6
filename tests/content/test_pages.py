"""Rules that hold for every page model."""

import pytest
from django.template.loader import get_template
from django.test import Client
from wagtail.models import Page, get_page_models

from content.models import ClinicPage, HomePage

MODELS = [model for model in get_page_models() if model is not Page]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_page_type_is_a_clinic_page_with_a_template_and_a_place_in_the_tree(model: type[Page]) -> None:
    assert issubclass(model, ClinicPage)
    assert get_template(model.template)
    assert model.allowed_parent_page_models()
    assert model.kind_label != ClinicPage.kind_label


@pytest.mark.django_db
def test_a_page_of_every_type_opens_in_the_editor(admin_client: Client) -> None:
    for model in MODELS:
        page = model.objects.first()
        if page is None:  # the sample has no plain page
            page = model(title="Jobs", slug="jobs")
            HomePage.objects.get().add_child(instance=page)
        answer = admin_client.get(f"/admin/pages/{page.pk}/edit/")
        assert answer.status_code == 200, page.title
        assert b'name="title"' in answer.content, page.title
