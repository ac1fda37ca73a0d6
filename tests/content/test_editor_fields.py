"""Staff can change everything the starter puts on a page, and everything that every page has."""

from functools import cache

import pytest
from django.contrib.auth.models import User
from wagtail.models import get_page_models

from content.models import ClinicPage
from content.starter.files import page_files

pytestmark = pytest.mark.django_db
MODELS = {model.__name__: model for model in get_page_models() if issubclass(model, ClinicPage)}
# Fields that the starter's files name differently from the editor; page order comes from the page list.
CALLED = {"sources": "page_sources", "related": "related_links", "point": "point_x", "type": "title", "order": "title"}
CALLED_ON = {"ConditionPage": {"muscles": "condition_muscles", "regions": "condition_regions"}}
ON_EVERY_PAGE = {"summary", "author", "page_sources", "related_links"}
ON_EVERY_PAGE |= {"seo_title", "search_description", "social_image", "menu_title"}
NO_CONTENT = {"ThankYouPage"}  # shown after a form is sent; search engines and menus never see it


@cache
def set_by_the_starter() -> dict[str, set[str]]:
    """The names of the fields set in the starter's files, by type of page."""
    found: dict[str, set[str]] = {}
    for file in page_files():
        kind = file.data["type"]
        names = CALLED | CALLED_ON.get(kind, {})
        found.setdefault(kind, set()).update(names.get(name, name) for name in file.data)
    return found


def in_the_editor(kind: str) -> set[str]:
    """The names of all fields and row lists in the owner's editor for a type of page."""
    model = MODELS[kind]
    form = model.get_edit_handler().get_form_class()(instance=model(), for_user=User(is_superuser=True, is_active=True))
    return set(form.fields) | set(form.formsets)


@pytest.mark.parametrize("kind", MODELS)
def test_what_the_starter_wrote_can_be_changed(kind: str) -> None:
    assert set_by_the_starter().get(kind, set()) - in_the_editor(kind) == set()


@pytest.mark.parametrize("kind", sorted(MODELS.keys() - NO_CONTENT))
def test_every_page_has_author_sources_and_related_pages(kind: str) -> None:
    assert ON_EVERY_PAGE - in_the_editor(kind) == set()
