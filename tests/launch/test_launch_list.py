"""The launch list ends when the site is ready, and starts again when it no longer is."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Site

from config.launch.launch_list import launch_list
from config.launch.leftovers import leftovers
from content.caching.version import invalidate
from content.models import ClinicSettings, GuidePage, HomePage, PractitionerPage, SessionType
from inquiries.models import Inquiry, InquiryRouting, Mail, Stamp
from tests.content.reviews_help import practitioner
from tests.inquiries.inbox_help import deliver, signed_in
from tests.launch.help import clinic, facts, items, panel

pytestmark = pytest.mark.django_db
OWN = {
    "name": "Clinic by the Park",
    "is_sample": False,
    "phone": "(212) 736-5000",
    "email": "desk@parkclinic.org",
    "street": "12 Park Lane",
    "locality": "Albany",
    "region": "NY",
    "postal_code": "12207",
    "service_area": "",
    "time_zone": "America/New_York",
    "map_url": "https://maps.parkclinic.org/here",
    "uses_mark": True,
    "legal_name": "Park Clinic LLC",
    "supervisory_authority": "The state’s attorney general",
    "hosting_name": "Host Inc.",
    "hosting_place": "Albany",
    "mail_name": "Post Inc.",
    "mail_place": "United States",
}


def test_the_sample_has_everything_to_do_and_says_why_and_where(admin_client: Client) -> None:
    found = items(admin_client)
    done = [key for key, item in found.items() if item.done]
    assert done == ["open"]
    assert panel(admin_client).select_one(".launch-lead strong").text == f"1 of {len(found)}"
    assert ("factor" in found) == apps.is_installed("allauth.mfa")
    assert "Missing for admin" in found["owner"].text  # admin@example.com
    assert "(555) 555-0142 is a made-up number" in found["phone"].text
    assert "Sample Therapist, Sample Reviewer" in found["people"].text
    assert "Still empty: legal name" in found["privacy"].text
    assert "SEO_INDEX" in found["search"].text
    assert "whoever runs the server" in found["search"].text
    assert "make backup" in found["backup"].text


def test_each_place_leads_back(admin_client: Client) -> None:
    place = items(admin_client)["hours"].url
    page = admin_client.get(place, follow=True)
    assert page.redirect_chain[-1][0].endswith("#tab-hours")
    back = BeautifulSoup(page.content, "html.parser").select_one(".launch-back a")
    assert back is not None
    assert back["href"] == "/admin/#launch"
    assert "launch-back" in admin_client.get("/admin/pages/").content.decode()  # until somebody goes back
    admin_client.get("/admin/")
    assert "launch-back" not in admin_client.get("/admin/pages/").content.decode()


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/", "javascript:alert(1)"])
def test_the_list_leads_to_no_other_site(admin_client: Client, to: str) -> None:
    assert admin_client.get("/admin/launch/go/", {"to": to}).status_code == 404


SETTLED: list[tuple[dict[str, Any], str]] = [
    ({"name": "Clinic by the Park"}, "name"),
    ({"is_sample": False}, "sample"),
    ({"phone": "(212) 736-5000"}, "phone"),
    ({"email": "desk@parkclinic.org"}, "email"),
    ({"street": "12 Park Lane", "locality": "Albany", "postal_code": "12207"}, "address"),
    ({"street": "12 Park Lane", "locality": "Albany", "time_zone": "America/Denver"}, "zone"),
    ({"street": "12 Park Lane", "locality": "Albany"}, "market"),
    ({"map_url": "https://maps.parkclinic.org/here"}, "map"),
    ({"uses_mark": True}, "logo"),
    ({"opening_hours": []}, "hours"),
    ({name: value for name, value in OWN.items() if name.startswith(("legal", "superv", "host", "mail_"))}, "privacy"),
]
UNSETTLED: list[tuple[dict[str, Any], str]] = [
    ({"phone": "555-0100"}, "phone"),
    ({"phone": ""}, "phone"),
    ({"email": "me@example.org"}, "email"),
    ({"street": "123 Sample Street", "locality": "Anytown", "postal_code": "12207"}, "address"),
    ({"street": "12 Park Lane", "locality": "Albany", "time_zone": "Europe/London"}, "zone"),
    ({"name": "[Clinic name]"}, "name"),
    ({"coming_soon": True}, "open"),
]


def settled(user: Any, changes: dict[str, Any]) -> set[str]:
    """The settings' items that would be done if these changes were saved."""
    site = Site.objects.get(is_default_site=True)
    found = ClinicSettings.for_site(site)
    for name, value in changes.items():
        setattr(found, name, value)
    return {key for key, fact in facts(user, found).items() if fact.is_done}


def test_each_item_is_settled_by_a_fact(admin_user: Any) -> None:
    before = settled(admin_user, {})
    for changes, key in SETTLED:
        assert key not in before
        assert key in settled(admin_user, changes), changes


