"""What the admin's built-in groups may do, tested through its pages."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from content.models import GuidePage, HomePage
from tests.forms import as_sent, form_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(django_user_model: Any) -> Callable[[str], Client]:
    def member(group: str) -> Client:
        user = django_user_model.objects.create_user(username=group.lower(), password="x" * 14)
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client

    return member


def test_who_works_on_no_page_reads_no_title_in_the_chooser(member: Callable[[str], Client], draft: GuidePage) -> None:
    editor, desk = member("Editors"), member("Front desk")
    for address in (f"/admin/choose-page/{draft.get_parent().pk}/", "/admin/choose-page/search/?q=Ankles"):
        assert "Ankles" in editor.get(address).content.decode()
        assert "Ankles</" not in desk.get(address).content.decode()


def save(client: Client, page: Page, **changes: str) -> Any:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = as_sent(form_with(client.get(address).content, "title")) | {"body-count": "0"}
    return client.post(address, sent | changes)


@pytest.fixture
def draft() -> GuidePage:
    page = GuidePage(title="Ankles", slug="ankles", live=False)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision()
    return page


def test_editors_write_and_moderators_publish(member: Any, draft: GuidePage) -> None:
    editor = member("Editors")
    save(editor, draft, summary="Written by an editor.", **{"action-publish": "1"})
    draft.refresh_from_db()
    assert not draft.live
    assert draft.get_latest_revision_as_object().summary == "Written by an editor."
    save(member("Moderators"), draft, **{"action-publish": "1"})
    draft.refresh_from_db()
    assert draft.live


@pytest.mark.parametrize("approver", ["Moderators", "Clinician reviewer"])
def test_editors_send_a_page_for_approval(member: Any, draft: GuidePage, approver: str) -> None:
    editor, moderator = member("Editors"), member(approver)
    save(editor, draft, **{"action-submit": "1"})
    home = moderator.get(reverse("wagtailadmin_home")).content.decode()
    assert "Ankles" in home
    assert home.index("Awaiting your review") < home.rindex("Site health")  # its first is in the menu
    screen = moderator.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content
    main_button = BeautifulSoup(screen, "html.parser").select_one("nav[aria-label='Actions (footer)'] button")
    assert main_button
    assert main_button.get_text(strip=True) == "Approve and Publish"
    save(moderator, draft, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    assert "approved and published" in moderator.get(reverse("wagtailadmin_home")).content.decode()
    draft.refresh_from_db()
    assert draft.live


def test_an_owner_gets_one_email_about_a_page_to_approve(
    member: Any, draft: GuidePage, django_user_model: Any, django_capture_on_commit_callbacks: Any
) -> None:
    django_user_model.objects.create_superuser("owner", "owner@clinic.example", "x" * 14)
    editor = member("Editors")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        save(editor, draft, **{"action-submit": "1"})
    assert [message.to for message in mail.outbox] == [["owner@clinic.example"]]


def test_editors_and_moderators_change_neither_settings_nor_rights(member: Any) -> None:
    site = Site.objects.get(is_default_site=True)
    places = [
        reverse("wagtailsettings:edit", args=["content", "clinicsettings", site.pk]),
        reverse("wagtailusers_users:index"),
        reverse("wagtailsites:index"),
        reverse("searches_report"),
    ]
    for group in ("Editors", "Moderators"):
        client = member(group)
        assert client.get(reverse("wagtailadmin_home")).status_code == 200
        assert client.get(reverse("page_checks")).status_code == 200
        for place in places:
            assert client.get(place).status_code == 302, (group, place)
