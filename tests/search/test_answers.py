"""What staff do about a search from the report, and what visitors then see."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page

from content.caching.version import invalidate
from search.models import SearchDay, Synonym
from tests.search.help import guide, searched

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/searches/"


@pytest.fixture
def row() -> SearchDay:
    return SearchDay.objects.create(date=timezone.localdate(), words="qqvoucher", searches=4)


def soup_of(answer: Any) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def link(client: Client, label: str, **filters: str) -> str:
    """First click: the address that a row's link leads to."""
    found = soup_of(client.get(REPORT, filters)).select_one(f"td a.button:-soup-contains('{label}')")
    return str(found["href"])


def filled_in(client: Client, address: str) -> tuple[str, dict[str, str]]:
    """The form as it opens: its target address and its contents."""
    form = soup_of(client.get(address)).select_one("form#w-editor-form")
    fields = {f["name"]: f.get("value", "") for f in form.select("input[name]")}
    return str(form["action"]), fields | {area["name"]: area.get_text().strip() for area in form.select("textarea")}


def member(*codenames: str) -> Client:
    """A member of a group that may read the report, with these extra rights."""
    group = Group.objects.create(name="Desk")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_searchday", *codenames]))
    person = User.objects.create_user("ed", password="x")
    person.groups.add(group)
    client = Client()
    client.force_login(person)
    return client


def test_two_clicks_put_a_page_first_for_a_search(
    admin_client: Client, client: Client, row: SearchDay, django_capture_on_commit_callbacks: Any
) -> None:
    page = Page.objects.get(slug="sessions")
    assert searched(client, row.words).titles == []
    action, fields = filled_in(admin_client, link(admin_client, "Put a page first", found="none"))
    assert fields["words"] == row.words
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin_client.post(action, fields | {"page": page.pk}, follow=True)
    assert urlsplit(answer.redirect_chain[-1][0]).path == REPORT
    assert parse_qs(urlsplit(answer.redirect_chain[-1][0]).query)["found"] == ["none"]
    assert "now comes first for “qqvoucher”" in answer.content.decode()
    assert searched(client, row.words).titles == [page.title]


def test_another_page_comes_behind_those_that_were_put_first_before(
    admin_client: Client, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    first, second, third = Page.objects.live().filter(depth=3)[:3]
    for place, page in enumerate((first, second)):
        SearchPromotion.objects.create(query=Query.get("qqvoucher"), page=page, sort_order=place)
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"{REPORT}promote/", {"words": "qqvoucher", "page": third.pk, "description": ""})
    assert searched(client, "qqvoucher").titles == [first.title, second.title, third.title]


def test_two_clicks_say_what_visitors_mean(
    admin_client: Client, client: Client, row: SearchDay, django_capture_on_commit_callbacks: Any
) -> None:
    action, fields = filled_in(admin_client, link(admin_client, "Add a synonym", period="30"))
    assert fields["words"] == row.words
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin_client.post(action, fields | {"meaning": "groin, Psoas"})
    assert answer["Location"] == f"{REPORT}?period=30"
    assert "Groin" in searched(client, "my QQvouchers hurt").titles[:3]
    with django_capture_on_commit_callbacks(execute=True):
        Synonym.objects.get().delete()
    assert searched(client, row.words).titles == []


def test_words_that_have_a_synonym_already_lead_to_it(admin_client: Client, row: SearchDay) -> None:
    known = Synonym.objects.create(words=row.words, meaning="groin")
    action, fields = filled_in(admin_client, admin_client.get(link(admin_client, "Add a synonym"))["Location"])
    assert fields["meaning"] == "groin"
    answer = admin_client.post(action, fields | {"meaning": "heel"})
    known.refresh_from_db()
    assert known.meaning == "heel"
    assert answer["Location"].startswith(REPORT)


def test_what_staff_write_takes_the_place_of_what_comes_with_the_site(client: Client) -> None:
    guide("Qqbeak", "Nothing else.")
    assert "Qqbeak" not in searched(client, "lumbago").titles
    Synonym.objects.create(words="lumbago", meaning="qqbeak")
    invalidate()
    assert searched(client, "lumbago").titles == ["Qqbeak"]
    Synonym.objects.create(words="lumbagos", meaning="qqclaw")  # another form, which finds both
    guide("Qqclaw", "Nothing else.")
    assert sorted(searched(client, "lumbago").titles) == ["Qqbeak", "Qqclaw"]
    Synonym.objects.create(words="can I come with", meaning="prices")
    invalidate()
    assert searched(client, "can i come with").soup.select_one(".picks a")["href"] == "/sessions/"


