"""What staff set on the inquiry page, and how it reaches visitors."""

import json
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client

from content.models import ClinicSettings, ConditionPage, LegalPage, PractitionerPage
from inquiries.models import Inquiry, InquiryPage, InquiryRouting, Mail
from inquiries.privacy.retention import inquiry_settings
from tests.inquiries.form_help import edit, first_input_of, soup
from tests.inquiries.visitor import answers, deliver, send

pytestmark = pytest.mark.django_db
KINDS = [
    {"question": "Which town?", "kind": "line", "required": "on", "choices": ""},
    {"question": "Tell us more", "kind": "text", "required": "on", "choices": ""},
    {
        "question": "Mornings or evenings?",
        "kind": "choice",
        "required": "on",
        "choices": "Mornings\nEvenings\nMornings",
    },
    {"question": "Been here before?", "kind": "yes_no", "required": "on", "choices": ""},
]


def ask(staff: Client, *questions: dict[str, str]) -> list[str]:
    """Have staff ask these questions, and return the names of their fields."""
    answer = edit(staff, extra_questions=[{"hint": "", **question} for question in questions])
    assert answer.status_code == 302, soup(answer).select(".w-field__errors")
    return [f"question_{q.pk}" for q in InquiryPage.objects.get().extra_questions.order_by("sort_order")]


# Extra questions ----------------------------------------------------------------------------------


def test_a_question_with_nothing_to_choose_from_is_refused_beside_its_answers(admin_client: Client) -> None:
    wrong = ["", "\n \n", "Only one", "Same\nSame "]
    rows = [{"question": "Which?", "hint": "", "kind": "choice", "choices": choices} for choices in wrong]
    answer = edit(admin_client, extra_questions=rows)
    assert answer.status_code == 200
    for number in range(len(wrong)):
        beside = soup(answer).select_one(f"#inline_child_extra_questions-{number}").text
        assert "Write at least two different answers, one per line." in beside
    assert not InquiryPage.objects.get().extra_questions.exists()


def test_a_question_that_nobody_can_answer_does_not_stop_the_form(client: Client) -> None:
    page = InquiryPage.objects.get()
    page.extra_questions.create(question="Which?", kind="choice", choices="", required=True)
    page.save_revision().publish()
    assert "Which?" not in client.get("/contact/").content.decode()
    assert send(client, answers(client)).status_code == 303


def test_a_no_is_an_answer_and_a_skipped_question_has_none(client: Client, admin_client: Client) -> None:
    must, may = ask(admin_client, KINDS[3], {"question": "By car?", "kind": "yes_no", "choices": ""})
    page = soup(client.get("/contact/"))
    legends = [" ".join(first_input_of(page, name).find_parent("fieldset").legend.text.split()) for name in (must, may)]
    assert legends == ["Been here before?", "By car? (optional)"]
    assert send(client, answers(client)).status_code == 422
    assert send(client, answers(client, **{must: "No"})).status_code == 303
    assert json.loads(Inquiry.objects.get().answers) == [["Been here before?", "No"]]
    send(client, answers(client, message="another", **{must: "Yes", may: "No"}))
    kept = [json.loads(inquiry.answers) for inquiry in Inquiry.objects.order_by("pk")]
    assert kept[1] == [["Been here before?", "Yes"], ["By car?", "No"]]
    shown = admin_client.get(f"/admin/inquiry/inspect/{Inquiry.objects.first().pk}/").content.decode()
    assert "By car?" in shown


def test_a_choice_is_offered_once_each(client: Client, admin_client: Client) -> None:
    (name,) = ask(admin_client, KINDS[2])
    offered = [box["value"] for box in soup(client.get("/contact/")).select(f"[name={name}]")]
    assert offered == ["Mornings", "Evenings"]
    assert send(client, answers(client, **{name: "Nights"})).status_code == 422
    assert send(client, answers(client, **{name: "Evenings"})).status_code == 303


# The error summary --------------------------------------------------------------------------------


def test_the_summary_leads_to_the_first_input_of_every_kind_of_field(client: Client, admin_client: Client) -> None:
    extra = ask(admin_client, *KINDS)
    wrong = {
        "name": "",
        "email": "no address",
        "phone": "12",
        "contact_by": "",
        "times": "x" * 301,
        "message": "x" * 5001,
        "consent": "",
    }
    page = soup(send(client, answers(client, **wrong)))
    targets = [link["href"][1:] for link in page.select(".error-summary a[href^='#']")]
    assert targets == [first_input_of(page, name)["id"] for name in [*list(wrong)[:-1], "consent", *extra]]
    for name in [*wrong, *extra]:  # … and every mistake is shown beside its field
        message = page.find(id=f"id_{name}_error")
        described = first_input_of(page, name).find_parent("fieldset") or first_input_of(page, name)
        assert message["id"] in described["aria-describedby"].split(), name


