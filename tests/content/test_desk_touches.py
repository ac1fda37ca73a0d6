"""Small things that staff notice: no technical names to enter, one name, groups in plain words, Publish in reach."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site
from wagtail.snippets.models import get_snippet_models

from content.models import ArticlePage, ClinicSettings, GuidePage, HomePage, SessionType, Source, Topic
from content.text.keys import author_and_year
from tests.content.checks_help import edit_url
from tests.forms import as_sent, form_with, refusals

pytestmark = pytest.mark.django_db


def soup(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def add_snippet(client: Client, model: Any, **values: str) -> Any:
    address = reverse(f"wagtailsnippets_content_{model._meta.model_name}:add")
    name = next(iter(values))
    answer = client.post(address, as_sent(form_with(client.get(address).content, name)) | values)
    assert answer.status_code == 302, refusals(answer)
    return model.objects.order_by("pk").last()


def test_no_form_asks_for_a_technical_name(admin_client: Client) -> None:
    for model in get_snippet_models():
        page = soup(admin_client, reverse(f"wagtailsnippets_{model._meta.label_lower.replace('.', '_')}:add"))
        labels = {label.get_text(strip=True).rstrip("*").lower() for label in page.select("main label")}
        assert labels
        assert not labels & {"key", "slug", "identifier"}, model


def test_what_the_site_needs_for_itself_is_made_of_what_was_typed(admin_client: Client) -> None:
    first = add_snippet(admin_client, SessionType, name="Long session", minutes="90", currency="USD")
    second = add_snippet(admin_client, SessionType, name="Long session", minutes="120", currency="USD")
    assert (first.key, second.key) == ("long-session", "long-session-2")
    address = reverse("wagtailsnippets_content_sessiontype:edit", args=[first.pk])
    sent = as_sent(form_with(admin_client.get(address).content, "name"))
    admin_client.post(address, sent | {"name": "Ninety minutes"})
    first.refresh_from_db()
    assert (first.name, first.key) == ("Ninety minutes", "long-session")  # links to it keep working
    cited = add_snippet(admin_client, Source, citation="García-López Q, Ng A. Needles. 2021;4:2019–24.", kind="trial")
    assert cited.key == "garcia-lopez-2021"
    assert add_snippet(admin_client, Topic, name="Desk work & driving").slug == "desk-work-driving"


@pytest.mark.parametrize(
    ("citation", "said"),
    [
        ("Xu Y. A review. J Pain. 2023;1:2.", "Xu 2023"),
        ("O’Neill S (2019). On hips.", "O’Neill 2019"),
        ("NICE guideline NG59", "NICE"),
        ("2020", "source 2020"),
    ],
)
def test_a_source_is_told_by_author_and_year(citation: str, said: str) -> None:
    assert author_and_year(citation) == said


def test_the_clinics_name_is_the_sites_name() -> None:
    clinic = ClinicSettings.default()
    clinic.name = "Harbor Street Therapy"
    clinic.save()
    site = Site.objects.get(is_default_site=True)
    assert site.site_name == "Harbor Street Therapy"


def main_button(client: Client, address: str) -> str:
    """The button that shows without opening the menu."""
    button = soup(client, address).select_one("form[data-edit-form] footer button[type=submit], footer button.button")
    assert button is not None
    return button.get_text(" ", strip=True)


def member(django_user_model: Any, group: str, *rights: str) -> Client:
    user = django_user_model.objects.create_user(username="one", password="x" * 14)
    user.groups.add(Group.objects.get(name=group))
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(("group", "label"), [("Editors", "Save draft"), ("Moderators", "Publish")])
def test_the_main_button_is_what_the_user_came_for(django_user_model: Any, group: str, label: str) -> None:
    client, home = member(django_user_model, group), HomePage.objects.get()
    article = ArticlePage.objects.first()
    new = reverse("wagtailadmin_pages:add", args=["content", "guidepage", home.pk])
    for address in (edit_url(article), new):
        assert main_button(client, address).startswith(label)


WRITERS = ["Glossary terms", "Reusable texts", "Sources", "Topics"]


@pytest.mark.parametrize(
    ("group", "rights", "shown"),
    [
        ("Front desk", [], []),
        ("Editors", [], WRITERS),
        ("Editors", ["change_sessiontype"], sorted([*WRITERS, "Session types"])),
    ],
)
def test_staff_see_the_snippets_that_concern_them(
    django_user_model: Any, group: str, rights: list[str], shown: list[str]
) -> None:
    client = member(django_user_model, group, *rights)
    answer = client.get(reverse("wagtailsnippets:index"))
    found = (
        [] if answer.status_code == 302 else BeautifulSoup(answer.content, "html.parser").select("main tbody .title")
    )
    assert sorted(row.get_text(strip=True) for row in found) == shown


def follows(client: Client, page: Page) -> bool:
    """Whether the address follows the title as it is typed."""
    field = soup(client, edit_url(page)).find(attrs={"name": "title"})
    assert field is not None
    return "w-sync#apply" in str(field.get("data-action", ""))


def test_the_address_follows_the_title_until_the_page_was_public(admin_client: Client) -> None:
    page = GuidePage(title="Ankles", slug="ankles", live=False)
    HomePage.objects.get().add_child(instance=page)
    assert follows(admin_client, page)
    page.save_revision().publish()
    assert not follows(admin_client, page)
    Page.objects.get(pk=page.pk).unpublish()
    assert not follows(admin_client, page)


def test_no_second_site_is_offered_since_there_can_be_no_second_home_page(admin_client: Client) -> None:
    root = admin_client.get(reverse("wagtailadmin_explore_root")).content.decode()
    assert "Configure a site" not in root
    assert "below its home page" in root
    menu = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("wagtailredirects:index") in menu
    assert "Sites" not in BeautifulSoup(menu, "html.parser").text
    sites = reverse("wagtailsites:index")
    assert sites in root
    assert "Clinic" in BeautifulSoup(admin_client.get(sites, follow=True).content, "html.parser").h1.text
    for way in ("new", "edit/1", "delete/1"):
        assert admin_client.post(f"{sites}{way}/", {}).status_code == 404


def test_browser_tabs_are_named_after_the_clinic(admin_client: Client) -> None:
    title = soup(admin_client, reverse("wagtailadmin_explore_root")).title.get_text()
    assert title.endswith("- Pinpoint sample clinic")