@pytest.mark.parametrize(("words", "meaning"), [("", "groin"), ("!!!", "groin"), ("qqvoucher", ""), ("qqvoucher", "…")])
def test_a_synonym_without_words_is_refused_beside_its_field(admin_client: Client, words: str, meaning: str) -> None:
    answer = admin_client.post("/admin/search_synonym/new/", {"words": words, "meaning": meaning})
    assert soup_of(answer).select_one(".error-message")
    assert not Synonym.objects.exists()


def test_the_same_words_in_capitals_and_with_more_spaces_are_the_same_synonym(admin_client: Client) -> None:
    for _ in range(2):
        answer = admin_client.post("/admin/search_synonym/new/", {"words": "QQ  Voucher ", "meaning": "groin"})
    assert soup_of(answer).select_one(".error-message")
    assert Synonym.objects.get().words == "qq voucher"


def test_a_page_that_visitors_cannot_see_or_that_is_first_already_is_refused(admin_client: Client) -> None:
    page = Page.objects.get(slug="sessions")
    draft, private = guide("Draft", "text", live=False), Page.objects.get(slug="contact")
    private.view_restrictions.create(restriction_type="login")
    SearchPromotion.objects.create(query=Query.get("qqvoucher"), page=page)
    refusals = (
        (draft, "not published"), (private, "private"), (page, "already comes first"), (None, "required"),
    )  # fmt: skip
    for refused, why in refusals:
        data = {"words": "Qqvoucher", "page": refused.pk if refused else "", "description": ""}
        answer = admin_client.post(f"{REPORT}promote/", data)
        assert why in soup_of(answer).select_one(".error-message").get_text()
    assert SearchPromotion.objects.filter(query__query_string="qqvoucher").count() == 1


def test_each_right_is_checked_where_the_data_is(row: SearchDay) -> None:
    reader = member()
    assert not soup_of(reader.get(REPORT)).select("td a.button")
    page = Page.objects.get(slug="sessions")
    reader.post(f"{REPORT}promote/", {"words": row.words, "page": page.pk, "description": ""})
    reader.post("/admin/search_synonym/new/", {"words": row.words, "meaning": "groin"})
    assert not SearchPromotion.objects.filter(query__query_string=row.words).exists()
    assert not Synonym.objects.exists()


@pytest.mark.parametrize(
    ("right", "label"), [("add_searchpromotion", "Put a page first"), ("add_synonym", "Add a synonym")]
)
def test_who_has_one_of_the_rights_sees_that_choice_alone(row: SearchDay, right: str, label: str) -> None:
    client = member(right)
    buttons = soup_of(client.get(REPORT)).select("td a.button")
    assert [" ".join(button.get_text().split()) for button in buttons] == [f"{label} for “qqvoucher”"]
    assert client.get(buttons[0]["href"]).status_code == 200


def test_nobody_is_led_to_another_site(admin_client: Client) -> None:
    page = Page.objects.get(slug="sessions")
    address = f"{REPORT}promote/?words=x&next=https://elsewhere.example/"
    answer = admin_client.post(address, {"words": "qqx", "page": page.pk, "description": ""})
    assert answer["Location"] == REPORT


def test_settings_lists_synonyms_to_change(admin_client: Client) -> None:
    known = Synonym.objects.create(words="qqvoucher", meaning="groin")
    listed = soup_of(admin_client.get("/admin/search_synonym/")).select_one("td a:-soup-contains('qqvoucher')")
    action, fields = filled_in(admin_client, listed["href"])
    assert (fields["words"], fields["meaning"]) == ("qqvoucher", "groin")
    assert admin_client.post(action, fields | {"meaning": "heel"})["Location"] == "/admin/search_synonym/"
    known.refresh_from_db()
    assert known.meaning == "heel"


def test_groups_can_be_given_the_right_to_synonyms(admin_client: Client) -> None:
    soup = soup_of(admin_client.get("/admin/groups/new/"))
    offered = {box["value"] for box in soup.select("input[type=checkbox][name=permissions]")}
    rights = Permission.objects.filter(codename__in=["add_synonym", "change_synonym", "delete_synonym"])
    assert {str(right.pk) for right in rights} <= offered


def test_the_list_of_promoted_results_marks_pages_that_are_not_published(admin_client: Client) -> None:
    Page.objects.filter(slug="sessions").update(live=False)
    listed = soup_of(admin_client.get("/admin/searchpicks/?q=price"))
    (cell,) = listed.select(f"td:has(> a[href='/admin/pages/{Page.objects.get(slug='sessions').pk}/edit/'])")[:1]
    assert "not published" in cell.get_text()
    assert "not published" not in soup_of(admin_client.get("/admin/searchpicks/?q=contact")).get_text()