@pytest.mark.parametrize(
    ("way", "reach", "missing"),
    [
        ("email", {"email": "", "phone": "917 555 0142"}, "email"),
        ("phone", {}, "phone"),
        ("either", {"email": ""}, "email"),
    ],
)
def test_how_to_be_reached_has_to_be_said_and_the_mistake_stands_beside_it(
    client: Client, way: str, reach: dict[str, str], missing: str
) -> None:
    answer = send(client, answers(client, contact_by=way, **reach))
    assert answer.status_code == 422
    assert [link["href"] for link in soup(answer).select(".error-summary a[href^='#']")] == [f"#id_{missing}"]
    assert soup(answer).find(id=f"id_{missing}_error")


def test_what_is_too_long_is_named_with_how_long_it_is(client: Client) -> None:
    page = InquiryPage.objects.get()
    page.extra_questions.create(question="Are you 100 % sure?")
    page.save_revision().publish()
    question = InquiryPage.objects.get().extra_questions.get()
    too_long = answers(client, **{"times": "x" * 301, f"question_{question.pk}": "x" * 301})
    said = soup(send(client, too_long)).select_one(".error-summary").text
    assert "“When is a good time?” has 301 characters; at most 300 can be sent." in said
    assert "“Are you 100 % sure?” has 301 characters; at most 300 can be sent." in said


def test_of_the_two_subjects_one_is_enough_and_neither_is_called_optional(client: Client) -> None:
    page = soup(client.get("/contact/"))
    about = first_input_of(page, "about").find_parent("fieldset")
    message = page.select_one("label[for=id_message]")
    assert "one of the two is enough" in about.select_one("#id_about_helptext").text
    assert "optional" not in about.legend.text + message.text
    assert "optional" in page.select_one("label[for=id_times]").text
    assert not page.select("#inquiry [required][name=about], #inquiry [required][name=message]")
    first = first_input_of(page, "about")["value"]
    for one in ({"about": [first], "message": ""}, {"about": [], "message": "My hip aches."}):
        assert send(client, answers(client, **one)).status_code == 303
    assert send(client, answers(client, about=[], message="")).status_code == 422


