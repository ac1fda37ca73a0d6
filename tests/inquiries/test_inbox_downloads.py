"""Downloads for spreadsheets and address books contain only what was chosen, for those with the right to export."""

import io

import pytest
from django.contrib.auth.models import User
from django.test import Client
from openpyxl import load_workbook

from tests.inquiries.inbox_help import CANARY, make_inquiry, signed_in, soup, staff
from tests.inquiries.test_inbox_export import ALL, content, csv_rows, owner  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db


def test_columns_can_be_chosen_and_are_remembered_while_signed_in(owner: Client) -> None:  # noqa: F811
    make_inquiry(name="=1+1", phone="917 555 0142", state="booked")
    make_inquiry(name="Of another state", email="else@example.com")
    listed = f"{ALL}?state=booked"
    link = soup(owner.get(listed)).find("a", href=lambda url: url and url.startswith("/admin/inquiry/columns/?next="))
    form = soup(owner.get(link["href"])).select_one("form[action='/admin/inquiry/columns/']")
    assert len(form.select("input[name=columns][checked]")) == 34
    assert "Check at least one" in owner.post(form["action"], {"next": listed}).content.decode()
    chosen = {"next": form.select_one("[name=next]")["value"], "columns": ["Name", "Reference"]}
    (row,) = csv_rows(owner.post(form["action"], chosen, follow=True))
    assert list(row) == ["Reference", "Name"]
    assert row["Name"] == "'=1+1"
    sheet = load_workbook(io.BytesIO(content(owner.post(form["action"], chosen | {"xlsx": "1"}, follow=True)))).active
    assert [cell.value for cell in sheet[1]] == ["Reference", "Name"]
    assert list(csv_rows(owner.get(f"{ALL}?export=csv"))[0]) == ["Reference", "Name"]
    again = signed_in(User.objects.get(username="owner"))
    assert len(csv_rows(again.get(f"{ALL}?export=csv"))[0]) == 34
    elsewhere = owner.post(form["action"], chosen | {"next": "https://evil.example/"})
    assert elsewhere.headers["Location"] == f"{ALL}?export=csv"
    desk = signed_in(staff(User, "desk", "view", "answer"))
    assert desk.get("/admin/inquiry/columns/").status_code == 302


def test_a_vcard_escapes_folds_and_is_for_those_who_may_export(owner: Client) -> None:  # noqa: F811
    name = "Zoë; Ada, \\ B. " + "Æ" * 60
    inquiry = make_inquiry(name=name, phone="917 555 0142")
    address = f"/admin/inquiry/{inquiry.pk}/vcard/"
    assert soup(owner.get(f"/admin/inquiry/inspect/{inquiry.pk}/")).find("a", href=address)
    answer = owner.get(address)
    assert answer.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert {"private", "no-store"} <= {part.strip() for part in answer.headers["Cache-Control"].split(",")}
    lines = answer.content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no character is split
    unfolded = answer.content.replace(b"\r\n ", b"").decode().split("\r\n")
    assert "FN:Zoë\\; Ada\\, \\\\ B. " + "Æ" * 60 in unfolded
    assert unfolded[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert {"EMAIL;TYPE=INTERNET:ada@example.com", "TEL;TYPE=VOICE:917 555 0142", "END:VCARD"} <= set(unfolded)
    assert CANARY not in answer.content.decode()
    desk = signed_in(staff(User, "desk", "view", "answer"))
    assert desk.get(address).status_code == 302


def test_without_its_key_an_inquiry_has_no_contact_to_save(owner: Client, settings) -> None:  # noqa: F811
    inquiry = make_inquiry()
    settings.FIELD_KEYS = ["b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXktMTI="]
    answer = owner.get(f"/admin/inquiry/{inquiry.pk}/vcard/", follow=True)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "encryption key for this inquiry is missing" in answer.content.decode()
