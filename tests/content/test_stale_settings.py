"""Two people in the same settings or snippet: the second save never undoes the first unseen."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse_lazy
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import RevisionMixin
from wagtail.snippets.models import get_snippet_models

from content.models import ClinicSettings, SessionType
from content.models.stale_form import StaleCheck
from inquiries.models import InquiryRouting, InquirySettings, OutgoingWebhook, ReplyTemplate
from search.models import Synonym
from tests.forms import as_sent, form_with

pytestmark = pytest.mark.django_db


def browser(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser(name, f"{name}@clinic.example", "x", first_name=name.title()))
    return client


@pytest.fixture
def front() -> Client:
    return browser("front")


@pytest.fixture
def manager() -> Client:
    return browser("manager")


def opened(client: Client, url: str) -> dict[str, Any]:
    answer = client.get(url, follow=True)
    return as_sent(form_with(answer.content, "seen")) | {"at": answer.request["PATH_INFO"]}


def sent(client: Client, form: dict[str, Any], **typed: Any) -> Any:
    return client.post(form["at"], form | typed)


def said(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").text.split())


def test_the_clinics_form_says_who_changed_what_keeps_what_was_typed_and_then_saves(
    front: Client, manager: Client
) -> None:
    url = "/admin/settings/content/clinicsettings/"
    mine, theirs = opened(front, url), opened(manager, url)
    assert sent(manager, theirs, phone="(212) 555-0123").status_code == 302
    refused = sent(front, mine, tagline="Mine")
    assert refused.status_code == 200
    assert "Manager saved changes here at" in said(refused)
    assert "Phone, stored now: (212) 555-0123" in said(refused)
    assert "Tagline, stored now" not in said(refused)
    assert ClinicSettings.default().phone == "(212) 555-0123"
    again = as_sent(form_with(refused.content, "seen")) | {"at": mine["at"]}
    assert again["tagline"] == "Mine"
    assert sent(front, again, phone="(212) 555-0123").status_code == 302
    clinic = ClinicSettings.default()
    assert (clinic.phone, clinic.tagline) == ("(212) 555-0123", "Mine")


def test_rows_count_and_a_double_click_does_not(front: Client) -> None:
    form = opened(front, "/admin/settings/content/clinicsettings/")
    assert sent(front, form, tagline="Once").status_code == 302
    assert sent(front, form, tagline="Once").status_code == 302
    ClinicSettings.default().opening_hours.filter(weekday=0).update(opens="06:30")
    refused = said(sent(front, form, tagline="Once"))
    assert "Somebody saved changes here" not in refused  # whoever saved last
    assert "Opening hours, stored now: Monday, 06:30" in refused


@pytest.mark.parametrize(
    ("url", "field", "first", "second"),
    [
        ("/admin/settings/inquiries/inquirysettings/", "keep_booked_days", "90", "120"),
        ("/admin/settings/inquiries/inquiryrouting/", "recipients", "a@clinic.example", "b@clinic.example"),
        ("/admin/inquiry/advertising/", "words", "casino", "loan"),
        ("/admin/inquiry/webhook/", "url", "https://one.example/", "https://two.example/"),
        (reverse_lazy("reply_template:edit", args=[1]), "text", "First", "Second"),
        (reverse_lazy("search_synonym:edit", args=[1]), "meaning", "sore hip", "sore thigh"),
        (reverse_lazy("wagtailsnippets_content_sessiontype:edit", args=[1]), "price", "95.00", "99.00"),
        (reverse_lazy("wagtailredirects:edit", args=[1]), "redirect_link", "/sessions/", "/contact/"),
        (reverse_lazy("wagtailusers_users:edit", args=[900]), "last_name", "Miller", "Moore"),
    ],
)
def test_every_other_form_that_two_may_edit_does_too(
    front: Client, manager: Client, url: str, field: str, first: str, second: str
) -> None:
    Synonym.objects.create(pk=1, words="hippy", meaning="hip")
    Redirect.objects.create(pk=1, old_path="/old", redirect_link="/articles/")
    OutgoingWebhook.objects.create(url="https://old.example/", events=["new"])
    InquirySettings.for_site(ClinicSettings.default().site)
    User.objects.create_user("eve", "eve@clinic.example", pk=900, first_name="Eve", last_name="Example")
    mine, theirs = opened(front, url), opened(manager, url)
    assert sent(manager, theirs, **{field: first}, save="1").status_code == 302
    refused = sent(front, mine, **{field: second}, save="1")
    assert "Manager saved changes here at" in said(refused)
    assert f"stored now: {first}" in said(refused)
    again = as_sent(form_with(refused.content, "seen")) | {"at": mine["at"], "save": "1"}
    assert again[field] == second
    assert sent(front, again).status_code == 302
    stored = [InquirySettings, InquiryRouting, OutgoingWebhook, ReplyTemplate, Synonym, SessionType, Redirect, User]
    assert second in str([[list(map(str, row.values())) for row in model.objects.values()] for model in stored])


def test_an_account_that_was_deactivated_or_given_a_role_meanwhile_stays_so(front: Client, manager: Client) -> None:
    eve = User.objects.create_user("eve", "eve@clinic.example", first_name="Eve", last_name="Example")
    url = f"/admin/users/edit/{eve.pk}/"
    mine, theirs = opened(front, url), opened(manager, url)
    desk = Group.objects.get(name="Front desk")
    assert sent(manager, {name: value for name, value in theirs.items() if name != "is_active"}, groups=desk.pk)
    refused = said(sent(front, mine, last_name="Miller"))
    assert "May sign in, stored now: not checked" in refused
    assert "Roles, stored now: Front desk" in refused
    eve.refresh_from_db()
    assert (eve.is_active, eve.last_name, list(eve.groups.all())) == (False, "Example", [desk])


def test_no_snippet_is_forgotten_except_where_wagtail_keeps_revisions_and_warns_by_itself() -> None:
    snippets = [model for model in get_snippet_models() if not issubclass(model, RevisionMixin)]
    assert SessionType in snippets
    forms = {model: model.snippet_viewset.get_form_class(for_update=True) for model in snippets}
    assert [model.__name__ for model, form in forms.items() if not issubclass(form, StaleCheck)] == []