def test_a_condition_that_went_away_meanwhile_is_no_mistake_of_the_visitor(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    gone, there = ConditionPage.objects.live()[:2]
    given = answers(client, about=[str(gone.pk), str(there.pk)])
    with django_capture_on_commit_callbacks(execute=True):
        gone.unpublish()
    assert send(client, given).status_code == 303
    assert Inquiry.objects.get().about == there.title


# Consent and the words beside the form ------------------------------------------------------------


def consent_link(client: Client, address: str = "/contact/") -> str:
    box = first_input_of(soup(client.get(address)), "consent").find_parent(class_="form-group")
    return str(box.find("a")["href"])


def test_the_consent_links_to_the_privacy_page_wherever_that_stands(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    privacy, accessibility = (LegalPage.objects.get(slug=slug) for slug in ("privacy", "accessibility"))
    with django_capture_on_commit_callbacks(execute=True):
        accessibility.move(privacy, pos="left")
    assert LegalPage.objects.order_by("path").first() == accessibility
    assert consent_link(client) == consent_link(client, "/trigger-point-therapy/") == privacy.url


def test_staff_choose_what_the_consent_links_to_and_a_hidden_page_is_not_linked(
    client: Client, admin_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    chosen = LegalPage.objects.get(slug="accessibility")
    with django_capture_on_commit_callbacks(execute=True):
        assert edit(admin_client, privacy_page=str(chosen.pk)).status_code == 302
    assert consent_link(client) == chosen.url
    with django_capture_on_commit_callbacks(execute=True):
        chosen.unpublish()
    assert consent_link(client) == "/privacy/"


def test_staff_write_what_stands_beside_every_form(
    client: Client, admin_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    addresses = ["/contact/", "/trigger-point-therapy/"]
    for address in addresses:
        assert "stored encrypted" in soup(client.get(address)).select_one(".ask-aside").text
    with django_capture_on_commit_callbacks(execute=True):
        edit(admin_client, aside_heading="Ines reads it", aside_text="She answers.\n\nOn weekdays <b>.")
    for address in addresses:
        beside = soup(client.get(address)).select_one(".ask-aside")
        assert beside.h2.text == "Ines reads it"
        assert [p.text for p in beside.select("p")][:2] == ["She answers.", "On weekdays <b>."]


# Labels and hints ---------------------------------------------------------------------------------


def test_staff_can_relabel_every_field_and_the_places(
    client: Client, admin_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    editor = admin_client.get(f"/admin/pages/{InquiryPage.objects.get().pk}/edit/").content.decode()
    assert "An email address or a phone number: one of the two is enough." in editor  # the default hint
    assert "How can we reach you?" in editor
    rows = [
        {"field": "regions", "label": "Your sore places", "hint": "Take out what you like."},
        {"field": "email", "label": "", "hint": "We never share it."},
    ]
    with django_capture_on_commit_callbacks(execute=True):
        assert edit(admin_client, field_texts=rows).status_code == 302
    page = soup(client.post("/inquiries/about/", {"regions": "outer-hip:left"}))
    group = first_input_of(page, "regions").find_parent("fieldset")
    assert "Your sore places" in group.legend.text
    assert group.find(id="id_regions_helptext").text == "Take out what you like."
    assert page.find("label", {"for": "id_email"}).text == "Email"
    assert page.find(id="id_email_helptext").text == "We never share it."


def test_a_second_row_for_a_field_is_refused_beside_it(admin_client: Client) -> None:
    row = {"field": "email", "label": "E-mail", "hint": ""}
    answer = edit(admin_client, field_texts=[row, row | {"label": "Mail"}])
    assert answer.status_code == 200
    wrong = soup(answer).select_one("#inline_child_field_texts-1").text
    assert "“Email” already has a row above" in wrong
    assert "“Email” already has a row above" not in soup(answer).select_one("#inline_child_field_texts-0").text
    assert not InquiryPage.objects.get().field_texts.exists()
    assert edit(admin_client, field_texts=[row | {"DELETE": "1"}, row]).status_code == 302
    assert [text.label for text in InquiryPage.objects.get().field_texts.all()] == ["E-mail"]


# Recipients ---------------------------------------------------------------------------------------


def test_without_recipients_the_clinics_own_address_hears_of_it(client: Client, admin_client: Client) -> None:
    ClinicSettings.objects.update(email="desk@clinic.example")
    send(client, answers(client, email="", phone="555 010 0100", contact_by="phone"))
    deliver()
    assert [message.to for message in mail.outbox] == [["desk@clinic.example"]]
    settings_form = f"/admin/settings/inquiries/inquiryrouting/{InquiryRouting.load().pk}/"
    admin_client.post(
        settings_form, {"recipients": "ines@clinic.example\n\n omar@clinic.example \nines@clinic.example"}
    )
    Mail.objects.filter(purpose=Mail.Purpose.ROUTING_NOTICE).delete()
    send(client, answers(client, email="", phone="555 010 0100", contact_by="phone", message="again"))
    deliver()
    assert [message.to for message in mail.outbox[1:]] == [["ines@clinic.example"], ["omar@clinic.example"]]


# Author, sources, related -----------------------------------------------------------------


def test_the_pages_of_the_form_say_who_stands_for_them_too(client: Client, admin_client: Client) -> None:
    PractitionerPage.objects.update(is_sample=False)
    author = PractitionerPage.objects.live().first()
    related = LegalPage.objects.get(slug="privacy")
    assert edit(admin_client, author=str(author.pk), related_links=[{"page": str(related.pk)}]).status_code == 302
    page = client.get("/contact/").content.decode()
    assert author.title in page
    assert related.summary in page


# A site that is older than these settings ---------------------------------------------------------


def test_an_older_sites_form_keeps_its_privacy_link_in_the_draft_too(admin_client: Client) -> None:
    privacy = LegalPage.objects.get(slug="privacy")
    LegalPage.objects.get(slug="accessibility").move(privacy, pos="left")
    for_ever = inquiry_settings()
    for_ever.keep_booked_days = 0
    for_ever.save()
    migration = import_module("inquiries.migrations.0002_privacy_page_and_words_beside_the_form")
    migration.keep_what_was_linked_and_kept(apps, None)
    assert InquiryPage.objects.get().privacy_page == privacy
    assert edit(admin_client).status_code == 302  # published from the draft
    assert InquiryPage.objects.get().privacy_page == privacy
    assert (inquiry_settings().keep_booked_days, inquiry_settings().allows_for_ever) == (0, True)
