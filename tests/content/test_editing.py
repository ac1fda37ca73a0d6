"""A page's life in the admin: created, seen only by staff, published, scheduled, moved, taken down."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, get_page_models

from content.models import ClinicPage, GuidePage, HomePage, RegionPage
from tests.forms import as_sent, form_with, refusals
from tests.worker import run_worker

pytestmark = pytest.mark.django_db
MODELS = [model for model in get_page_models() if issubclass(model, ClinicPage) and model is not HomePage]
STREAMS = {"body-count": "0", "form_intro": "null", "text": "null"}
NEEDED = {"role": "Therapist", "region_key": "", "common_name": "A muscle", "latin_name": "Musculus"}


def add_address(model: type[Page], parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])


def make(client: Client, model: type[Page], parent: Page, **changes: Any) -> Any:
    """Open the form for a new page, fill in a title, and submit it."""
    address = add_address(model, parent)
    sent = as_sent(form_with(client.get(address).content, "title")) | STREAMS
    needed = {name: value for name, value in NEEDED.items() if name in sent}
    return client.post(address, sent | needed | {"title": "A new page", "slug": "a-new-page"} | changes)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_type_of_page_is_made_from_nothing_and_previewed(admin_client: Client, model: type[Page]) -> None:
    if model.max_count == 1 or model.max_count_per_parent == 1:
        model.objects.first().delete()  # as on a site that has none yet
    slug = "a-new-page"
    if model is RegionPage:  # the body figure already draws the region, which has no page yet
        slug = "calf"
        RegionPage.objects.get(slug=slug).delete()
    parents = Page.objects.type(*model.allowed_parent_page_models()).order_by("depth").specific()
    answer = make(admin_client, model, next(page for page in parents if model.can_create_at(page)), slug=slug)
    assert answer.status_code == 302, refusals(answer)
    made = model.objects.get(slug=slug)
    assert not made.live
    shown = made.make_preview_request(preview_mode=made.default_preview_mode)
    assert b"A new page" in shown.content


def test_staff_choose_from_types_by_name_and_purpose(admin_client: Client) -> None:
    home = HomePage.objects.get()
    chooser = admin_client.get(reverse("wagtailadmin_pages:add_subpage", args=[home.pk])).content.decode()
    for model in (model for model in MODELS if model.can_create_at(home)):
        assert f"\n{model.kind_label}\n" in "\n".join(line.strip() for line in chooser.split("\n")), model
        assert model.page_description in chooser, model


# From draft to gone -----------------------------------------------------------------------------------


@pytest.fixture
def do(admin_client: Client, django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Submit the page's editor with a change, each time in a request of its own."""

    def do(page: Page, **changes: Any) -> Any:
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        sent = as_sent(form_with(admin_client.get(address).content, "title")) | STREAMS
        with django_capture_on_commit_callbacks(execute=True):
            answer = admin_client.post(address, sent | changes)
        assert answer.status_code == 302
        return answer

    return do


@pytest.fixture
def ankles(admin_client: Client) -> GuidePage:
    make(admin_client, GuidePage, HomePage.objects.get(), title="Ankles", slug="ankles")
    return GuidePage.objects.get(slug="ankles")


def test_a_draft_is_for_staff_until_it_is_published(client: Client, do: Any, ankles: GuidePage) -> None:
    visitor = Client()
    assert visitor.get("/ankles/").status_code == 404
    do(ankles, **{"action-publish": "1"})
    assert visitor.get("/ankles/").status_code == 200
    do(ankles, summary="Not yet for everybody.")
    assert b"Not yet for everybody" not in visitor.get("/ankles/").content
    do(ankles, **{"action-publish": "1"})
    assert b"Not yet for everybody" in visitor.get("/ankles/").content


def test_an_unpublished_page_is_gone_from_page_menu_sitemap_and_search(
    admin_client: Client, do: Any, ankles: GuidePage, django_capture_on_commit_callbacks: Any
) -> None:
    visitor = Client()
    do(ankles, show_in_menus="on", **{"action-publish": "1"})
    places = ["/", "/sitemap.xml", "/search/?q=ankles"]
    for place in places:
        assert "/ankles/" in visitor.get(place).content.decode(), place
    with django_capture_on_commit_callbacks(execute=True):
        asked = admin_client.get(reverse("wagtailadmin_pages:unpublish", args=[ankles.pk]))
        admin_client.post(asked["Location"])
    assert visitor.get("/ankles/").status_code == 404
    for place in places:
        assert "ankles/" not in visitor.get(place).content.decode().replace("q=ankles", ""), place


