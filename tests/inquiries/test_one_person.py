"""One person's data: what is found is shown, and exported or erased as far as it is checked."""

import json
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import ModelLogEntry

from inquiries.models import Inquiry, InquiryEvent, InquiryNote, Mail, Message, SearchTerm
from tests.inquiries.inbox_help import CANARY, make_inquiry, signed_in, soup, staff

pytestmark = pytest.mark.django_db
PERSON = "/admin/inquiry/person/"


@pytest.fixture
def owner() -> Client:
    return signed_in(staff(User, "owner", "view", "answer", "export", "erase"))


def test_of_two_who_share_a_phone_one_is_erased_and_the_other_stays(owner: Client) -> None:
    ann = make_inquiry(name="Ann Roe", email="ann@example.com", phone="917 555 0142")
    tim = make_inquiry(name="Tim Roe", email="tim@example.com", phone="917 555 0142")
    asked = {"phone": "(917) 555-0142"}
    shown = soup(owner.post(PERSON, asked | {"find": "1"}))
    assert {box["value"] for box in shown.select("input[name=inquiry][checked]")} == {str(ann.pk), str(tim.pk)}
    rows = [" ".join(row.text.split()) for row in shown.select(".inbox-list li")]
    assert all("Another name, another email address" in row for row in rows)
    assert "ann@example.com" in rows[1]
    exported = owner.post(PERSON, asked | {"inquiry": tim.pk, "export": "json"}).json()
    assert [inquiry["name"] for inquiry in exported["inquiries"]] == ["Tim Roe"]
    assert "at least one" in owner.post(PERSON, asked | {"erase": "1", "sure": "1"}).content.decode()
    left = soup(owner.post(PERSON, asked | {"inquiry": tim.pk, "erase": "1", "sure": "1"}))
    assert list(Inquiry.objects.all()) == [ann]
    assert not left.select("input[name=inquiry][checked]")


@pytest.mark.parametrize(
    ("asked", "differs"),
    [
        ({"email": "Ada@example.com"}, None),
        ({"email": "ada@example.com", "phone": "646 555 0199"}, "Another phone number"),
        ({"email": "eve@example.com", "phone": "917-555-0142"}, "Another email address"),
    ],
)
def test_an_address_or_number_that_was_not_asked_for_is_pointed_out(
    owner: Client, asked: dict[str, str], differs: str | None
) -> None:
    make_inquiry(phone="+1 917 555 0142")
    row = soup(owner.post(PERSON, asked | {"find": "1"})).select_one(".inbox-list li strong")
    assert (row and row.text.strip()) == differs


def test_only_checked_inquiries_that_were_found_count(owner: Client) -> None:
    make_inquiry()
    other = make_inquiry(email="other@example.com")
    asked = {"email": "ada@example.com", "inquiry": [other.pk, "x"], "erase": "1", "sure": "1"}
    assert owner.post(PERSON, asked).status_code == 422
    assert Inquiry.objects.count() == 2


def test_the_page_to_print_has_the_same_data_and_needs_nothing_else(owner: Client) -> None:
    inquiry = make_inquiry(name="Ada <b>", phone="917 555 0142", times="mornings")
    owner.post(f"/admin/inquiry/{inquiry.pk}/note/", {"text": "quiet okapi"})
    answer = owner.post(PERSON, {"phone": "9175550142", "inquiry": inquiry.pk, "export": "html"})
    assert answer["Content-Disposition"].endswith('.html"')
    assert "no-store" in answer["Cache-Control"]
    page = soup(answer)
    pairs = [(term.text, term.find_next("dd").text) for term in page.find_all("dt")]
    for pair in [("Name", "Ada <b>"), ("Times", "mornings"), ("Message", CANARY), ("Text", "quiet okapi")]:
        assert pair in pairs
    assert not page.select("script, link, img, [src], [href]")


