"""An account to sign in to, and a private page."""

from typing import Any

import pytest
from wagtail.models import Page, Site

from content.models import GuidePage
from tests.accounts.help import RIGHT


@pytest.fixture
def ada(django_user_model: Any) -> Any:
    named = {"first_name": "Ada", "last_name": "Example", "email": "ada@clinic.example"}
    return django_user_model.objects.create_superuser(username="ada", password=RIGHT, **named)


@pytest.fixture
def private_page(db: Any) -> Page:
    """A page that only some people may see, once a test says who."""
    page = GuidePage(title="For colleagues", slug="for-colleagues", summary="Only for colleagues.")
    Site.objects.get(is_default_site=True).root_page.add_child(instance=page)
    return page
