"""When a page is deleted or unpublished, its incoming links are listed first, and its address redirects afterward."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, PageViewRestriction

from content.caching.version import invalidate
from content.models import GuidePage, HomePage, RelatedLink

pytestmark = [pytest.mark.template_context, pytest.mark.django_db, pytest.mark.reference_index]


def add(parent: Any, title: str, **fields: Any) -> GuidePage:
    page = GuidePage(title=title, slug=title.lower().replace(" ", "-"), live=True, **fields)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return GuidePage.objects.get(pk=page.pk)


@pytest.fixture
def knees() -> GuidePage:
    return add(HomePage.objects.get(), "Knees")


@pytest.fixture
def left(knees: GuidePage) -> GuidePage:
    return add(knees, "Left knee")


def address_of(how: str, *pages: GuidePage) -> str:
    chosen = {"id": [page.pk for page in pages], "next": "/admin/"}
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", how], query=chosen)


@pytest.fixture
def take(admin_client: Client, django_capture_on_commit_callbacks: Any) -> Any:
    """Press the confirmation page's button, as staff do."""

    def take(how: str, *pages: GuidePage, **sent: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            answer = admin_client.post(address_of(how, *pages), sent)
        invalidate()
        return answer

    return take


def confirmation(client: Client, how: str, page: GuidePage) -> BeautifulSoup:
    """The page that asks before one page goes, from Wagtail's button for it."""
    answer = client.get(reverse(f"wagtailadmin_pages:{how}", args=[page.pk]), follow=True)
    return BeautifulSoup(answer.content, "html.parser")


def lands(client: Client, address: str) -> list[str] | int:
    """The addresses a visitor is redirected to, step by step, or the status if there are none."""
    answer = client.get(address, follow=True)
    steps = [target for target, _ in answer.redirect_chain]
    return steps if answer.status_code == 200 else answer.status_code


@pytest.mark.parametrize("how", ["delete", "unpublish"])
def test_the_confirmation_lists_what_links_here_and_asks_where_to_lead(
    admin_client: Client, knees: GuidePage, left: GuidePage, how: str
) -> None:
    sore = add(
        HomePage.objects.get(), "Sore knees", body=[("rich_text", f'<p><a linktype="page" id="{left.pk}">L</a></p>')]
    )
    RelatedLink.objects.create(from_page=sore, page=knees)
    sore.save()
    soup = confirmation(admin_client, how, knees)
    linking = [" ".join(item.get_text().split()) for item in soup.select(".linking li")]
    assert [text.split(" ", 2)[:2] for text in linking] == [["Sore", "knees"]] * 2
    assert {text.partition(" → ")[2] for text in linking} == {"Text · links to “Left knee”", "Page · links to “Knees”"}
    assert all(reverse("wagtailadmin_pages:edit", args=[sore.pk]) in a["href"] for a in soup.select(".linking a"))
    offered = [" ".join(label.get_text().split()) for label in soup.select("#id_successor label")]
    assert "(/)" in offered[0]
    assert "another page" in offered[1]
    assert "no redirect" in offered[-1]


def test_a_deleted_page_leads_on_with_its_children_and_former_addresses(
    client: Client, take: Any, knees: GuidePage, left: GuidePage
) -> None:
    target = add(HomePage.objects.get(), "Legs")
    Redirect.add_redirect("/knie/", redirect_to=knees)
    assert take("delete", knees, successor="other", other_page=target.pk).status_code == 302
    assert not GuidePage.objects.filter(pk__in=[knees.pk, left.pk]).exists()
    for old in ("/knees/", "/knees/left-knee/", "/knie/"):
        assert lands(client, old) == ["/legs/"], old


def test_the_nearest_page_above_is_offered_first(admin_client: Client, left: GuidePage) -> None:
    assert (
        "“Knees” (/knees/)" in confirmation(admin_client, "delete", left).select_one("#id_successor label").get_text()
    )


def test_links_between_deleted_pages_are_not_listed(admin_client: Client, knees: GuidePage, left: GuidePage) -> None:
    knees.body = [("rich_text", f'<p><a linktype="page" id="{left.pk}">L</a></p>')]
    knees.save()
    assert confirmation(admin_client, "delete", knees).select(".linking li") == []


def test_a_redirect_that_is_made_is_in_the_log_with_who_made_it(take: Any, knees: GuidePage, admin_user: Any) -> None:
    take("unpublish", knees, successor="above")
    entry = ModelLogEntry.objects.get(content_type__model="redirect")
    assert (entry.action, entry.user) == ("wagtail.create", admin_user)


def test_an_older_redirect_to_a_part_of_the_page_leads_to_the_new_one_itself(
    client: Client, take: Any, knees: GuidePage
) -> None:
    Redirect.add_redirect("/old-feed/", redirect_to=knees, page_route_path="/feed/")
    take("unpublish", knees, successor="above")
    assert lands(client, "/old-feed/") == ["/"]


def test_no_redirect_is_a_choice(client: Client, take: Any, knees: GuidePage) -> None:
    assert take("delete", knees, successor="nowhere").status_code == 302
    assert lands(client, "/knees/") == 404


def test_an_unpublished_page_leads_on_until_it_is_back(
    client: Client, take: Any, knees: GuidePage, left: GuidePage
) -> None:
    take("unpublish", knees, successor="above")
    assert lands(client, "/knees/") == ["/"]
    assert lands(client, "/knees/left-knee/") == []  # still live, since nobody asked to take it down
    GuidePage.objects.get(pk=knees.pk).save_revision().publish()
    invalidate()
    assert lands(client, "/knees/") == []
    assert not Redirect.objects.exists()
    take("unpublish", GuidePage.objects.get(pk=knees.pk), successor="nowhere", include_descendants="on")
    assert lands(client, "/knees/") == 404
    assert lands(client, "/knees/left-knee/") == 404


@pytest.mark.parametrize("target", ["nothing", "child", "draft", "private"])
def test_unusable_targets_are_refused_beside_the_field(
    take: Any, knees: GuidePage, left: GuidePage, target: str
) -> None:
    draft = GuidePage(title="Draft", slug="draft", live=False)
    HomePage.objects.get().add_child(instance=draft)
    private = GuidePage(title="Private", slug="private", live=True)
    HomePage.objects.get().add_child(instance=private)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    unseen = "can’t see this page"
    key, said = {
        "nothing": ("", "Choose the page"),
        "child": (left.pk, "goes too"),
        "draft": (draft.pk, unseen),
        "private": (private.pk, unseen),
    }[target]
    answer = take("delete", knees, successor="other", other_page=key)
    soup = BeautifulSoup(answer.content, "html.parser")
    assert said in " ".join(error.get_text() for error in soup.select(".w-field__errors"))
    assert GuidePage.objects.filter(pk=knees.pk).exists()
    assert not Redirect.objects.filter(old_path="/knees").exists()


def test_a_circle_is_refused(take: Any, knees: GuidePage) -> None:
    legs = add(HomePage.objects.get(), "Legs")
    Redirect.add_redirect("/legs/", redirect_to=knees)
    answer = take("unpublish", knees, successor="other", other_page=legs.pk)
    assert "in circles: /knees → /legs → /knees" in answer.content.decode()
    assert GuidePage.objects.get(pk=knees.pk).live


def test_several_redirects_in_a_row_are_one_step(client: Client, take: Any, knees: GuidePage) -> None:
    for old, new in [("/a/", "/b/"), ("/b/", "/c/"), ("/c/", "/knees/")]:
        Redirect.add_redirect(old, redirect_to=new)
    assert lands(client, "/a/") == ["/knees/"]
    take("unpublish", knees, successor="above")
    assert lands(client, "/a/") == ["/"]


@pytest.mark.parametrize("how", ["delete", "unpublish"])
def test_several_pages_at_once_lead_to_the_page_above_that_stays(
    client: Client, admin_client: Client, take: Any, how: str
) -> None:
    top = add(HomePage.objects.get(), "Top")
    one, two = add(top, "One"), add(top, "Two")
    below = add(one, "Below")
    shown = admin_client.get(address_of(how, one, two)).content.decode()
    assert "Nothing else on this site links to them" in shown
    assert "no redirect" in shown
    assert take(how, one, two, below, successor="above", include_descendants="on").status_code == 302
    for page in (one, two, below):
        assert lands(client, page.url) == ["/top/"]


def test_several_pages_at_once_lead_past_a_private_page_above(client: Client, take: Any) -> None:
    top = add(HomePage.objects.get(), "Top")
    one, two = add(top, "One"), add(top, "Two")
    PageViewRestriction.objects.create(page=top, restriction_type="login")
    assert take("unpublish", one, two, successor="above").status_code == 302
    for page in (one, two):
        assert lands(client, page.url) == ["/"]


def test_several_pages_at_once_don_t_lead_round_in_a_circle_to_the_page_above(take: Any) -> None:
    top = add(HomePage.objects.get(), "Top")
    one, two = add(top, "One"), add(top, "Two")
    Redirect.add_redirect("/top/", redirect_to=one)
    assert take("unpublish", one, two, successor="above").status_code == 200
    assert GuidePage.objects.filter(pk__in=[one.pk, two.pk], live=True).count() == 2


def test_a_locked_page_below_that_stays_is_not_redirected(
    client: Client, take: Any, knees: GuidePage, left: GuidePage, django_user_model: Any
) -> None:
    colleague = django_user_model.objects.create_superuser("colleague")
    GuidePage.objects.filter(pk=left.pk).update(locked=True, locked_by=colleague)
    assert take("unpublish", knees, successor="above", include_descendants="on").status_code == 302
    assert lands(client, "/knees/") == ["/"]
    assert lands(client, "/knees/left-knee/") == []
    assert set(Redirect.objects.values_list("old_path", flat=True)) == {"/knees"}


@pytest.mark.parametrize("how", ["delete", "unpublish"])
def test_several_pages_at_once_lead_to_one_that_is_chosen(
    client: Client, take: Any, knees: GuidePage, left: GuidePage, how: str
) -> None:
    legs, feet = add(HomePage.objects.get(), "Legs"), add(HomePage.objects.get(), "Feet")

    def send(target: Any) -> str:
        answer = take(how, knees, feet, successor="other", other_page=target, include_descendants="on")
        return "" if answer.status_code == 302 else answer.content.decode()

    assert "Choose the page" in send("")
    assert "This page goes too" in send(left.pk)
    Redirect.add_redirect("/legs/", redirect_to=feet)
    assert "in circles: /feet → /legs → /feet" in send(legs.pk)
    assert lands(client, "/knees/") == []
    Redirect.objects.all().delete()
    assert send(legs.pk) == ""
    for old in ("/knees/", "/knees/left-knee/", "/feet/"):
        assert lands(client, old) == ["/legs/"], old


def fail(*_: Any) -> None:
    raise OSError("The database is away.")


@pytest.mark.parametrize("how", ["delete", "unpublish"])
def test_pages_that_can_t_go_after_all_leave_no_redirect_behind(
    take: Any, knees: GuidePage, left: GuidePage, how: str
) -> None:
    with hooks.register_temporarily("after_bulk_action", fail), pytest.raises(OSError, match="away"):
        take(how, knees, left, successor="above")
    assert not Redirect.objects.exists()
    assert GuidePage.objects.filter(pk__in=[knees.pk, left.pk], live=True).count() == 2


def test_an_import_refuses_circles_and_what_can_t_work_too(admin_client: Client) -> None:
    Redirect.add_redirect("/two/", "/one/")
    rows = "from,to\n/one/,/two/\n/old/,/sessions/\n/sessions/,/\n/new/,/nowhere/\n"
    file = SimpleUploadedFile("r.csv", rows.encode(), "text/csv")
    confirm = admin_client.post(reverse("wagtailredirects:start_import"), {"import_file": file})
    sent = {name: confirm.context["form"].initial[name] for name in ("import_file_name", "input_format")}
    sent |= {"from_index": "0", "to_index": "1", "permanent": "on"}
    done = admin_client.post(reverse("wagtailredirects:process_import"), sent)
    for said in ("in circles: /one → /two → /one", "would never act", "no page at /nowhere"):
        assert said in done.content.decode()
    assert set(Redirect.objects.values_list("old_path", flat=True)) == {"/two", "/old"}
