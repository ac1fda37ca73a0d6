"""The owner sees who signed in and who was refused; nobody else does."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client

from config.accounts.models import SignIn
from tests.accounts.help import ELSEWHERE, HERE, RIGHT, fail, sign_in
from tests.accounts.test_second_factor import set_up_app

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/sign-ins/"


def rows(client: Client, **filters: Any) -> list[list[str]]:
    page = BeautifulSoup(client.get(REPORT, filters, REMOTE_ADDR=HERE).content, "html.parser")
    return [[" ".join(cell.text.split()) for cell in row.select("td")][1:] for row in page.select("main tbody tr")]


def test_each_attempt_is_one_line(ada: Any) -> None:
    client = Client()
    sign_in(password=RIGHT, client=client)
    fail(5, network=ELSEWHERE)
    for _ in range(3):
        sign_in(network=ELSEWHERE)
    sign_in("nobody", network=ELSEWHERE)
    found = rows(client)
    place = SignIn.objects.latest("pk").network
    assert found[0] == ["No such account", "Wrong password", "Sign-in form", place]
    assert found[1] == ["ada", "Held back after too many attempts", "Sign-in form", place]
    assert found[2:7] == [["ada", "Wrong password", "Sign-in form", place]] * 5
    own = SignIn.objects.earliest("pk").network
    assert found[7:] == [["ada", "Signed in", "Sign-in form", f"{own} (yours)"]]
    assert own != place


def test_being_held_back_again_is_another_line(ada: Any, time_machine: Any) -> None:
    time_machine.move_to("2026-03-02 10:00Z", tick=False)
    fail(5)
    for _ in range(2):
        sign_in()  # held back
    time_machine.shift(30)
    fail(1)
    for _ in range(2):
        sign_in()  # and again
    time_machine.shift(60)
    client = Client()
    sign_in(password=RIGHT, client=client)
    assert len(rows(client, outcome="held")) == 2


def test_setting_up_the_second_step_that_was_missing_is_a_sign_in(ada: Any, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED, settings.SECOND_FACTOR_GRACE = True, timedelta(days=0)
    client = Client()
    sign_in(password=RIGHT, client=client)
    set_up_app(client)
    assert [row[:3] for row in rows(client)][:2] == [
        ["ada", "Signed in", "Second step"],
        ["ada", "Added a passkey or an app", "Second step"],
    ]


def test_an_owner_who_signs_somebody_out_is_one_line(ada: Any, django_user_model: Any) -> None:
    bob = django_user_model.objects.create_superuser("bob", password=RIGHT)
    client = Client()
    client.force_login(ada)
    client.post(f"/admin/users/{bob.pk}/access/", {"sign_out": "1"})
    assert [row[:2] for row in rows(client, user=bob.pk)] == [["bob", "Was signed out everywhere"]]


def test_lines_are_found_by_account_outcome_and_period(ada: Any, django_user_model: Any, time_machine: Any) -> None:
    bob = django_user_model.objects.create_user("bob", password=RIGHT)
    time_machine.move_to("2026-03-02 10:00Z", tick=False)
    fail(2, "bob")
    time_machine.move_to("2026-03-12 10:00Z", tick=False)
    client = Client()
    sign_in(password=RIGHT, client=client)
    assert [row[0] for row in rows(client, user=bob.pk)] == ["bob", "bob"]
    assert [row[0] for row in rows(client, outcome="signed_in")] == ["ada"]
    assert [row[0] for row in rows(client, at_from="2026-03-05")] == ["ada"]
    assert [row[0] for row in rows(client, at_to="2026-03-05")] == ["bob", "bob"]
    assert len(rows(client)) == 3


def test_an_empty_report_says_so(ada: Any) -> None:
    client = Client()
    sign_in(password=RIGHT, client=client)
    for filters in ({"outcome": "held"}, {}):
        assert "There are no sign-ins to show." in client.get(REPORT, filters).content.decode()
        SignIn.objects.all().delete()


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_only_superusers_see_it(django_user_model: Any, ada: Any, group: str) -> None:
    user = django_user_model.objects.create_user("other", password=RIGHT)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    assert client.get(REPORT).status_code == 302
    assert client.get(f"{REPORT}results/").status_code == 302
    assert "sign-ins" not in client.get("/admin/").content.decode()
    client.force_login(ada)
    assert "sign-ins" in client.get("/admin/").content.decode()