def test_a_copy_has_no_place_in_the_menu_until_it_is_given_one(
    admin_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    sessions = Page.objects.get(slug="sessions")
    home = sessions.get_parent().pk
    asked = {"new_title": "Prices", "new_slug": "prices", "new_parent_page": home, "publish_copies": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(reverse("wagtailadmin_pages:copy", args=[sessions.pk]), asked)
    menu = BeautifulSoup(Client().get("/prices/").content, "html.parser").select("header nav a")
    assert "/sessions/" in {link["href"] for link in menu}
    assert "/prices/" not in {link["href"] for link in menu}
    assert not Page.objects.get(slug="prices").get_latest_revision_as_object().show_in_menus


def test_an_earlier_version_of_a_sample_page_is_by_the_system(admin_client: Client) -> None:
    page = Page.objects.get(slug="sessions")
    shown = admin_client.get(f"/admin/pages/{page.pk}/revisions/{page.latest_revision_id}/revert/")
    told = BeautifulSoup(shown.content, "html.parser").select_one(".messages").get_text(" ", strip=True)
    assert "by system" in " ".join(told.split())


def test_a_page_renamed_or_moved_in_the_admin_is_found_at_its_old_address(
    admin_client: Client, do: Any, ankles: GuidePage, django_capture_on_commit_callbacks: Any
) -> None:
    do(ankles, **{"action-publish": "1"})
    do(ankles, slug="sore-ankles", **{"action-publish": "1"})
    visitor = Client()
    assert visitor.get("/ankles/")["Location"] == "/sore-ankles/"
    target = GuidePage.objects.get(slug="trigger-points")
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(reverse("wagtailadmin_pages:move_confirm", args=[ankles.pk, target.pk]))
    assert visitor.get("/sore-ankles/")["Location"] == "/trigger-points/sore-ankles/"
    assert visitor.get("/ankles/", follow=True).redirect_chain == [("/trigger-points/sore-ankles/", 301)]
    listed = admin_client.get(reverse("wagtailredirects:index")).content.decode()
    assert "/sore-ankles" in listed


# Planned ------------------------------------------------------------------------------------------------


def in_form(moment: timedelta) -> str:
    return f"{timezone.localtime() + moment:%Y-%m-%dT%H:%M}"  # as a browser sends it


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("/admin/settings/content/clinicsettings/1/", {"date", "time", "datetime-local"}),
        ("/admin/inquiry/add/", {"datetime-local"}),
        ("/admin/inquiry/all/", {"date"}),
        ("/admin/pages/{}/edit/", {"datetime-local"}),
    ],
)
def test_days_and_times_are_typed_in_the_browsers_own_fields(
    admin_client: Client, address: str, kinds: set[str]
) -> None:
    """Wagtail's picker would turn "2:30 pm" into 02:30, and 12/3/2026 into today, without a word."""
    page = admin_client.get(address.format(Page.objects.get(slug="trigger-points").pk), follow=True).content.decode()
    assert set(re.findall(r'<input type="(date|time|datetime-local)"', page)) == kinds
    assert not re.search(r"init(Date|Time|DateTime)Chooser\(", page)


def test_the_worker_publishes_a_planned_page_and_takes_it_down_until_it_is_published_again(
    admin_client: Client, admin_user: User, do: Any, ankles: GuidePage, time_machine: Any
) -> None:
    visitor, planned = Client(), timezone.now()
    hour = timedelta(hours=1)
    schedule = {"go_live_at": in_form(2 * hour), "expire_at": in_form(5 * hour)}
    do(ankles, **schedule, **{"action-publish": "1"})
    for hours, status in [(0, 404), (1.9, 404), (2.1, 200), (4.9, 200), (5.1, 404), (9, 404)]:
        time_machine.move_to(planned + hours * hour)
        run_worker()
        assert visitor.get("/ankles/").status_code == status, hours
    admin_client.force_login(admin_user)  # the session is over
    do(ankles, **schedule, **{"action-publish": "1"})  # the old dates are still in a closed panel
    run_worker()
    assert visitor.get("/ankles/").status_code == 200
