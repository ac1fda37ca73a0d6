"""Input is tidied before it is validated, wherever people type a text, an address or a number."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from content.models import ClinicSettings
from inquiries.models import Inquiry, InquiryRouting, ReplyTemplate
from tests.forms import as_sent
from tests.inquiries.form_help import soup
from tests.inquiries.inbox_help import make_inquiry, signed_in, staff, step
from tests.inquiries.visitor import answers, deliver, form_in, send

pytestmark = pytest.mark.django_db

LINES = 95
LONGEST = "\r\n".join(["x" * 51] * (LINES - 1) + ["x" * (5000 - 52 * (LINES - 1))])  # as browsers send 5000 characters


def test_the_longest_message_fits_however_browsers_break_its_lines(client: Client) -> None:
    assert send(client, answers(client, message=LONGEST)).status_code == 303
    assert Inquiry.objects.get().message == LONGEST.replace("\r\n", "\n")


def test_no_field_cuts_a_text_off_and_one_that_is_too_long_comes_back_whole(client: Client) -> None:
    assert not soup(client.get("/contact/")).select("#inquiry [maxlength]")
    typed = {"name": "n" * 121, "phone": "5" * 41, "times": "t" * 301, "message": "m" * 10_000}
    typed["email"] = f"{'e' * 250}@example.com"
    answer = send(client, answers(client, **typed))
    assert answer.status_code == 422
    page = soup(answer)
    for name, text in typed.items():
        field = page.select_one(f"#inquiry [name={name}]")
        assert field is not None
        assert (field.get("value") or field.text.strip()) == text
        assert "can be sent." in page.select_one(f"#id_{name}_error").text  # type: ignore[union-attr]
    said = page.select_one("#id_message_error").text  # type: ignore[union-attr]
    assert "“Your message” has 10,000 characters; at most 5,000 can be sent." in said


@pytest.mark.parametrize("email", ["\u200bada@example.com", "ada@example.com\u200f", "\xa0ada＠example．com\u2060"])
def test_an_address_is_stored_and_mailed_without_what_nobody_sees(client: Client, email: str) -> None:
    assert send(client, answers(client, email=email, name="\u200eAda Example\ufeff")).status_code == 303
    inquiry = Inquiry.objects.get()
    assert (inquiry.email, inquiry.name) == ("ada@example.com", "Ada Example")
    deliver()
    assert ["ada@example.com"] in [sent.to for sent in mail.outbox]


@pytest.mark.parametrize(
    "pasted",
    ["Ada <ada@example.com>", "mailto:ada@example.com", "ada@example.com.", "<ada@example.com>,", "A <ada@example.com"],
)
def test_an_address_is_taken_out_of_what_was_copied_around_it(client: Client, pasted: str) -> None:
    assert send(client, answers(client, email=pasted)).status_code == 303
    assert Inquiry.objects.get().email == "ada@example.com"


def choices_of(answer: Any) -> dict[str, bool]:
    """The addresses offered, and which one is chosen."""
    return {str(one["value"]): one.has_attr("checked") for one in soup(answer).select("[name=email_choice]")}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jane@gmial.com", "jane@gmail.com"),
        ("jane@hotmial.com", "jane@hotmail.com"),
        ("jane@gmail.con", "jane@gmail.com"),
        ("jane@yahoo.co", "jane@yahoo.com"),
        ("jane@Gmai.com", "jane@gmail.com"),
    ],
)
def test_a_mistyped_address_is_asked_about_once(client: Client, typed: str, meant: str) -> None:
    asked = send(client, answers(client, email=typed))
    assert asked.status_code == 422
    assert f"Did you mean {meant}?" in soup(asked).select_one(".error-summary").text
    assert choices_of(asked) == {meant: False, typed: True}
    assert not Inquiry.objects.exists()
    given = form_in(asked) | {"consent": "on"}
    still = send(client, given | {"email_choice": meant, "name": ""})
    assert choices_of(still) == {meant: True, typed: False}
    assert send(client, given | {"email_choice": meant}).status_code == 303
    assert send(client, given).status_code == 303
    assert [inquiry.email for inquiry in Inquiry.objects.order_by("pk")] == [meant, typed]


@pytest.mark.parametrize(
    "email", ["a@ymail.com", "a@email.com", "a@yahoo.ca", "a@hotmail.fr", "a@example.com", "a@GMAIL.com"]
)
def test_other_addresses_are_not_asked_about(client: Client, email: str) -> None:
    assert send(client, answers(client, email=email)).status_code == 303


def test_an_answer_about_another_address_changes_nothing(client: Client) -> None:
    send(client, answers(client, email="ada@example.com", email_choice="eve@gmail.com"))
    assert Inquiry.objects.get().email == "ada@example.com"


def test_reading_about_privacy_keeps_what_was_typed(client: Client) -> None:
    for page in (client.get("/contact/"), send(client, answers(client, consent=""))):
        links = soup(page).select("#inquiry a[href^='/']")
        assert links
        assert {link.get("target") for link in links} == {"_blank"}
        assert all("new tab" in link.parent.text for link in links)


def test_a_phone_number_is_kept_as_typed_but_for_what_surrounds_it(client: Client) -> None:
    typed = "020 7946 0000 or 07700\xa0900123"
    send(client, answers(client, phone=f"\u202a {typed}\u202c", contact_by="phone"))
    assert Inquiry.objects.get().phone == typed


@pytest.mark.parametrize("field", ["name", "message"])
def test_nothing_but_invisible_marks_is_an_empty_field(client: Client, field: str) -> None:
    answer = send(client, answers(client, **{field: "\u200b\u2063 \u3164"}))
    assert answer.status_code == 422
    assert soup(answer).select_one(f"[name={field}]")["aria-invalid"] == "true"  # type: ignore[index]


@pytest.mark.parametrize(("form", "kind"), [("note", "notes"), ("reply", "messages")])
def test_line_breaks_count_once_in_what_staff_write(desk: Client, form: str, kind: str) -> None:
    inquiry = make_inquiry()
    page = soup(desk.get(f"/admin/inquiry/inspect/{inquiry.pk}/"))
    given = as_sent(page.select_one(f"form[action*='/{form}/']"))  # type: ignore[arg-type]
    step(desk, inquiry, form, **given | {"text": "a\r\n" * 4999 + "bb"})
    assert len(getattr(inquiry, kind).get().text) == 10_000


def test_line_breaks_count_once_in_the_admin(admin_client: Client) -> None:
    page = soup(admin_client.get("/admin/reply_template/new/"))
    box = page.select_one("textarea[name=text]")
    assert box is not None
    admin_client.post("/admin/reply_template/new/", {"name": "\u200bHello ", "text": "a\r\nb\r", "order": "0"})
    assert ReplyTemplate.objects.get(name="Hello").text == "a\nb"


def test_the_addresses_that_staff_type_are_tidied_too(admin_client: Client) -> None:
    clinic = ClinicSettings.default()
    address = f"/admin/settings/content/clinicsettings/{clinic.site_id}/"
    given = as_sent(soup(admin_client.get(address)).select_one("form[action*=clinicsettings]"))  # type: ignore[arg-type]
    changed: dict[str, Any] = {"email": "desk＠clinic．example\u200b", "phone": "\u202a(555) 555-0142\u202c"}
    admin_client.post(address, given | changed)
    clinic.refresh_from_db()
    assert (clinic.email, clinic.phone) == ("desk@clinic.example", "(555) 555-0142")
    address = f"/admin/settings/inquiries/inquiryrouting/{InquiryRouting.load().pk}/"
    admin_client.post(address, {"recipients": "a＠b.example\u200e\r\nc@d.example"})
    assert InquiryRouting.objects.get().recipients == "a@b.example\nc@d.example"


def test_a_person_is_found_by_an_address_that_was_copied_with_a_mark() -> None:
    inquiry = make_inquiry(phone="917 555 0142 ext. 45")
    client = signed_in(staff(User, "dpo", "view", "export"))
    for given in ({"email": "\u200bada＠example.com"}, {"phone": "\u202a+1 917 555 0142\u202c"}):
        found = client.post("/admin/inquiry/person/", {"email": "", "phone": "", "find": "1"} | given)
        assert inquiry.reference in found.content.decode()
    find = client.post("/admin/inquiry/find/", {"q": "\u200bada\u2060 example\u200f"}, follow=True)
    assert inquiry.reference in find.content.decode()