def test_one_person_is_found_exported_and_erased_without_trace(owner: Client) -> None:
    hers = make_inquiry(phone="917 555 0142")
    also = make_inquiry(email="other@example.com", phone="+1 (917) 555-0142")
    make_inquiry(email="somebody@example.com")
    owner.get(f"/admin/inquiry/inspect/{hers.pk}/")
    owner.post(f"/admin/inquiry/{hers.pk}/reply/", {"text": "Hello giraffe", "key": uuid4()})
    owner.post(f"/admin/inquiry/{hers.pk}/note/", {"text": "quiet okapi"})
    asked = {"email": "ADA@example.com", "phone": "9175550142", "inquiry": [hers.pk, also.pk]}

    shown = owner.post(PERSON, asked | {"find": "1"}).content.decode()
    assert hers.reference in shown
    assert also.reference in shown
    exported = owner.post(PERSON, asked | {"export": "json"})
    assert "ada" not in exported["Content-Disposition"]
    text = exported.content.decode()
    assert len(json.loads(text)["inquiries"]) == 2
    for words in [CANARY, "Hello giraffe", "quiet okapi"]:
        assert words in text

    assert "check the box" in owner.post(PERSON, asked | {"erase": "1"}).content.decode()
    assert Inquiry.objects.count() == 3
    owner.post(PERSON, asked | {"erase": "1", "sure": "1"})
    assert Inquiry.objects.get().email == "somebody@example.com"
    left = [Mail, Message, InquiryEvent, InquiryNote, SearchTerm]
    assert all(set(model.objects.values_list("inquiry_id", flat=True)) <= {Inquiry.objects.get().pk} for model in left)
    log = list(ModelLogEntry.objects.all())
    assert not [entry for entry in log if entry.label.startswith("Inquiry ")]
    assert [entry.data for entry in log if entry.action == "inquiries.erase"] == [{"count": 2}]
    assert not any("ada" in str(entry.data).lower() for entry in log)


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("917 555 0142 ext. 45", "917 555 0142"),
        ("(917) 555-0142;45", "+1 917 555 0142"),
        ("020 7946 0000 or 07700 900123", "+44 20 7946 0000"),
        ("020 7946 0000 or 07700 900123", "07700 900123"),
        ("917 555 0142 / 646 555 0199", "917.555.0142"),
        ("٩١٧ ٥٥٥ ٠١٤٢", "9175550142"),
        ("WhatsApp +44 7700 900123", "07700900123"),
    ],
)
def test_each_number_in_the_field_is_a_way_to_the_person(owner: Client, stored: str, asked: str) -> None:
    theirs = make_inquiry(email="", phone=stored)
    make_inquiry(email="", phone="917 555 9999")
    answer = owner.post(PERSON, {"phone": asked, "inquiry": theirs.pk, "export": "json"})
    assert [inquiry["reference"] for inquiry in answer.json()["inquiries"]] == [theirs.reference]


def test_what_is_marked_to_be_kept_stays(owner: Client) -> None:
    held = make_inquiry(is_held=True)
    answer = owner.post(PERSON, {"email": "ada@example.com", "find": "1"})
    assert "marked “never erase”" in answer.content.decode()
    owner.post(PERSON, {"email": "ada@example.com", "inquiry": held.pk, "erase": "1", "sure": "1"})
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize("asked", [{}, {"phone": "12"}, {"email": "no address"}])
def test_a_search_for_nobody_is_refused(owner: Client, asked: dict[str, str]) -> None:
    make_inquiry(email="", phone="917 555 0142")
    assert owner.post(PERSON, asked | {"erase": "1", "sure": "1"}).status_code == 422
    assert Inquiry.objects.count() == 1


def test_exporting_and_erasing_each_need_their_own_right() -> None:
    asked = {"email": "ada@example.com", "inquiry": make_inquiry().pk}
    exporter = signed_in(staff(User, "exporter", "view", "export"))
    assert 'name="erase"' not in exporter.post(PERSON, asked | {"find": "1"}).content.decode()
    assert exporter.post(PERSON, asked | {"erase": "1", "sure": "1"}).status_code == 302
    eraser = signed_in(staff(User, "eraser", "view", "erase"))
    assert 'name="export"' not in eraser.post(PERSON, asked | {"find": "1"}).content.decode()
    assert eraser.post(PERSON, asked | {"export": "json"}).status_code == 302
    desk = signed_in(staff(User, "desk", "view", "answer"))
    assert desk.get(PERSON).status_code == 302
    assert PERSON not in desk.get("/admin/inquiry/").content.decode()
    assert Inquiry.objects.count() == 1


def test_who_wrote_from_another_address_is_found_and_exported(owner: Client) -> None:
    inquiry = make_inquiry(is_suspect=True, suspect_reasons=["Many links."])
    Message.objects.create(inquiry=inquiry, kind="inbound", text="Hi", sender="eve@work.example")
    SearchTerm.write(inquiry)
    asked = {"email": "eve@work.example", "inquiry": inquiry.pk}
    assert inquiry.reference in owner.post(PERSON, asked | {"find": "1"}).content.decode()
    (stored,) = owner.post(PERSON, asked | {"export": "json"}).json()["inquiries"]
    assert stored["messages"][0]["from"] == "eve@work.example"
    assert stored["suspect_because"] == ["Many links."]
