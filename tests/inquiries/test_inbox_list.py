"""The inbox's list: folders, search that keeps names out of addresses, filters, bulk actions, rights."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from content.models import ConditionPage
from inquiries.models import Inquiry, Mail
from tests.inquiries.inbox_help import CANARY, act, listed, make_inquiry, signed_in, soup, staff

pytestmark = pytest.mark.django_db
LIST = "/admin/inquiry/"


@pytest.fixture
def desk() -> Client:
    return signed_in(staff(User, "desk", "view", "answer"))


def bulk(client: Client, action: str, *inquiries: Inquiry, **data: Any) -> Any:
    ids = "&".join(f"id={inquiry.pk}" for inquiry in inquiries)
    address = reverse("wagtail_bulk_action", args=["inquiries", "inquiry", action])
    return client.post(f"{address}?next={LIST}&{ids}", data, follow=True)


def test_folders_hold_what_is_to_answer_everything_and_suspects(desk: Client) -> None:
    new = make_inquiry(created_at=timezone.now() - timedelta(hours=1))
    make_inquiry(state="closed")
    again = make_inquiry(state="contacted", wrote_again_at=timezone.now())
    suspect = make_inquiry(is_suspect=True, suspect_reasons=["Many links."])
    make_inquiry(is_suspect=True, state="spam")
    inbox = desk.get(LIST)
    assert listed(inbox) == [new.reference, again.reference]  # the longest wait first
    assert len(listed(desk.get(f"{LIST}all/"))) == 5
    assert listed(desk.get(f"{LIST}suspects/")) == [suspect.reference]
    counts = [count.text for count in soup(inbox).select(".inbox-folders .inbox-count")]
    assert counts == ["2", "5", "1"]


@pytest.mark.parametrize("address", [LIST, f"{LIST}all/", f"{LIST}suspects/"])
def test_an_empty_folder_says_so_in_words(desk: Client, address: str) -> None:
    assert len(soup(desk.get(address)).select_one(".inbox-empty").text) > 40


def test_each_folder_offers_what_can_be_done_there_first_things_first(desk: Client) -> None:
    make_inquiry()
    make_inquiry(is_suspect=True)
    offered = {
        folder: [button.text.strip() for button in soup(desk.get(LIST + folder)).select("[data-bulk-action-button]")]
        for folder in ["", "all/", "suspects/"]
    }
    assert offered == {
        "": ["Assign", "State", "Spam", "Follow up"],
        "all/": ["Assign", "State", "Spam", "Not spam", "Follow up"],
        "suspects/": ["Not spam", "Spam", "Assign", "Follow up"],
    }


def test_whoever_has_waited_longest_comes_first_where_someone_waits(desk: Client) -> None:
    now = timezone.now()
    again = make_inquiry(created_at=now - timedelta(days=9), wrote_again_at=now - timedelta(hours=2), state="contacted")
    old = make_inquiry(created_at=now - timedelta(hours=5))
    young = make_inquiry(created_at=now)
    assert listed(desk.get(LIST)) == [old.reference, again.reference, young.reference]
    assert listed(desk.get(f"{LIST}?ordering=-created_at")) == [young.reference, old.reference, again.reference]
    assert listed(desk.get(f"{LIST}all/")) == [young.reference, old.reference, again.reference]


def test_filters_narrow_the_list(desk: Client) -> None:
    user = User.objects.get(username="desk")
    hip = ConditionPage.objects.live().first()
    page = Page.objects.get(slug="contact")
    hers = make_inquiry(
        about=hip.title, source_page=page, assignee=user, follow_up_on=timezone.localdate(), state="contacted"
    )
    long_ago, next_week = timezone.now() - timedelta(days=90), timezone.localdate() + timedelta(days=7)
    waiting = make_inquiry(created_at=long_ago)
    make_inquiry(created_at=long_ago, follow_up_on=next_week, read_at=long_ago)
    assert listed(desk.get(f"{LIST}all/?attention=unread")) == [waiting.reference]
    today = timezone.localdate().isoformat()
    for narrowed in [
        f"about={hip.pk}",
        f"source_page={page.pk}",
        f"assignee={user.pk}",
        "state=contacted",
        "follow_up=due",
        f"created_at_from={today}",
    ]:
        assert listed(desk.get(f"{LIST}all/?{narrowed}")) == [hers.reference], narrowed
    assert listed(desk.get(f"{LIST}all/results/?{narrowed}")) == [hers.reference]  # what the filters load by script
    for narrowed, count in {"assignee=none": 2, "follow_up=planned": 2, "follow_up=none": 1}.items():
        assert len(listed(desk.get(f"{LIST}all/?{narrowed}"))) == count, narrowed
    assert listed(desk.get(f"{LIST}all/?is_suspect=True")) == []


def test_the_filter_by_state_agrees_with_the_column_that_calls_suspects_suspect(desk: Client) -> None:
    new, _ = make_inquiry(), make_inquiry(is_suspect=True)
    spam = make_inquiry(is_suspect=True, state="spam")
    assert listed(desk.get(f"{LIST}all/?state=new")) == [new.reference]
    assert set(listed(desk.get(f"{LIST}all/?state=new&state=spam"))) == {new.reference, spam.reference}
    assert len(listed(desk.get(f"{LIST}all/"))) == 3


def test_the_list_sorts_by_received_and_state(desk: Client) -> None:
    old = make_inquiry(created_at=timezone.now() - timedelta(days=2), state="contacted")
    young = make_inquiry(follow_up_on="2030-03-04")
    assert "March 4, 2030" in desk.get(f"{LIST}all/").content.decode()  # as the clinic's market writes it
    assert listed(desk.get(f"{LIST}all/")) == [young.reference, old.reference]
    assert listed(desk.get(f"{LIST}all/?ordering=created_at")) == [old.reference, young.reference]
    assert listed(desk.get(f"{LIST}all/?ordering=state")) == [old.reference, young.reference]


def test_the_menu_counts_unread_until_somebody_reads_and_suspects(desk: Client) -> None:
    one, _ = make_inquiry(), make_inquiry()
    make_inquiry(is_suspect=True)
    make_inquiry(state="closed")
    assert "Inquiries (2 + 1)" in desk.get("/admin/").content.decode()
    assert len(soup(desk.get(f"{LIST}all/")).select(".inbox-unread")) == 2
    assert len(soup(desk.get(LIST)).select(".inbox-unread")) == 2
    desk.get(f"{LIST}inspect/{one.pk}/")
    shown = desk.get("/admin/").content.decode()
    assert "Inquiries (1 + 1)" in shown  # all of it fits into the menu
    assert "Inquiries, 1 unread, 1 suspected spam" in shown  # in words for screen readers, and as a tooltip


def test_bulk_assign_state_and_spam(desk: Client) -> None:
    one, two = make_inquiry(), make_inquiry()
    colleague = staff(User, "colleague", "view")
    answer = bulk(desk, "assign", one, two, assignee=colleague.pk)
    assert "2 inquiries assigned" in answer.content.decode()
    assert Inquiry.objects.filter(assignee=colleague).count() == 2
    bulk(desk, "state", one, state="closed")
    bulk(desk, "spam", two)
    assert set(Inquiry.objects.values_list("state", flat=True)) == {"closed", "spam"}


def test_bulk_asks_first_and_never_takes_what_was_not_ticked(desk: Client) -> None:
    one = make_inquiry()
    address = reverse("wagtail_bulk_action", args=["inquiries", "inquiry", "state"])
    assert one.reference in desk.get(f"{address}?next={LIST}&id={one.pk}").content.decode()
    assert one.reference not in desk.get(f"{address}?next=/admin/pages/&id=all").content.decode()  # no such list
    other = make_inquiry(name="Zoe Other", email="zoe@example.com")
    search = urlsplit(desk.post(f"{LIST}find/", {"q": "zoe"}).url).query
    for query, shown in ((search, [other]), ("", [one, other]), ("created_at_from=nonsense", [])):
        page = desk.get(f"{address}?{query}&next={LIST}all/&id=all").content.decode()
        assert [each for each in (one, other) if each.reference in page] == shown
    desk.post(f"{address}?next={LIST}&id=all", {"state": "closed"})
    one.refresh_from_db()
    assert one.state == "new"


def test_bulk_state_and_follow_up_and_one_undo_for_all(desk: Client) -> None:
    one, two, changed = make_inquiry(), make_inquiry(state="contacted"), make_inquiry()
    merged, kept = make_inquiry(), make_inquiry()
    day = timezone.localdate() + timedelta(days=2)
    bulk(desk, "follow_up", one, two, follow_up_on=day.isoformat())
    assert Inquiry.objects.filter(follow_up_on=day).count() == 2
    answer = soup(bulk(desk, "state", one, two, changed, merged, state="booked"))
    assert set(Inquiry.objects.exclude(pk=kept.pk).values_list("state", flat=True)) == {"booked"}
    desk.post(f"/admin/inquiry/{changed.pk}/state/", {"state": "closed"})
    act(desk, kept, f"merge/{merged.pk}")
    undo = answer.select_one(".messages button")["data-w-action-url-value"]
    assert desk.get(undo).status_code == 405
    said = desk.post(undo, follow=True).content.decode()
    assert "Taken back for 2 inquiries" in said
    assert "2, changed since" in said
    found = dict(Inquiry.objects.values_list("pk", "state"))
    assert found == {one.pk: "new", two.pk: "contacted", changed.pk: "closed", merged.pk: "booked", kept.pk: "booked"}
    viewer = signed_in(staff(User, "viewer", "view"))
    assert viewer.post(undo).status_code == 302


def test_suspects_are_left_out_where_they_would_vanish_from_every_folder(desk: Client) -> None:
    suspect, regular = make_inquiry(is_suspect=True, name="Sus Pect"), make_inquiry()
    address = reverse("wagtail_bulk_action", args=["inquiries", "inquiry", "state"])
    shown = soup(desk.get(f"{address}?next={LIST}&id={suspect.pk}&id={regular.pk}"))
    assert "Sus Pect" in shown.select_one(".inbox-warning").text
    bulk(desk, "state", suspect, regular, state="closed")
    assert listed(desk.get(f"{LIST}suspects/")) == [suspect.reference]
    regular.refresh_from_db()
    assert regular.state == "closed"


def test_acting_on_a_whole_list_means_what_it_showed_at_the_time(desk: Client) -> None:
    new, other = [make_inquiry(email="", phone="917 555 0142") for _ in range(52)], make_inquiry(state="contacted")
    listing = soup(desk.get(f"{LIST}all/?state=new"))
    assert listing.select_one("[data-bulk-action-num-objects-in-listing]").text == "Select all 52 in this list"
    address = reverse("wagtail_bulk_action", args=["inquiries", "inquiry", "state"])
    query = f"?state=new&id=all&next={LIST}all/%3Fstate=new"
    asked = soup(desk.get(address + query))
    late = make_inquiry(name="Bo Late")
    manager = signed_in(staff(User, "manager", "view", "answer"))
    act(manager, new[0], "state", state="booked")
    act(manager, new[1], f"merge/{new[2].pk}")
    given = {each["name"]: each["value"] for each in asked.select("form [name][value]")}
    said = desk.post(address + query, given | {"state": "closed"}, follow=True)
    assert "Left as they are: 3, changed since." in said.content.decode()
    assert Inquiry.objects.filter(state="closed").count() == len(new) - 3
    late.refresh_from_db()
    other.refresh_from_db()
    assert (late.state, other.state) == ("new", "contacted")


def test_not_spam_sends_the_mails_once(desk: Client) -> None:
    suspect = make_inquiry(is_suspect=True, email="kept@example.com")
    regular = make_inquiry()
    sent_before = Mail.objects.filter(inquiry=regular).count()
    said = bulk(desk, "not_spam", suspect, regular).content.decode()
    assert "1 inquiry moved to the inbox. Emails that were held back are on their way, so there is no Undo." in said
    assert "0 inquiries moved to the inbox." in bulk(desk, "not_spam", suspect, regular).content.decode()
    assert Mail.objects.filter(inquiry=suspect).count() == 2
    assert Mail.objects.filter(inquiry=regular).count() == sent_before
    call_command("deliver", "--once", stdout=open("/dev/null", "w"))  # noqa: SIM115
    assert sum(suspect.reference in message.subject for message in mail.outbox) == 2


def test_those_who_may_only_view_change_nothing() -> None:
    viewer = signed_in(staff(User, "viewer", "view"))
    one = make_inquiry()
    page = soup(viewer.get(LIST))
    assert listed(viewer.get(LIST)) == [one.reference]
    assert not page.select("[data-bulk-action-checkbox]")
    bulk(viewer, "state", one, state="closed")
    one.refresh_from_db()
    assert one.state == "new"


def test_editors_without_rights_do_not_even_learn_which_inquiries_exist() -> None:
    one, editor = make_inquiry(), signed_in(staff(User, "editor"))
    for address in ["", "all/", "suspects/", "results/", f"inspect/{one.pk}/", "inspect/99999/"]:
        assert editor.get(LIST + address).status_code == 302, address
    assert editor.post(f"{LIST}find/", {"q": "ada"}).status_code == 302


def test_groups_offer_each_right_by_itself(admin_client: Client) -> None:
    group = Group.objects.get(name="Editors")
    text = admin_client.get(f"/admin/groups/edit/{group.pk}/").content.decode()
    for words in ["Can answer inquiries", "Can export inquiries", "Can erase inquiries"]:
        assert words in text
    assert "add_inquiry" not in text


def test_a_long_list_costs_a_fixed_number_of_queries(desk: Client) -> None:
    make_inquiry()
    desk.get(f"{LIST}all/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        desk.get(f"{LIST}all/")
    for _ in range(20):
        make_inquiry()
    with CaptureQueriesContext(connection) as many:
        answer = desk.get(f"{LIST}all/")
    assert len(many) <= len(few) + 1
    assert CANARY not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