def test_another_made_up_value_settles_nothing(admin_user: Any) -> None:
    for changes, key in UNSETTLED:
        assert key not in settled(admin_user, changes), changes


def test_a_real_person_and_real_prices_take_the_samples_place(admin_client: Client) -> None:
    for person in PractitionerPage.objects.all():
        person.unpublish()
    practitioner("Anna Smith")
    SessionType.objects.update(is_sample=False)
    invalidate()
    found = items(admin_client)
    assert found["people"].done
    assert found["prices"].done


def test_backups_count_while_they_are_fresh(admin_user: Any, settings: Any) -> None:
    settings.BACKUP_ALERT_HOURS = 26
    now = timezone.now()
    watched = Stamp.objects.create(name="backup", at=now)  # the watch's first look found no backup
    assert not facts(admin_user)["backup"].is_done
    Stamp.objects.filter(pk=watched.pk).update(at=now - timedelta(hours=25), day_done=now.date())
    assert facts(admin_user)["backup"].is_done
    Stamp.objects.filter(pk=watched.pk).update(at=now - timedelta(hours=27))
    assert not facts(admin_user)["backup"].is_done


def all_done(client: Client, settings: Any) -> None:
    """A site that is ready except for the wording of its pages."""
    settings.SEO_INDEX = True
    get_user_model().objects.update(email="owner@parkclinic.org")
    clinic(**OWN, opening_hours=[])
    InquiryRouting.objects.create(recipients="desk@parkclinic.org")
    SessionType.objects.update(is_sample=False)
    practitioner("Anna Smith")
    for person in PractitionerPage.objects.filter(is_sample=True):
        person.unpublish()
    Stamp.objects.create(name="backup", at=timezone.now(), day_done=timezone.localdate())
    client.post("/admin/launch/test-email/")
    client.post("/admin/launch/test-inquiry/")
    deliver()
    invalidate()


def test_the_list_ends_when_all_is_done_and_returns_when_a_fact_is_lost(
    admin_client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Otherwise each sign-in would have to ask for a second factor.
    monkeypatch.setattr("config.launch.facts.factors", lambda user: SimpleNamespace(exists=lambda: True))
    all_done(admin_client, settings)
    assert {key for key, item in items(admin_client).items() if not item.done} == {"pages", "leftovers"}
    Page.objects.filter(depth__gt=2, starter_records__isnull=False).update(live=False)
    invalidate()
    admin_client.post(f"/admin/launch/pages/{HomePage.objects.get().pk}/")
    invalidate()
    assert panel(admin_client) is None
    Stamp.objects.filter(name="backup").update(at=timezone.now() - timedelta(days=9))
    assert {key for key, item in items(admin_client).items() if not item.done} == {"backup"}


def test_editors_see_what_they_can_do_and_front_desk_nothing(django_user_model: Any) -> None:
    editor = django_user_model.objects.create_user("ed", "ed@parkclinic.org", "x")
    editor.groups.add(Group.objects.get(name="Editors"))
    page = GuidePage(title="Our [adjective] way", live=True)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    invalidate()
    assert "Our [adjective] way" in signed_in(editor).get("/admin/launch/leftovers/").content.decode()
    assert {"pages", "leftovers"} <= set(items(signed_in(editor))) <= {"pages", "leftovers", "people"}
    assert signed_in(editor).post("/admin/launch/test-email/").status_code in (302, 403)
    assert signed_in(editor).get("/admin/launch/make-it-mine/").status_code in (302, 403)
    assert not Mail.objects.exists()
    desk = django_user_model.objects.create_user("desk", "d@parkclinic.org", "x")
    desk.groups.add(Group.objects.get(name="Front desk"))
    assert panel(signed_in(desk)) is None
    assert not Inquiry.objects.exists()


def test_the_list_costs_the_dashboard_few_queries_and_a_publication_one_page(admin_user: Any) -> None:
    ours = ClinicSettings.default()
    launch_list(admin_user, ours)
    with CaptureQueriesContext(connection) as queries:
        launch_list(admin_user, ours)
    assert len(queries) <= 12
    page = GuidePage.objects.first()
    page.summary = "[Write here]"
    page.save_revision().publish()
    invalidate()
    with CaptureQueriesContext(connection) as queries:
        found = leftovers()
    assert [one.words for one in found if one.page == page.pk] == ["[Write here]"]
    contents = [query["sql"] for query in queries if '"wagtailcore_revision"."content"' in query["sql"]]
    assert len(contents) == 1


def test_buttons_of_the_list_are_safe_and_work_with_the_token_that_it_shows(admin_user: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post("/admin/launch/test-email/").status_code == 403
    form = panel(client).select_one("form[action='/admin/launch/test-email/']")
    client.post(form["action"], {"csrfmiddlewaretoken": form.input["value"]})
    assert Mail.objects.filter(purpose=Mail.Purpose.TEST_MAIL).exists()
