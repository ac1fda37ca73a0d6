"""Searching in the admin."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from content.models import HomePage, MusclePage
from tests.search.help import guide

pytestmark = [pytest.mark.django_db, pytest.mark.template_context]

TYPED = ['a"b', '"', "*", "neck)", "AND", "a\x00b", "-", "x " * 3000, "a'b", "%s", ""]
PLACES = ["/admin/pages/search/", "/admin/pages/search/results/", "/admin/images/", "/admin/snippets/content/source/"]


@pytest.mark.parametrize("address", PLACES)
def test_whatever_staff_type_is_answered(admin_client: Client, address: str) -> None:
    for typed in TYPED:
        assert admin_client.get(address, {"q": typed}).status_code == 200, typed[:20]


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_a_word_and_how_often_a_file_is_used_narrow_a_list_together(admin_client: Client, kind: str) -> None:
    for least, found in ((0, True), (1337, False)):
        answer = admin_client.get(f"/admin/{kind}/results/", {"q": "sample", "usage_count_min": least})
        assert answer.status_code == 200
        assert found or len(answer.context["object_list"]) == 0


def test_a_word_and_a_tag_narrow_the_choice_of_a_picture_together(admin_client: Client) -> None:
    for title, tag in (("Left hip", "anatomy"), ("Left knee", "anatomy"), ("Right hip", "rooms")):
        get_image_model().objects.create(title=title, file=get_test_image_file()).tags.add(tag)
    answer = admin_client.get(reverse("wagtailimages_chooser:choose_results"), {"q": "hip", "tag": "anatomy"})
    assert [image.title for image in answer.context["results"]] == ["Left hip"]


def test_what_is_found_can_be_sorted_by_any_column() -> None:
    guide("Qqword B", "text", search_description="1")
    guide("Qqword A", "text", search_description="2")
    pages = Page.objects.order_by("-search_description")
    found = get_search_backend().search("qqword", pages, order_by_relevance=False)
    assert [page.title for page in found] == ["Qqword A", "Qqword B"]


def test_staff_find_pages_best_first(admin_client: Client) -> None:
    assert "Levator scapulae" in admin_client.get("/admin/pages/search/", {"q": 'levator"'}).content.decode()
    backend = get_search_backend()
    assert [page.title for page in backend.search("levator scapulae", MusclePage)][:1] == ["Levator scapulae"]
    assert [page.title for page in backend.autocomplete("levat", Page)] == ["Levator scapulae"]
    guide("Best", "qqbest " * 5)
    guide("Newer", "Some words, and one of them is qqbest.")
    assert [page.title for page in backend.search("qqbest", Page)] == ["Best", "Newer"]
    home = HomePage.objects.get()
    guide("A draft qqdraft", "text", live=False)
    assert [page.title for page in backend.search("qqdraft", Page.objects.descendant_of(home))] == ["A draft qqdraft"]


def test_ranking_does_not_grow_with_the_square_of_the_matches() -> None:
    content_type = ContentType.objects.get_for_model(MusclePage)
    page = MusclePage.objects.first()
    copies = 30
    made = [
        Page(title="Copy", slug=f"copy-{n}", path=f"{page.path[:8]}Z{n:03X}", depth=3, content_type=content_type)
        for n in range(copies)
    ]
    for copy in made:
        copy.locale_id = page.locale_id
        copy.url_path = f"/{copy.slug}/"
    Page.objects.bulk_create(made)
    pks = Page.objects.filter(slug__startswith="copy-").values_list("pk", flat=True)
    IndexEntry.objects.bulk_create(
        IndexEntry(content_type=content_type, object_id=str(pk), title="Copy", body="qqcommon words", autocomplete="")
        for pk in pks
    )
    with CaptureQueriesContext(connection) as queries:
        assert len(get_search_backend().search("qqcommon", Page.objects.all())[:20]) == 20
    if connection.vendor == "sqlite":
        # One list of scores for all matches; Wagtail itself computes one list per match.
        assert any("WITH scores(" in query["sql"] for query in queries)
