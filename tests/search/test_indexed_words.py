"""What is searched and quoted in results is what readers see, without labels of choices or empty values."""

import pytest
from wagtail.blocks import StreamValue
from wagtail.models import Page

pytestmark = pytest.mark.django_db


def test_only_words_that_stand_on_the_page_are_indexed() -> None:
    seen = 0
    for page in Page.objects.filter(depth__gte=2).specific():
        body = getattr(page, "body", None)
        if isinstance(body, StreamValue):
            words = page._meta.get_field("body").get_searchable_content(body)
            seen += len(words)
            assert not {"None", ""} & set(words), page.title
            assert not [text for text in words if text.startswith(("Emergency: get", "Sample: to be", "As wide as"))]
            assert not [text for text in words if text.startswith("A drawn muscle")], "said to those who can't see it"
    assert seen > 500
